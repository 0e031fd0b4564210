package dev.longhand.engine.dl4j;

import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's weights in native memory, of the neutral names, shapes and layout. */
final class NativeWeights {
  private final Map<String, INDArray> byName = new LinkedHashMap<>();

  /**
   * @param lasting holds the arrays
   */
  NativeWeights(NetworkSpec network, Weights weights, Scratch lasting) {
    for (Parameter parameter : network.parameters()) {
      Tensor tensor = weights.get(parameter.name());
      byName.put(parameter.name(), TensorTransfer.toNative(tensor, lasting));
    }
  }

  INDArray of(Layer layer, String weight) {
    return get(layer.name() + "." + weight);
  }

  private INDArray get(String name) {
    INDArray array = byName.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "no weight is named '" + name + "'; there are " + byName.keySet());
    }
    return array;
  }

  Weights toJava() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    byName.forEach((name, array) -> tensors.put(name, TensorTransfer.toJava(array)));
    return new Weights(tensors);
  }

  /**
   * @throws IllegalArgumentException when one is unknown or of another shape; nothing is changed
   *     then
   */
  void assign(Weights changed) {
    changed
        .byName()
        .forEach(
            (name, tensor) -> {
              var shape = TensorTransfer.shape(get(name));
              if (!shape.equals(tensor.shape())) {
                throw new IllegalArgumentException(
                    "weight '" + name + "' must be " + shape + ", but is " + tensor.shape());
              }
            });
    changed.byName().forEach((name, tensor) -> TensorTransfer.write(tensor, get(name)));
  }
}
