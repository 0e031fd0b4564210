package dev.longhand.bundle;

import java.time.Instant;
import java.util.Map;

/**
 * How a model came to be, enough to train it again.
 *
 * @param trainedAt when training ended
 * @param release of Longhand that trained it
 * @param engine the name of the engine that trained it; it says nothing of who may run it
 * @param platform operating system and architecture, as {@code "linux/amd64"}
 * @param seed of everything random
 * @param dataSha256 digest of each dataset's sorted sample ids and labels, by the dataset's name
 * @param settings the training settings exactly as used, defaults included
 * @param metrics what was measured on which split, as {@code "pool-validation accuracy" → 0.91}
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

  public Provenance {
    dataSha256 = Map.copyOf(dataSha256);
    settings = Map.copyOf(settings);
    metrics = Map.copyOf(metrics);
  }
}
