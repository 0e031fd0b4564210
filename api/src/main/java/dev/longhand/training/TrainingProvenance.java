package dev.longhand.training;

import dev.longhand.bundle.Provenance;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a newly trained model comes from. */
public final class TrainingProvenance {
  private static final String RELEASE = "0.1.0";

  private TrainingProvenance() {}

  /**
   * @param engine the name of the engine that trained
   * @param settings all that decided how, by name; the best epoch is added
   * @param best the epoch that was kept
   */
  public static Provenance of(
      String engine,
      long seed,
      Map<String, String> settings,
      List<Dataset> training,
      List<Dataset> validation,
      EpochResult best) {
    Map<String, String> digests = new LinkedHashMap<>();
    training.forEach(dataset -> addDigest(digests, "training " + dataset.name(), dataset));
    validation.forEach(dataset -> addDigest(digests, "validation " + dataset.name(), dataset));
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put("best epoch", Integer.toString(best.epoch()));
    return new Provenance(
        Instant.now(),
        RELEASE,
        engine,
        System.getProperty("os.name") + "/" + System.getProperty("os.arch"),
        seed,
        digests,
        all,
        best.validation());
  }

  /** Two folders may have the same name; then the second is numbered. */
  private static void addDigest(Map<String, String> digests, String name, Dataset dataset) {
    String key = name;
    for (int number = 2; digests.containsKey(key); number++) {
      key = name + " (" + number + ")";
    }
    digests.put(key, Datasets.digest(dataset));
  }
}
