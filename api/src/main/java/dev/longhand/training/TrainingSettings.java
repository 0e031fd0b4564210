package dev.longhand.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How to train, whatever is learnt.
 *
 * @param epochs how often the data is seen, at least 1; the schedule depends on it
 * @param batchSize samples per batch, at least 1; it is the task that makes the batches
 * @param learningRate the peak of the schedule, positive
 * @param clipNorm gradients longer than this are shortened to it; 0 for never
 * @param averagingDecay what the moving average of the weights keeps in each step, in 0…1, 1
 *     excluded; 0 for no averaging
 * @param patience epochs without a better score before training stops; 0 for never
 * @param until the epoch after which training ends, though the schedule is that of all epochs; 0
 *     for the last
 * @param seed of everything random
 * @param limit no epoch begins that would probably end after so much training time, earlier runs of
 *     a resumed training included; the first epoch always runs
 * @param frozen prefixes of the names of weights that are not learnt, as {@code "conv1."}; the
 *     running statistics of a frozen batch norm still follow the data
 */
public record TrainingSettings(
    int epochs,
    int batchSize,
    double learningRate,
    LearningRateSchedule schedule,
    Optimizer optimizer,
    double clipNorm,
    double averagingDecay,
    int patience,
    int until,
    long seed,
    Optional<Duration> limit,
    Set<String> frozen) {

  /**
   * @throws IllegalArgumentException naming all that is wrong, not only the first
   */
  public TrainingSettings {
    frozen = Set.copyOf(frozen);
    List<String> wrong = new ArrayList<>();
    require(epochs >= 1, "epochs must be at least 1, but was " + epochs, wrong);
    require(batchSize >= 1, "batchSize must be at least 1, but was " + batchSize, wrong);
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "learningRate must be positive, but was " + learningRate,
        wrong);
    require(
        clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY,
        "clipNorm must not be negative, but was " + clipNorm,
        wrong);
    require(
        averagingDecay >= 0 && averagingDecay < 1,
        "averagingDecay must be in 0…1, 1 excluded, but was " + averagingDecay,
        wrong);
    require(patience >= 0, "patience must not be negative, but was " + patience, wrong);
    require(
        until >= 0 && until <= Math.max(0, epochs),
        "until must be in 0…" + epochs + ", but was " + until,
        wrong);
    require(
        limit.isEmpty() || !(limit.get().isNegative() || limit.get().isZero()),
        "limit must be positive, but was " + limit.map(Duration::toString).orElse(""),
        wrong);
    require(!frozen.contains(""), "frozen must not contain an empty prefix", wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  private static void require(boolean holds, String otherwise, List<String> wrong) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }

  /**
   * 20 epochs of batches of 256; AdamW at 2e-3 with decay 0.01, 5 % warm-up and a cosine; gradients
   * clipped at 5, weights averaged with 0.999; neither patience nor limit.
   */
  public static TrainingSettings defaults() {
    return new TrainingSettings(
        20,
        256,
        2e-3,
        new LearningRateSchedule.Cosine(0.05, 0.01),
        Optimizer.AdamW.withDecay(0.01),
        5,
        0.999,
        0,
        0,
        20240229L,
        Optional.empty(),
        Set.of());
  }

  public TrainingSettings withEpochs(int newEpochs) {
    return with(draft -> draft.epochs = newEpochs);
  }

  public TrainingSettings withBatchSize(int newBatchSize) {
    return with(draft -> draft.batchSize = newBatchSize);
  }

  /** With another peak learning rate. */
  public TrainingSettings withLearningRate(double newLearningRate) {
    return with(draft -> draft.learningRate = newLearningRate);
  }

  public TrainingSettings withSchedule(LearningRateSchedule newSchedule) {
    return with(draft -> draft.schedule = newSchedule);
  }

  public TrainingSettings withOptimizer(Optimizer newOptimizer) {
    return with(draft -> draft.optimizer = newOptimizer);
  }

  /** With gradients clipped at another norm; 0 for never. */
  public TrainingSettings withClipNorm(double newClipNorm) {
    return with(draft -> draft.clipNorm = newClipNorm);
  }

  /** With another moving average of the weights; 0 for none. */
  public TrainingSettings withAveragingDecay(double newAveragingDecay) {
    return with(draft -> draft.averagingDecay = newAveragingDecay);
  }

  /** With another patience in epochs; 0 for never stopping early. */
  public TrainingSettings withPatience(int newPatience) {
    return with(draft -> draft.patience = newPatience);
  }

  /** Ending after another epoch; 0 for the last. */
  public TrainingSettings withUntil(int newUntil) {
    return with(draft -> draft.until = newUntil);
  }

  public TrainingSettings withSeed(long newSeed) {
    return with(draft -> draft.seed = newSeed);
  }

  public TrainingSettings withLimit(Duration newLimit) {
    return with(draft -> draft.limit = Optional.of(newLimit));
  }

  /** With the weights frozen whose names start with one of these. */
  public TrainingSettings withFrozen(Set<String> newFrozen) {
    return with(draft -> draft.frozen = newFrozen);
  }

  private TrainingSettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return new TrainingSettings(
        draft.epochs,
        draft.batchSize,
        draft.learningRate,
        draft.schedule,
        draft.optimizer,
        draft.clipNorm,
        draft.averagingDecay,
        draft.patience,
        draft.until,
        draft.seed,
        draft.limit,
        draft.frozen);
  }

  /** The settings while one of them changes. */
  private static final class Draft {
    int epochs;
    int batchSize;
    double learningRate;
    LearningRateSchedule schedule;
    Optimizer optimizer;
    double clipNorm;
    double averagingDecay;
    int patience;
    int until;
    long seed;
    Optional<Duration> limit;
    Set<String> frozen;

    Draft(TrainingSettings from) {
      epochs = from.epochs;
      batchSize = from.batchSize;
      learningRate = from.learningRate;
      schedule = from.schedule;
      optimizer = from.optimizer;
      clipNorm = from.clipNorm;
      averagingDecay = from.averagingDecay;
      patience = from.patience;
      until = from.until;
      seed = from.seed;
      limit = from.limit;
      frozen = from.frozen;
    }
  }

  /** All settings by name, in a fixed order, for a model's provenance. */
  public Map<String, String> toMap() {
    Map<String, String> map = toMapOfWhatIsComputed();
    map.put("patience", Integer.toString(patience));
    map.put("until", Integer.toString(until));
    map.put("limit", limit.map(Duration::toString).orElse("none"));
    return map;
  }

  /** Without what decides only when training ends: that may change when it is resumed. */
  Map<String, String> toMapOfWhatIsComputed() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("epochs", Integer.toString(epochs));
    map.put("batchSize", Integer.toString(batchSize));
    map.put("learningRate", Double.toString(learningRate));
    map.put("schedule", schedule.toString());
    map.put("optimizer", optimizer.toString());
    map.put("clipNorm", Double.toString(clipNorm));
    map.put("averagingDecay", Double.toString(averagingDecay));
    map.put("seed", Long.toString(seed));
    map.put("frozen", String.join(" ", new TreeSet<>(frozen)));
    return map;
  }
}
