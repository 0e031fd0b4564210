package dev.longhand.network;

import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named tensors of a network, in the neutral layout that {@link Layer} defines.
 *
 * @param byName in the order of the network's layers
 */
public record Weights(Map<String, Tensor> byName) {

  public Weights {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * @throws IllegalArgumentException when there is none of that name
   */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no weight is named '" + name + "'; there are " + names());
    }
    return tensor;
  }

  public Set<String> names() {
    return byName.keySet();
  }

  /** How many numbers these are. */
  public long count() {
    return byName.values().stream().mapToLong(tensor -> tensor.shape().size()).sum();
  }

  /**
   * @throws IllegalArgumentException naming each weight that is missing, of a wrong shape or
   *     unknown to the network
   */
  public void check(NetworkSpec network) {
    List<String> wrong = new ArrayList<>();
    List<Parameter> parameters = network.parameters();
    for (Parameter parameter : parameters) {
      Tensor tensor = byName.get(parameter.name());
      if (tensor == null) {
        wrong.add("'" + parameter.name() + "' is missing");
      } else if (!tensor.shape().equals(parameter.shape())) {
        wrong.add(
            "'"
                + parameter.name()
                + "' must be "
                + parameter.shape()
                + ", but is "
                + tensor.shape());
      }
    }
    Set<String> known =
        parameters.stream().map(Parameter::name).collect(java.util.stream.Collectors.toSet());
    for (String name : byName.keySet()) {
      if (!known.contains(name)) {
        wrong.add("'" + name + "' belongs to no layer");
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "the weights do not fit the network: " + String.join("; ", wrong));
    }
  }
}
