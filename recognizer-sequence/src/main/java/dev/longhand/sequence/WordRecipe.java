package dev.longhand.sequence;

import dev.longhand.image.Preprocessing;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitHeight;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.RemoveSpecks;
import dev.longhand.training.LearningRateSchedule;
import dev.longhand.training.Optimizer;
import dev.longhand.training.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides how a model of words is made, but the data.
 *
 * @param variation how much strokes and ink are varied
 * @param hidden units of each LSTM and direction, at least 1
 * @param dropout before and after the LSTMs, in 0…1, 1 excluded
 */
public record WordRecipe(
    TrainingSettings settings, Variation variation, int hidden, float dropout) {

  /** The widest line that is read, in pixels at the height of the network. */
  public static final int WIDEST = 4000;

  /** From an image to the network's input: the ink at a height of 32 px. */
  public static final Preprocessing PREPROCESSING =
      new Preprocessing(
          List.of(
              new ReduceTo(2048),
              new ExtractInk(0.34, 0.08),
              new RemoveSpecks(0.002),
              new CropInk(0.2),
              new FitHeight(WordNetwork.HEIGHT, 2, WIDEST),
              new Normalize(LineImage.MEAN, LineImage.DEVIATION)));

  public WordRecipe {
    if (hidden < 1) {
      throw new IllegalArgumentException("hidden must be at least 1, but was " + hidden);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in 0…1, 1 excluded, but was " + dropout);
    }
  }

  /** For a model from nothing: thirty epochs of AdamW with one cycle. */
  public static WordRecipe defaults() {
    return new WordRecipe(
        TrainingSettings.defaults()
            .withEpochs(30)
            .withBatchSize(32)
            .withLearningRate(2e-3)
            .withSchedule(new LearningRateSchedule.Cosine(0.05, 0.01))
            .withOptimizer(Optimizer.AdamW.withDecay(0.01))
            .withAveragingDecay(0.999),
        Variation.USUAL,
        160,
        0.2f);
  }

  /** For a trained model that learns a user's own samples: gentler steps. */
  public static WordRecipe fineTuning() {
    WordRecipe recipe = defaults();
    return recipe
        .withVariation(Variation.GENTLE)
        .withSettings(
            recipe.settings().withEpochs(10).withLearningRate(4e-4).withAveragingDecay(0.99));
  }

  /** With other settings of the training loop. */
  public WordRecipe withSettings(TrainingSettings newSettings) {
    return new WordRecipe(newSettings, variation, hidden, dropout);
  }

  /** With words varied more or less. */
  public WordRecipe withVariation(Variation newVariation) {
    return new WordRecipe(settings, newVariation, hidden, dropout);
  }

  /** With larger or smaller LSTMs. */
  public WordRecipe withHidden(int newHidden) {
    return new WordRecipe(settings, variation, newHidden, dropout);
  }

  /** With another share of the LSTMs' inputs and outputs left out in training. */
  public WordRecipe withDropout(float newDropout) {
    return new WordRecipe(settings, variation, hidden, newDropout);
  }

  /** All of it by name, in a fixed order, for a model's provenance. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>(settings.toMap());
    map.put("augmentation", variation.ink().toString());
    map.put("strokes", variation.strokes().toString());
    map.put("hidden", Integer.toString(hidden));
    map.put("dropout", Float.toString(dropout));
    return map;
  }
}
