package dev.longhand.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network's weights in native memory. PyTorch's layout of every layer is the neutral one, so
 * nothing is rearranged.
 */
final class NativeWeights {
  private final Map<String, NDArray> byName = new LinkedHashMap<>();

  private NativeWeights() {}

  /**
   * @throws IllegalArgumentException when the weights do not fit the network
   */
  static NativeWeights of(NetworkSpec network, Weights weights, NDManager manager) {
    weights.check(network);
    var result = new NativeWeights();
    for (Parameter parameter : network.parameters()) {
      String name = parameter.name();
      result.byName.put(name, TensorTransfer.toNative(weights.get(name), manager));
    }
    return result;
  }

  NDArray get(String name) {
    NDArray array = byName.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "no weight is named '" + name + "'; there are " + byName.keySet());
    }
    return array;
  }

  /**
   * The same memory as arrays that gradients of their own can be recorded for. Taken anew for each
   * step, so that no gradient of an earlier step is added to.
   *
   * @param step frees the arrays, not the memory that they share
   */
  NativeWeights leaves(NetworkSpec network, NDManager step) {
    var result = new NativeWeights();
    for (Parameter parameter : network.parameters()) {
      NDArray array = get(parameter.name());
      if (parameter.role().isLearned()) {
        array = array.stopGradient();
        array.attach(step);
        array.setRequiresGradient(true);
      }
      result.byName.put(parameter.name(), array);
    }
    return result;
  }

  /** After a backward pass, what it left at the leaves. */
  Weights gradients() {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    byName.forEach(
        (name, array) -> {
          if (array.hasGradient()) {
            gradients.put(name, TensorTransfer.toJava(array.getGradient()));
          }
        });
    return new Weights(gradients);
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
