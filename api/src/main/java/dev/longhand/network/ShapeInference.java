package dev.longhand.network;

import dev.longhand.network.Parameter.Role;
import dev.longhand.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Follows shapes through layers, and says what each layer needs to be given. */
final class ShapeInference implements Layer.Visitor<ShapeInference.Extents> {

  /** Stands for an extent that is only known once a batch is given. */
  private static final int FREE = -1;

  /** The extents after a layer, without the batch axis: C×H×W, T×F or F. */
  record Extents(int... sizes) {
    boolean isImage() {
      return sizes.length == 3;
    }

    int last() {
      return sizes[sizes.length - 1];
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("N");
      for (int size : sizes) {
        text.append('×').append(size == FREE ? "?" : Integer.toString(size));
      }
      return text.toString();
    }
  }

  private final List<Parameter> parameters = new ArrayList<>();
  private Extents current;

  private ShapeInference(Extents input) {
    this.current = input;
  }

  static List<Parameter> parameters(InputSpec input, List<Layer> layers) {
    var inference =
        new ShapeInference(
            new Extents(input.channels(), input.height().orElse(FREE), input.width().orElse(FREE)));
    inference.follow(layers);
    return List.copyOf(inference.parameters);
  }

  static Shape output(List<Layer> layers, Shape batch) {
    var inference =
        new ShapeInference(new Extents(batch.extent(1), batch.extent(2), batch.extent(3)));
    int[] sizes = inference.follow(layers).sizes();
    int[] extents = new int[sizes.length + 1];
    extents[0] = batch.extent(0);
    System.arraycopy(sizes, 0, extents, 1, sizes.length);
    return new Shape(extents);
  }

  private Extents follow(List<Layer> layers) {
    for (Layer layer : layers) {
      current = layer.accept(this);
    }
    return current;
  }

  @Override
  public Extents conv2d(Layer.Conv2d layer) {
    requireImage(layer);
    int channels = current.sizes()[0];
    int area = layer.kernel().height() * layer.kernel().width();
    int outputs = layer.outputChannels();
    Shape kernel = new Shape(outputs, channels, layer.kernel().height(), layer.kernel().width());
    add(layer, "weight", kernel, Role.KERNEL, channels * area);
    if (layer.bias()) {
      add(layer, "bias", new Shape(outputs), Role.BIAS, channels * area);
    }
    return slide(layer, outputs, layer.kernel(), layer.stride(), layer.padding());
  }

  @Override
  public Extents batchNorm(Layer.BatchNorm layer) {
    if (current.sizes().length == 2) {
      throw misfit(layer, "images N×C×H×W or vectors N×F");
    }
    Shape channels = new Shape(current.sizes()[0]);
    add(layer, "weight", channels, Role.SCALE, 1);
    add(layer, "bias", channels, Role.BIAS, 1);
    add(layer, "running_mean", channels, Role.RUNNING_MEAN, 1);
    add(layer, "running_var", channels, Role.RUNNING_VARIANCE, 1);
    return current;
  }

  @Override
  public Extents relu(Layer.Relu layer) {
    return current;
  }

  @Override
  public Extents maxPool2d(Layer.MaxPool2d layer) {
    requireImage(layer);
    return slide(layer, current.sizes()[0], layer.kernel(), layer.stride(), layer.padding());
  }

  @Override
  public Extents globalAveragePool(Layer.GlobalAveragePool layer) {
    requireImage(layer);
    return new Extents(current.sizes()[0]);
  }

  @Override
  public Extents residual(Layer.Residual layer) {
    Extents input = current;
    Extents body = follow(layer.body());
    current = input;
    Extents shortcut = follow(layer.shortcut());
    if (!java.util.Arrays.equals(body.sizes(), shortcut.sizes())) {
      throw new IllegalArgumentException(
          "layer '"
              + layer.name()
              + "': the body gives "
              + body
              + ", but the shortcut "
              + shortcut);
    }
    return body;
  }

  @Override
  public Extents dropout(Layer.Dropout layer) {
    return current;
  }

  @Override
  public Extents flatten(Layer.Flatten layer) {
    requireImage(layer);
    int[] sizes = current.sizes();
    return new Extents(product(product(sizes[0], sizes[1]), sizes[2]));
  }

  @Override
  public Extents columnsToSequence(Layer.ColumnsToSequence layer) {
    requireImage(layer);
    int[] sizes = current.sizes();
    return new Extents(sizes[2], product(sizes[0], sizes[1]));
  }

  @Override
  public Extents biLstm(Layer.BiLstm layer) {
    if (current.sizes().length != 2) {
      throw misfit(layer, "sequences N×T×F");
    }
    int features = requireKnown(layer, current.last());
    int hidden = layer.hidden();
    for (String direction : List.of("forward", "backward")) {
      add(
          layer,
          direction + ".weight_ih",
          new Shape(4 * hidden, features),
          Role.RECURRENT_KERNEL,
          hidden);
      add(
          layer,
          direction + ".weight_hh",
          new Shape(4 * hidden, hidden),
          Role.RECURRENT_KERNEL,
          hidden);
      add(layer, direction + ".bias", new Shape(4 * hidden), Role.GATE_BIAS, hidden);
    }
    return new Extents(current.sizes()[0], 2 * hidden);
  }

  @Override
  public Extents dense(Layer.Dense layer) {
    if (current.isImage()) {
      throw misfit(layer, "vectors N×F or sequences N×T×F");
    }
    int features = requireKnown(layer, current.last());
    add(layer, "weight", new Shape(layer.units(), features), Role.KERNEL, features);
    add(layer, "bias", new Shape(layer.units()), Role.BIAS, features);
    int[] sizes = current.sizes().clone();
    sizes[sizes.length - 1] = layer.units();
    return new Extents(sizes);
  }

  private void add(Layer layer, String weight, Shape shape, Role role, int fanIn) {
    parameters.add(new Parameter(layer.name() + "." + weight, shape, role, fanIn));
  }

  private Extents slide(Layer layer, int channels, Window kernel, Window stride, Window padding) {
    int[] sizes = current.sizes();
    return new Extents(
        channels,
        slide(layer, sizes[1], kernel.height(), stride.height(), padding.height()),
        slide(layer, sizes[2], kernel.width(), stride.width(), padding.width()));
  }

  private int slide(Layer layer, int size, int kernel, int stride, int padding) {
    if (size == FREE) {
      return FREE;
    }
    if (size + 2 * padding < kernel) {
      throw new IllegalArgumentException(
          "layer '" + layer.name() + "': a window of " + kernel + " does not fit into " + current);
    }
    return (size + 2 * padding - kernel) / stride + 1;
  }

  private static int product(int a, int b) {
    return a == FREE || b == FREE ? FREE : Math.multiplyExact(a, b);
  }

  private void requireImage(Layer layer) {
    if (!current.isImage()) {
      throw misfit(layer, "images N×C×H×W");
    }
  }

  private int requireKnown(Layer layer, int features) {
    if (features == FREE) {
      throw new IllegalArgumentException(
          "layer '"
              + layer.name()
              + "': the number of features follows from an extent that is free; fix it in the input");
    }
    return features;
  }

  private IllegalArgumentException misfit(Layer layer, String expected) {
    return new IllegalArgumentException(
        "layer '" + layer.name() + "' takes " + expected + ", but is given " + current);
  }
}
