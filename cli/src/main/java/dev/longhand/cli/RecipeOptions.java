package dev.longhand.cli;

import dev.longhand.character.CharacterRecipe;
import dev.longhand.dataset.Augmentation;
import dev.longhand.training.Optimizer;
import dev.longhand.training.TrainingSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to train; whatever is not given is as the recipe has it. */
final class RecipeOptions {

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

  @Option(names = "--seed", paramLabel = "SEED", description = "Of everything random.")
  @Nullable Long seed;

  @Option(
      names = "--augmentation",
      paramLabel = "HOW",
      description = "How much images are varied: ${COMPLETION-CANDIDATES}. Default: usual.")
  @Nullable Variation augmentation;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "The share of the last layer's inputs that is left out in training.")
  @Nullable Float dropout;

  @Option(
      names = "--smoothing",
      paramLabel = "SHARE",
      description = "The share of each label that is spread over all symbols.")
  @Nullable Float smoothing;

  /** How much images are varied. */
  enum Variation {
    NONE,
    USUAL,
    STRONG;

    private Augmentation augmentation() {
      return switch (this) {
        case NONE -> Augmentation.NONE;
        case USUAL -> Augmentation.CHARACTER;
        case STRONG -> Augmentation.STRONG;
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  CharacterRecipe changing(CharacterRecipe recipe) {
    TrainingSettings settings = recipe.settings();
    settings = epochs == null ? settings : settings.withEpochs(epochs);
    settings = batchSize == null ? settings : settings.withBatchSize(batchSize);
    settings = learningRate == null ? settings : settings.withLearningRate(learningRate);
    settings =
        weightDecay == null
            ? settings
            : settings.withOptimizer(Optimizer.AdamW.withDecay(weightDecay));
    settings = averagingDecay == null ? settings : settings.withAveragingDecay(averagingDecay);
    settings = patience == null ? settings : settings.withPatience(patience);
    settings = seed == null ? settings : settings.withSeed(seed);
    CharacterRecipe changed = recipe.withSettings(settings);
    changed =
        augmentation == null ? changed : changed.withAugmentation(augmentation.augmentation());
    changed = dropout == null ? changed : changed.withDropout(dropout);
    return smoothing == null ? changed : changed.withSmoothing(smoothing);
  }
}
