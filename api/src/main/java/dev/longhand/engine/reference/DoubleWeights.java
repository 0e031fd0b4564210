package dev.longhand.engine.reference;

import dev.longhand.network.Layer;
import dev.longhand.network.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Weights in double precision, by name. */
record DoubleWeights(Map<String, double[]> byName) {

  static DoubleWeights of(Weights weights) {
    Map<String, double[]> byName = new LinkedHashMap<>();
    weights.byName().forEach((name, tensor) -> byName.put(name, DoubleTensor.of(tensor).values()));
    return new DoubleWeights(byName);
  }

  double[] get(Layer layer, String weight) {
    return Objects.requireNonNull(byName.get(layer.name() + "." + weight));
  }
}
