package dev.longhand.character;

import dev.longhand.dataset.Augmentation;
import dev.longhand.image.Preprocessing;
import dev.longhand.image.Preprocessing.Blur;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitSquare;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.RemoveSpecks;
import dev.longhand.image.Preprocessing.ScaleTo;
import dev.longhand.image.Preprocessing.ThickenStrokes;
import dev.longhand.training.Optimizer;
import dev.longhand.training.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides how a model of characters is made, but the data.
 *
 * @param preprocessing from an image to the network's input, which is 28×28 px
 * @param strokeAugmentation how much drawn pen strokes are varied
 * @param imageAugmentation how much images are varied
 * @param dropout before the last layer, in 0…1, 1 excluded
 * @param smoothing of labels, in 0…1, 1 excluded
 * @param pens how often pen strokes are drawn, each time with a nib of another width; at least 1
 */
public record CharacterRecipe(
    TrainingSettings settings,
    Preprocessing preprocessing,
    Augmentation strokeAugmentation,
    Augmentation imageAugmentation,
    float dropout,
    float smoothing,
    int pens) {

  /**
   * The design's way to EMNIST's conversion: ink blurred with σ = 1 px at 128 px, cropped, centred
   * in a square with its aspect kept, 2 px of border, bicubic to 28×28.
   */
  public static final Preprocessing EMNIST_CONVERSION =
      new Preprocessing(
          List.of(
              new ReduceTo(256),
              new ExtractInk(0.34, 0.08),
              new RemoveSpecks(0.02),
              new CropInk(0.2),
              new ScaleTo(128),
              new ThickenStrokes(11),
              new Blur(1),
              new FitSquare(CharacterNetwork.SIDE, 2),
              new Normalize(0.2, 0.35)));

  public CharacterRecipe {
    if (!gives28(preprocessing)) {
      throw new IllegalArgumentException(
          "before normalising, images must be fitted into 28×28 px, but the steps are "
              + preprocessing.steps());
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in 0…1, 1 excluded, but was " + dropout);
    }
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing must be in 0…1, 1 excluded, but was " + smoothing);
    }
    if (pens < 1) {
      throw new IllegalArgumentException("pens must be at least 1, but was " + pens);
    }
  }

  /** Whether images come out as the network takes them. */
  static boolean gives28(Preprocessing preprocessing) {
    List<Preprocessing.Step> steps = preprocessing.steps();
    int afterwards = preprocessing.channels() > 1 ? 2 : 1;
    return steps.get(steps.size() - 1 - afterwards) instanceof FitSquare fit
        && fit.side() == CharacterNetwork.SIDE;
  }

  /** For a model from nothing: twelve epochs of AdamW with a cosine. */
  public static CharacterRecipe defaults() {
    return new CharacterRecipe(
        TrainingSettings.defaults()
            .withEpochs(12)
            .withLearningRate(3e-3)
            .withOptimizer(Optimizer.AdamW.withDecay(0.02)),
        EMNIST_CONVERSION,
        Augmentation.CHARACTER,
        Augmentation.CHARACTER,
        0.2f,
        0.03f,
        3);
  }

  /** For a trained model that learns a user's own samples: gentler steps, smaller batches. */
  public static CharacterRecipe fineTuning() {
    CharacterRecipe recipe = defaults();
    return recipe.withSettings(
        recipe
            .settings()
            .withEpochs(10)
            .withBatchSize(64)
            .withLearningRate(5e-4)
            .withAveragingDecay(0.99));
  }

  /** With other settings of the training loop. */
  public CharacterRecipe withSettings(TrainingSettings newSettings) {
    return new CharacterRecipe(
        newSettings,
        preprocessing,
        strokeAugmentation,
        imageAugmentation,
        dropout,
        smoothing,
        pens);
  }

  /** With all training samples varied more or less. */
  public CharacterRecipe withAugmentation(Augmentation newAugmentation) {
    return new CharacterRecipe(
        settings, preprocessing, newAugmentation, newAugmentation, dropout, smoothing, pens);
  }

  /** With training samples that are images varied more or less. */
  public CharacterRecipe withImageAugmentation(Augmentation newAugmentation) {
    return new CharacterRecipe(
        settings, preprocessing, strokeAugmentation, newAugmentation, dropout, smoothing, pens);
  }

  /** With a share in 0…1 of all training samples left as they are. */
  public CharacterRecipe withUntouched(double share) {
    return new CharacterRecipe(
        settings,
        preprocessing,
        strokeAugmentation.leaving(share),
        imageAugmentation.leaving(share),
        dropout,
        smoothing,
        pens);
  }

  /** With a share in 0…1 of the training samples that are images left as they are. */
  public CharacterRecipe withUntouchedImages(double share) {
    return withImageAugmentation(imageAugmentation.leaving(share));
  }

  /** With a network that takes how the pen moved besides; see {@link PenDirections}. */
  public CharacterRecipe withPenDirections() {
    return new CharacterRecipe(
        settings,
        PenDirections.addedTo(preprocessing),
        strokeAugmentation,
        imageAugmentation,
        dropout,
        smoothing,
        pens);
  }

  boolean penDirections() {
    return preprocessing.channels() > 1;
  }

  /** With another share of the last layer's inputs left out in training. */
  public CharacterRecipe withDropout(float newDropout) {
    return new CharacterRecipe(
        settings,
        preprocessing,
        strokeAugmentation,
        imageAugmentation,
        newDropout,
        smoothing,
        pens);
  }

  /** With labels smoothed more or less. */
  public CharacterRecipe withSmoothing(float newSmoothing) {
    return new CharacterRecipe(
        settings,
        preprocessing,
        strokeAugmentation,
        imageAugmentation,
        dropout,
        newSmoothing,
        pens);
  }

  /** All of it by name, in a fixed order, for a model's provenance. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>(settings.toMap());
    map.put("preprocessing", preprocessing.toString());
    map.put("strokeAugmentation", strokeAugmentation.toString());
    map.put("imageAugmentation", imageAugmentation.toString());
    map.put("dropout", Float.toString(dropout));
    map.put("smoothing", Float.toString(smoothing));
    map.put("pens", Integer.toString(pens));
    return map;
  }
}
