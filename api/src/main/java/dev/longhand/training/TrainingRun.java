package dev.longhand.training;

import dev.longhand.LonghandException;
import dev.longhand.engine.Network;
import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.NetworkTrainer.Gradients;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.training.TrainingResult.Best;
import dev.longhand.training.TrainingResult.Ending;
import dev.longhand.training.TrainingTask.Batch;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link TrainingLoop}, from the start or from a checkpoint to its end. */
final class TrainingRun {
  /** Digests and lists of symbols tell a person nothing but that they differ. */
  private static final int LONGEST_VALUE_TOLD = 40;

  private final TrainingLoop loop;
  private final TrainingTask task;
  private final TrainingSettings settings;
  private final NetworkSpec network;
  private final int batchesPerEpoch;
  private final WeightLayout layout;
  private final Map<String, String> recipe;
  private final OptimizerState optimizer;
  private final List<EpochResult> history = new ArrayList<>();
  private final float[] weights;
  private final float[] averaged;
  private final float[] best;
  private final float[] gradient;
  private int batchesLost;
  private double validationSeconds;

  TrainingRun(TrainingLoop loop, Weights initial) {
    this.loop = loop;
    this.task = loop.task;
    this.settings = loop.settings;
    this.network = task.network();
    this.batchesPerEpoch = task.batchesPerEpoch();
    if (batchesPerEpoch < 1) {
      throw new IllegalArgumentException(
          "an epoch has at least 1 batch, but the task has " + batchesPerEpoch);
    }
    initial.check(network);
    this.layout = new WeightLayout(network, settings.frozen());
    this.optimizer = OptimizerState.of(settings.optimizer(), layout);
    this.weights = layout.flatten(initial);
    this.averaged = weights.clone();
    this.best = weights.clone();
    this.gradient = new float[layout.size()];
    this.recipe = recipe();
  }

  TrainingResult run() {
    if (loop.checkpoint().isPresent()) {
      Path file = loop.checkpoint().get();
      Checkpoint.requireWritable(file);
      if (Files.exists(file)) {
        resume(file);
      }
    }
    long learned = 0;
    for (WeightLayout.Range range : layout.updated()) {
      learned += range.to() - range.from();
    }
    var started =
        new TrainingListener.Started(
            history.size(),
            settings.epochs(),
            batchesPerEpoch,
            learned,
            loop.engine.name(),
            loop.checkpoint());
    tell(listener -> listener.started(started));
    Ending ending = epochs();
    Optional<Best> bestModel =
        history.isEmpty()
            ? Optional.empty()
            : Optional.of(new Best(Checkpoint.best(history), layout.weights(best)));
    var ended =
        new TrainingListener.Ended(
            ending,
            history.size(),
            settings.epochs(),
            batchesLost,
            bestModel.map(Best::epoch),
            history.isEmpty() ? Optional.empty() : loop.checkpoint());
    tell(listener -> listener.ended(ended));
    return new TrainingResult(ending, history, bestModel);
  }

  private Ending epochs() {
    try (var batches =
        new BatchStream(task, history.size(), settings.epochs(), loop.batchThreads)) {
      while (true) {
        Ending ending = endingBetweenEpochs();
        if (ending != null) {
          return ending;
        }
        if (!epoch(batches)) {
          return Ending.STOPPED;
        }
      }
    }
  }

  private @Nullable Ending endingBetweenEpochs() {
    if (history.size() >= settings.epochs()) {
      return Ending.COMPLETED;
    }
    if (settings.until() > 0 && history.size() >= settings.until()) {
      return Ending.UNTIL;
    }
    if (!history.isEmpty()) {
      int sinceBest = history.size() - Checkpoint.best(history).epoch();
      if (settings.patience() > 0 && sinceBest >= settings.patience()) {
        return Ending.NO_IMPROVEMENT;
      }
      double spent = history.stream().mapToDouble(EpochResult::seconds).sum();
      double afterAnother = spent + spent / history.size();
      if (settings.limit().isPresent() && afterAnother > seconds(settings.limit().get())) {
        return Ending.TIME_LIMIT;
      }
    }
    return loop.isStopRequested() ? Ending.STOPPED : null;
  }

  /** Trains, validates and saves one epoch; false when it was stopped and is lost. */
  private boolean epoch(BatchStream batches) {
    var course = new EpochCourse(history.size() + 1, loop.nanoTime.getAsLong());
    // A new trainer for each epoch: all randomness of the engine starts from the epoch's own seed,
    // so a resumed training draws the same numbers.
    try (NetworkTrainer trainer =
        loop.engine.train(network, layout.weights(weights), dropoutSeed(course.epoch))) {
      for (int index = 0; index < batchesPerEpoch; index++) {
        if (loop.isStopRequested()) {
          batchesLost = index;
          return false;
        }
        step(trainer, batches.next(), index, course);
      }
      layout.copyStatistics(trainer.weights(), weights);
    }
    requireFinite(weights, course.epoch);
    requireFinite(averaged, course.epoch);
    long validating = loop.nanoTime.getAsLong();
    Map<String, Double> metrics = validate();
    double score = task.score(metrics);
    if (!Double.isFinite(score)) {
      throw new LonghandException(
          "the score of epoch "
              + course.epoch
              + " is "
              + score
              + ", so no best epoch can be told; the validation gave "
              + metrics
              + ". Check the validation data"
              + whatIsSaved());
    }
    validationSeconds = secondsSince(validating);
    var result =
        new EpochResult(
            course.epoch,
            course.lossSum / course.samples,
            course.accuracySum / course.samples,
            metrics,
            score,
            learningRate(course.epoch, batchesPerEpoch - 1),
            secondsSince(course.began));
    finish(result);
    return true;
  }

  private void finish(EpochResult result) {
    history.add(result);
    EpochResult bestSoFar = Checkpoint.best(history);
    if (bestSoFar.epoch() == result.epoch()) {
      System.arraycopy(averaged, 0, best, 0, best.length);
    }
    loop.checkpoint().ifPresent(file -> snapshot().write(file, loop.disk));
    var done = new TrainingListener.EpochDone(result, settings.epochs(), bestSoFar);
    tell(listener -> listener.epochDone(done));
  }

  private void step(NetworkTrainer trainer, Batch batch, int index, EpochCourse course) {
    double[] accuracy = new double[1];
    Gradients gradients =
        trainer.differentiate(
            batch.input(),
            output -> {
              accuracy[0] = batch.accuracy().of(output);
              return batch.loss().evaluate(output);
            });
    if (!Double.isFinite(gradients.loss())) {
      throw diverged(course.epoch, index, "the loss is " + gradients.loss());
    }
    layout.copyGradients(gradients.byWeight(), gradient);
    double norm = Vectors.norm(gradient);
    if (!Double.isFinite(norm)) {
      int at = Vectors.firstNotFinite(gradient);
      throw diverged(
          course.epoch, index, "the gradient of '" + layout.nameAt(at) + "' has " + gradient[at]);
    }
    if (settings.clipNorm() > 0 && norm > settings.clipNorm()) {
      Vectors.scale(gradient, (float) (settings.clipNorm() / norm));
    }
    long step = (long) (course.epoch - 1) * batchesPerEpoch + index;
    double learningRate = learningRate(course.epoch, index);
    optimizer.update(weights, gradient, learningRate, step);
    trainer.assign(layout.updatedWeights(weights));
    average(trainer, step);
    course.add(batch.samples(), gradients.loss(), accuracy[0]);
    if (!loop.listeners.isEmpty()) {
      var done = course.batchDone(index, gradients.loss(), learningRate, norm);
      tell(listener -> listener.batchDone(done));
    }
  }

  /**
   * Moves the average towards the weights. Early on it forgets faster, as the start is no good
   * model; running statistics belong to the weights they were measured with, so they are averaged
   * alike.
   */
  private void average(NetworkTrainer trainer, long step) {
    if (settings.averagingDecay() == 0) {
      // The statistics are then copied once per epoch, before they are needed.
      return;
    }
    if (layout.hasStatistics()) {
      layout.copyStatistics(trainer.weights(), weights);
    }
    double decay = Math.min(settings.averagingDecay(), (1.0 + step) / (10.0 + step));
    Vectors.approach(averaged, weights, (float) (1 - decay));
  }

  private Map<String, Double> validate() {
    if (settings.averagingDecay() == 0) {
      System.arraycopy(weights, 0, averaged, 0, weights.length);
    }
    try (Network loaded = loop.engine.load(network, layout.weights(averaged))) {
      return task.validate(loaded);
    }
  }

  /**
   * @param epoch from 1
   * @param index of the batch, from 0
   */
  private double learningRate(int epoch, int index) {
    long step = (long) (epoch - 1) * batchesPerEpoch + index;
    long total = (long) settings.epochs() * batchesPerEpoch;
    return settings.learningRate() * settings.schedule().factor(step, total);
  }

  private long dropoutSeed(int epoch) {
    return new SplittableRandom(settings.seed() ^ (0x9E3779B97F4A7C15L * epoch)).nextLong();
  }

  private void requireFinite(float[] vector, int epoch) {
    int at = Vectors.firstNotFinite(vector);
    if (at >= 0) {
      throw diverged(
          epoch, batchesPerEpoch - 1, "the weight '" + layout.nameAt(at) + "' has " + vector[at]);
    }
  }

  /**
   * @param epoch from 1
   * @param index of the batch, from 0
   */
  private LonghandException diverged(int epoch, int index, String what) {
    String clipping =
        settings.clipNorm() > 0
            ? "clip gradients at less than " + settings.clipNorm()
            : "clip gradients (clipNorm is 0: off)";
    return new LonghandException(
        "training diverged in epoch "
            + epoch
            + ", batch "
            + (index + 1)
            + " of "
            + batchesPerEpoch
            + ": "
            + what
            + ". Try a lower learning rate than "
            + settings.learningRate()
            + ", a longer warm-up, or "
            + clipping
            + whatIsSaved());
  }

  private String whatIsSaved() {
    return loop.checkpoint().isPresent() && !history.isEmpty()
        ? "; epoch " + history.size() + " is kept in " + loop.checkpoint().get()
        : "";
  }

  /** Everything that determines the weights of each epoch. */
  private Map<String, String> recipe() {
    Map<String, String> all = new LinkedHashMap<>(settings.toMapOfWhatIsComputed());
    all.put("batchesPerEpoch", Integer.toString(batchesPerEpoch));
    task.identity().forEach((name, value) -> all.put("task " + name, value));
    all.put("network input", network.input().toString());
    int number = 0;
    for (Layer layer : network.layers()) {
      number++;
      all.put("network layer " + number, layer.toString());
    }
    all.put("initial weights sha256", sha256(weights));
    return all;
  }

  private static String sha256(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length);
    bytes.asFloatBuffer().put(vector);
    return HexFormat.of().formatHex(Checkpoint.sha256().digest(bytes.array()));
  }

  private Checkpoint snapshot() {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    vectors.put(Checkpoint.CURRENT, weights);
    vectors.put(Checkpoint.AVERAGED, averaged);
    vectors.put(Checkpoint.BEST, best);
    vectors.putAll(optimizer.vectors());
    return new Checkpoint(recipe, history, shapes(), vectors);
  }

  private Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Parameter parameter : layout.parameters()) {
      shapes.put(parameter.name(), parameter.shape());
    }
    return shapes;
  }

  private void resume(Path file) {
    Checkpoint saved = Checkpoint.read(file);
    requireSame(saved.recipe(), file);
    Checkpoint mine = snapshot();
    if (!saved.shapes().equals(mine.shapes())
        || !saved.vectorNames().equals(mine.vectorNames())
        || saved.history().size() > settings.epochs()) {
      throw new LonghandException(
          file + " does not hold what its own settings need. Remove it to train anew");
    }
    for (String name : mine.vectorNames()) {
      System.arraycopy(saved.vector(name), 0, mine.vector(name), 0, layout.size());
    }
    history.addAll(saved.history());
  }

  private void requireSame(Map<String, String> saved, Path file) {
    var names = new TreeSet<>(recipe.keySet());
    names.addAll(saved.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = saved.getOrDefault(name, "absent");
      String is = recipe.getOrDefault(name, "absent");
      if (!was.equals(is)) {
        boolean tellsMore = Math.max(was.length(), is.length()) <= LONGEST_VALUE_TOLD;
        differences.add(
            tellsMore ? name + " was " + was + " and is now " + is : name + " is another");
      }
    }
    if (!differences.isEmpty()) {
      int shown = Math.min(differences.size(), 4);
      throw new LonghandException(
          "the checkpoint "
              + file
              + " is of another training. Remove it or name another file to train anew, or train as"
              + " before to resume it: "
              + String.join("; ", differences.subList(0, shown))
              + (differences.size() > shown
                  ? "; and " + (differences.size() - shown) + " more"
                  : ""));
    }
  }

  private void tell(Consumer<TrainingListener> event) {
    loop.listeners.forEach(event);
  }

  private double secondsSince(long nanos) {
    return (loop.nanoTime.getAsLong() - nanos) / 1e9;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Sums over the batches of the running epoch. */
  private final class EpochCourse {
    final int epoch;
    final long began;
    long samples;
    double lossSum;
    double accuracySum;

    EpochCourse(int epoch, long began) {
      this.epoch = epoch;
      this.began = began;
    }

    void add(int count, double loss, double accuracy) {
      samples += count;
      lossSum += loss * count;
      accuracySum += accuracy * count;
    }

    TrainingListener.BatchDone batchDone(
        int index, double loss, double learningRate, double gradientNorm) {
      double seconds = Math.max(secondsSince(began), 1e-9);
      double perBatch = seconds / (index + 1);
      double epochRemaining = perBatch * (batchesPerEpoch - index - 1);
      double perEpoch = perBatch * batchesPerEpoch + validationSeconds;
      double remaining =
          epochRemaining + validationSeconds + perEpoch * (settings.epochs() - epoch);
      return new TrainingListener.BatchDone(
          epoch,
          settings.epochs(),
          index + 1,
          batchesPerEpoch,
          loss,
          lossSum / samples,
          accuracySum / samples,
          learningRate,
          gradientNorm,
          samples / seconds,
          duration(epochRemaining),
          duration(remaining));
    }

    private static Duration duration(double seconds) {
      return Duration.ofMillis(Math.round(1000 * seconds));
    }
  }
}
