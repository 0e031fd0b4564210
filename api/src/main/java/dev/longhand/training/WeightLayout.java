package dev.longhand.training;

import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where each weight of a network lies in one flat vector, so that a step of the optimizer is a loop
 * over few arrays.
 */
final class WeightLayout {
  private final List<Parameter> parameters;
  private final List<Integer> offsets = new ArrayList<>();
  private final List<Range> updated = new ArrayList<>();
  private final Set<String> frozen;
  private final int size;

  /**
   * @param from the first index
   * @param to after the last index
   * @param decays whether weight decay applies: to kernels only
   */
  record Range(int from, int to, boolean decays) {}

  /**
   * @param frozen prefixes of the names of weights that the gradient must not move
   * @throws IllegalArgumentException when a prefix fits no learned weight, or all are frozen
   */
  WeightLayout(NetworkSpec network, Set<String> frozen) {
    this.parameters = network.parameters();
    this.frozen = frozen;
    for (String prefix : frozen) {
      if (parameters.stream().noneMatch(p -> p.role().isLearned() && p.name().startsWith(prefix))) {
        throw new IllegalArgumentException(
            "cannot freeze '"
                + prefix
                + "': no learned weight starts so; there are "
                + parameters.stream().map(Parameter::name).toList());
      }
    }
    int offset = 0;
    for (Parameter parameter : parameters) {
      offsets.add(offset);
      int end = Math.addExact(offset, parameter.shape().size());
      if (isUpdated(parameter)) {
        updated.add(new Range(offset, end, decays(parameter)));
      }
      offset = end;
    }
    this.size = offset;
    if (updated.isEmpty()) {
      throw new IllegalArgumentException("nothing is left to learn: " + frozen + " are frozen");
    }
  }

  private boolean isUpdated(Parameter parameter) {
    return parameter.role().isLearned() && frozen.stream().noneMatch(parameter.name()::startsWith);
  }

  private static boolean decays(Parameter parameter) {
    return switch (parameter.role()) {
      case KERNEL, RECURRENT_KERNEL -> true;
      case BIAS, GATE_BIAS, SCALE, RUNNING_MEAN, RUNNING_VARIANCE -> false;
    };
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** How many numbers the vector has. */
  int size() {
    return size;
  }

  /** What the gradient moves. */
  List<Range> updated() {
    return updated;
  }

  boolean hasStatistics() {
    return parameters.stream().anyMatch(parameter -> !parameter.role().isLearned());
  }

  float[] flatten(Weights weights) {
    float[] vector = new float[size];
    copy(weights, vector, parameter -> true);
    return vector;
  }

  /** Copies the gradients of what is updated; the rest of the vector stays as it was. */
  void copyGradients(Weights gradients, float[] vector) {
    copy(gradients, vector, this::isUpdated);
  }

  /** Copies the running statistics; the rest of the vector stays as it was. */
  void copyStatistics(Weights weights, float[] vector) {
    copy(weights, vector, parameter -> !parameter.role().isLearned());
  }

  private void copy(Weights from, float[] vector, Predicate<Parameter> wanted) {
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (wanted.test(parameter)) {
        FloatBuffer values = from.get(parameter.name()).buffer();
        if (values.remaining() != parameter.shape().size()) {
          throw new IllegalArgumentException(
              "'"
                  + parameter.name()
                  + "' must have "
                  + parameter.shape().size()
                  + " values, but has "
                  + values.remaining());
        }
        values.get(vector, offsets.get(i), values.remaining());
      }
    }
  }

  /** All weights of a vector. */
  Weights weights(float[] vector) {
    return tensors(vector, parameter -> true);
  }

  /** Only the weights that the gradient moves. */
  Weights updatedWeights(float[] vector) {
    return tensors(vector, this::isUpdated);
  }

  private Weights tensors(float[] vector, Predicate<Parameter> wanted) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      if (wanted.test(parameter)) {
        var values = FloatBuffer.wrap(vector, offsets.get(i), parameter.shape().size());
        byName.put(parameter.name(), Tensor.of(parameter.shape(), values));
      }
    }
    return new Weights(byName);
  }

  /** The name of the weight that has the value at an index of the vector. */
  String nameAt(int index) {
    int i = offsets.size() - 1;
    while (offsets.get(i) > index) {
      i--;
    }
    return parameters.get(i).name();
  }
}
