package dev.longhand.cli;

import dev.longhand.training.Optimizer;
import dev.longhand.training.TrainingSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the training loop goes; whatever is not given is as the recipe has it. */
final class LoopOptions {

  @Option(names = "--epochs", paramLabel = "N", description = "How often the data is seen.")
  @Nullable Integer epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Samples in a step.")
  @Nullable Integer batchSize;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "At its peak.")
  @Nullable Double learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "DECAY",
      description = "What kernels lose in each step, times the learning rate.")
  @Nullable Double weightDecay;

  @Option(
      names = "--averaging-decay",
      paramLabel = "SHARE",
      description = "What the moving average of the weights keeps in each step; 0 for none.")
  @Nullable Double averagingDecay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "End after so many epochs that were not better; 0 for never.")
  @Nullable Integer patience;

  @Option(
      names = "--until",
      paramLabel = "N",
      description =
          "End after epoch N and write the best so far; the learning rate goes as for all epochs.")
  @Nullable Integer until;

  @Option(names = "--seed", paramLabel = "SEED", description = "Of everything random.")
  @Nullable Long seed;

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  TrainingSettings changing(TrainingSettings settings) {
    TrainingSettings changed = settings;
    changed = epochs == null ? changed : changed.withEpochs(epochs);
    changed = batchSize == null ? changed : changed.withBatchSize(batchSize);
    changed = learningRate == null ? changed : changed.withLearningRate(learningRate);
    changed =
        weightDecay == null
            ? changed
            : changed.withOptimizer(Optimizer.AdamW.withDecay(weightDecay));
    changed = averagingDecay == null ? changed : changed.withAveragingDecay(averagingDecay);
    changed = patience == null ? changed : changed.withPatience(patience);
    changed = until == null ? changed : changed.withUntil(until);
    return seed == null ? changed : changed.withSeed(seed);
  }
}
