package dev.longhand.network;

import dev.longhand.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network: what goes in, and the layers in order.
 *
 * @param layers at least one; every name is unique, nested layers included, and each layer accepts
 *     what the one before it gives
 */
public record NetworkSpec(InputSpec input, List<Layer> layers) {

  public NetworkSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network has at least one layer");
    }
    requireUniqueNames(layers, new HashSet<>());
    var unused = ShapeInference.parameters(input, layers);
  }

  /** The learned and the running values of this network, in the order of its layers. */
  public List<Parameter> parameters() {
    return ShapeInference.parameters(input, layers);
  }

  /**
   * The shape that comes out when {@code batch} goes in.
   *
   * @throws IllegalArgumentException when the batch does not fit, or is too small for a layer
   */
  public Shape outputShape(Shape batch) {
    input.check(batch);
    return ShapeInference.output(layers, batch);
  }

  /** Whether both give the same, from the same weights, when nothing is trained. */
  public boolean infersLike(NetworkSpec other) {
    return input.equals(other.input) && withoutDropout(layers).equals(withoutDropout(other.layers));
  }

  private static List<Layer> withoutDropout(List<Layer> layers) {
    return layers.stream().map(NetworkSpec::withoutDropout).toList();
  }

  private static Layer withoutDropout(Layer layer) {
    if (layer instanceof Layer.Dropout dropout) {
      return new Layer.Dropout(dropout.name(), 0);
    }
    return layer instanceof Layer.Residual residual
        ? new Layer.Residual(
            residual.name(), withoutDropout(residual.body()), withoutDropout(residual.shortcut()))
        : layer;
  }

  private static void requireUniqueNames(List<Layer> layers, Set<String> seen) {
    for (Layer layer : layers) {
      if (!seen.add(layer.name())) {
        throw new IllegalArgumentException("two layers are named '" + layer.name() + "'");
      }
      if (layer instanceof Layer.Residual residual) {
        requireUniqueNames(residual.body(), seen);
        requireUniqueNames(residual.shortcut(), seen);
      }
    }
  }
}
