package dev.longhand.character;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.image.Preprocessing;
import dev.longhand.image.Preprocessing.DirectionMaps;
import dev.longhand.image.Preprocessing.Step;
import dev.longhand.network.InputSpec;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets a model of characters see how the pen moved, where strokes and not pixels are read. */
final class PenDirections {

  private PenDirections() {}

  /** Preprocessing that adds {@link DirectionMaps} before its last step; itself if it does. */
  static Preprocessing addedTo(Preprocessing preprocessing) {
    if (preprocessing.channels() > 1) {
      return preprocessing;
    }
    List<Step> steps = new ArrayList<>(preprocessing.steps());
    steps.add(steps.size() - 1, new DirectionMaps());
    return new Preprocessing(steps);
  }

  /**
   * A model that reads as the given one does, and takes the pen's directions besides: their weights
   * are 0 until it is trained further. The model itself if it takes them already.
   */
  static ModelBundle addedTo(ModelBundle model) {
    if (model.preprocessing().channels() > 1) {
      return model;
    }
    Preprocessing preprocessing = addedTo(model.preprocessing());
    InputSpec input = model.network().input();
    var network =
        new NetworkSpec(
            new InputSpec(preprocessing.channels(), input.height(), input.width()),
            model.network().layers());
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Parameter needed : network.parameters()) {
      weights.put(needed.name(), widened(model.weights().get(needed.name()), needed.shape()));
    }
    return new ModelBundle(
        model.name(),
        model.kind(),
        network,
        new Weights(weights),
        model.alphabet(),
        preprocessing,
        model.decoder(),
        model.provenance(),
        model.card());
  }

  /** The rows of the first layer, with zeros for each image that is new, as these come last. */
  private static Tensor widened(Tensor weight, Shape needed) {
    if (weight.shape().equals(needed)) {
      return weight;
    }
    int rows = needed.extent(0);
    int known = weight.shape().size() / rows;
    float[] from = weight.toArray();
    float[] values = new float[needed.size()];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, row * known, values, row * (values.length / rows), known);
    }
    return Tensor.of(needed, values);
  }
}
