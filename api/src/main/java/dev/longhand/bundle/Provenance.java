package dev.longhand.bundle;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a model came to be, enough to train it again.
 *
 * @param trainedAt when training ended
 * @param release of Longhand that trained it
 * @param engine the name of the engine that trained it; it says nothing of who may run it
 * @param platform operating system and architecture, as {@code "linux/amd64"}
 * @param seed of everything random
 * @param dataSha256 digest of each dataset's sorted sample ids and labels, 64 lower-case hex
 *     digits, by the dataset's name
 * @param settings the training settings exactly as used, defaults included
 * @param metrics what was measured on which split, as {@code "pool-validation accuracy" → 0.91};
 *     finite numbers
 */
public record Provenance(
    Instant trainedAt,
    String release,
    String engine,
    String platform,
    long seed,
    Map<String, String> dataSha256,
    Map<String, String> settings,
    Map<String, Double> metrics) {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  public Provenance {
    dataSha256 = sorted(dataSha256);
    settings = sorted(settings);
    metrics = sorted(metrics);
    dataSha256.forEach(
        (dataset, digest) -> {
          if (!SHA_256.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                "the digest of dataset '"
                    + dataset
                    + "' must be 64 lower-case hex digits, but was '"
                    + digest
                    + "'");
          }
        });
    metrics.forEach(
        (metric, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "the metric '" + metric + "' must be a finite number, but was " + value);
          }
        });
  }

  /** A copy in alphabetical order, so that equal provenances are written as equal bytes. */
  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(map)));
  }

  /** The same with one more setting, or another value of one. */
  public Provenance withSetting(String name, String value) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put(name, value);
    return new Provenance(trainedAt, release, engine, platform, seed, dataSha256, all, metrics);
  }
}
