package dev.longhand.cli;

import dev.longhand.character.CharacterRecipe;
import dev.longhand.dataset.Augmentation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to train; whatever is not given is as the recipe has it. */
final class RecipeOptions {

  @Mixin LoopOptions loop = new LoopOptions();

  @Option(
      names = "--augmentation",
      paramLabel = "HOW",
      description = "How much samples are varied: ${COMPLETION-CANDIDATES}. Default: usual.")
  @Nullable Variation augmentation;

  @Option(
      names = "--image-augmentation",
      paramLabel = "HOW",
      description =
          "How much samples are varied that are images, not pen strokes: ${COMPLETION-CANDIDATES}."
              + " Default: as --augmentation.")
  @Nullable Variation imageAugmentation;

  @Option(
      names = "--untouched",
      paramLabel = "SHARE",
      description =
          "The share of samples that are left as they are, anew in each epoch. Default: 0.")
  @Nullable Double untouched;

  @Option(
      names = "--image-untouched",
      paramLabel = "SHARE",
      description =
          "The same of samples that are images, not pen strokes. Default: as --untouched.")
  @Nullable Double imageUntouched;

  @Option(
      names = "--pen-directions",
      description =
          "Learn also from which way the pen moved, where samples are pen strokes. A model of --init"
              + " that does not know it reads as before at first.")
  boolean penDirections;

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

  /** How much samples are varied. */
  enum Variation {
    NONE,
    GENTLE,
    GEOMETRIC,
    USUAL,
    STRONG;

    private Augmentation augmentation() {
      return switch (this) {
        case NONE -> Augmentation.NONE;
        case GENTLE -> Augmentation.GENTLE;
        case GEOMETRIC -> Augmentation.GEOMETRIC;
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
    CharacterRecipe changed = recipe.withSettings(loop.changing(recipe.settings()));
    changed =
        augmentation == null ? changed : changed.withAugmentation(augmentation.augmentation());
    changed =
        imageAugmentation == null
            ? changed
            : changed.withImageAugmentation(imageAugmentation.augmentation());
    changed = untouched == null ? changed : changed.withUntouched(untouched);
    changed = imageUntouched == null ? changed : changed.withUntouchedImages(imageUntouched);
    changed = penDirections ? changed.withPenDirections() : changed;
    changed = dropout == null ? changed : changed.withDropout(dropout);
    return smoothing == null ? changed : changed.withSmoothing(smoothing);
  }
}
