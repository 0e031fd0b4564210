package dev.longhand.cli.bench;

import dev.longhand.engine.Network;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.training.TrainingListener;
import dev.longhand.training.TrainingLoop;
import dev.longhand.training.TrainingSettings;
import dev.longhand.training.TrainingTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps of a real training: gradients, optimizer, averaging, everything but validation. */
final class TrainingSteps implements TrainingTask, TrainingListener {

  private static final long SEED = 7;

  /** More than are ever taken in the time given. */
  private static final int UNTIL_TOLD = 1_000_000;

  private final NetworkSpec network;
  private final Samples samples;
  private final int batchSize;
  private final int steps;
  private final long nanos;
  private final TrainingLoop loop;
  private final List<Double> milliseconds = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private long began;
  private long last;

  private TrainingSteps(
      TrainingEngine engine,
      NetworkSpec network,
      Samples samples,
      int batchSize,
      int steps,
      long nanos,
      TrainingSettings settings) {
    this.network = network;
    this.samples = samples;
    this.batchSize = batchSize;
    this.steps = steps;
    this.nanos = nanos;
    TrainingSettings oneEpoch = settings.withEpochs(1).withBatchSize(batchSize).withSeed(SEED);
    this.loop = new TrainingLoop(engine, this, oneEpoch).listener(this);
  }

  /** Trains for a while, at least three steps. The first is not measured, as it is a start. */
  static Latencies measure(
      TrainingEngine engine,
      NetworkSpec network,
      Weights initial,
      Samples samples,
      int batchSize,
      double seconds) {
    var training =
        new TrainingSteps(
            engine,
            network,
            samples,
            batchSize,
            UNTIL_TOLD,
            Math.round(1e9 * seconds),
            TrainingSettings.defaults());
    var unused = training.loop.run(initial);
    return Latencies.ofMilliseconds(training.milliseconds);
  }

  /** The loss of each step of a training from fresh weights, always the same, without dropout. */
  static List<Double> losses(
      TrainingEngine engine,
      NetworkSpec network,
      Samples samples,
      int batchSize,
      int steps,
      Descent descent) {
    var plain = new NetworkSpec(network.input(), withoutDropout(network.layers()));
    var training =
        new TrainingSteps(
            engine, plain, samples, batchSize, steps, Long.MAX_VALUE, descent.settings());
    var unused = training.loop.run(WeightInitializer.initialize(plain, SEED));
    return training.losses;
  }

  private static List<Layer> withoutDropout(List<Layer> layers) {
    return layers.stream().map(TrainingSteps::withoutDropout).toList();
  }

  private static Layer withoutDropout(Layer layer) {
    if (layer instanceof Layer.Dropout dropout) {
      return new Layer.Dropout(dropout.name(), 0);
    } else if (layer instanceof Layer.Residual residual) {
      return new Layer.Residual(
          residual.name(), withoutDropout(residual.body()), withoutDropout(residual.shortcut()));
    }
    return layer;
  }

  @Override
  public NetworkSpec network() {
    return network;
  }

  /** Nothing here is ever resumed. */
  @Override
  public Map<String, String> identity() {
    return Map.of();
  }

  @Override
  public int batchesPerEpoch() {
    return steps;
  }

  @Override
  public Batch batch(int epoch, int index) {
    return new Batch(
        samples.batch(index, batchSize),
        new CrossEntropy(samples.classes(index, batchSize)),
        batchSize,
        output -> 0);
  }

  @Override
  public Map<String, Double> validate(Network trained) {
    return Map.of();
  }

  @Override
  public double score(Map<String, Double> metrics) {
    return 0;
  }

  @Override
  public void batchDone(BatchDone event) {
    long now = System.nanoTime();
    losses.add(event.loss());
    if (event.batch() == 1) {
      began = now;
    } else {
      milliseconds.add((now - last) / 1e6);
    }
    last = now;
    if (milliseconds.size() >= 2 && now - began >= nanos) {
      loop.stop();
    }
  }
}
