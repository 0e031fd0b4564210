package dev.longhand.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.longhand.network.Layer;
import dev.longhand.network.Window;
import java.util.List;

/**
 * Translates layers to PyTorch's operators while running them. One instance serves one batch.
 *
 * <p>What one layer gives is released as soon as the next has used it; of that, PyTorch itself
 * keeps what it needs for the backward pass.
 */
final class ForwardPass implements Layer.Visitor<NDArray> {
  private final NativeWeights weights;
  private final boolean training;
  private NDArray current;

  private ForwardPass(NativeWeights weights, boolean training, NDArray input) {
    this.weights = weights;
    this.training = training;
    this.current = input;
  }

  /** Runs layers with running statistics and without dropout. */
  static NDArray infer(List<Layer> layers, NativeWeights weights, NDArray input) {
    return new ForwardPass(weights, false, input).follow(layers);
  }

  /** Runs layers with the batch's statistics, which move the running ones, and with dropout. */
  static NDArray train(List<Layer> layers, NativeWeights weights, NDArray input) {
    return new ForwardPass(weights, true, input).follow(layers);
  }

  private NDArray follow(List<Layer> layers) {
    NDArray input = current;
    for (Layer layer : layers) {
      NDArray before = current;
      NDArray after = layer.accept(this);
      if (before != input && before != after) {
        before.close();
      }
      current = after;
    }
    return current;
  }

  @Override
  public NDArray conv2d(Layer.Conv2d layer) {
    NDArray weight = weight(layer, "weight");
    if (current.getShape().get(1) > 1 || outputWidth(layer) > 1) {
      return convolve(layer, current, weight);
    }
    // PyTorch 2.7.1 mistakes batches of one channel for channels-last here, and silently gives
    // wrong
    // values (as in https://github.com/pytorch/pytorch/issues/82060). A second channel of no weight
    // tells it what comes first.
    try (NDArray nothing = current.getManager().zeros(weight.getShape());
        NDArray weightOfTwo = NDArrays.concat(new NDList(nothing, weight), 1);
        NDArray twice = NDArrays.concat(new NDList(current, current), 1)) {
      return convolve(layer, twice, weightOfTwo);
    }
  }

  private long outputWidth(Layer.Conv2d layer) {
    long span = current.getShape().get(3) + 2L * layer.padding().width() - layer.kernel().width();
    return span / layer.stride().width() + 1;
  }

  private NDArray convolve(Layer.Conv2d layer, NDArray input, NDArray weight) {
    return input
        .getNDArrayInternal()
        .convolution(
            input,
            weight,
            layer.bias() ? weight(layer, "bias") : null,
            shape(layer.stride()),
            shape(layer.padding()),
            new Shape(1, 1),
            1)
        .singletonOrThrow();
  }

  @Override
  public NDArray batchNorm(Layer.BatchNorm layer) {
    Shape shape = current.getShape();
    if (training && shape.size() == shape.get(1)) {
      throw new IllegalArgumentException(
          "layer '"
              + layer.name()
              + "': a batch with one value per channel has no variance to train with; give at least"
              + " two images");
    }
    return current
        .getNDArrayInternal()
        .batchNorm(
            current,
            weight(layer, "running_mean"),
            weight(layer, "running_var"),
            weight(layer, "weight"),
            weight(layer, "bias"),
            -1,
            // DJL takes the weight of the old statistics.
            1 - Layer.BatchNorm.MOMENTUM,
            Layer.BatchNorm.EPSILON,
            training)
        .singletonOrThrow();
  }

  @Override
  public NDArray relu(Layer.Relu layer) {
    return current.getNDArrayInternal().relu();
  }

  @Override
  public NDArray maxPool2d(Layer.MaxPool2d layer) {
    return current
        .getNDArrayInternal()
        .maxPool(shape(layer.kernel()), shape(layer.stride()), shape(layer.padding()), false);
  }

  @Override
  public NDArray globalAveragePool(Layer.GlobalAveragePool layer) {
    return current.getNDArrayInternal().globalAvgPool();
  }

  @Override
  public NDArray residual(Layer.Residual layer) {
    NDArray input = current;
    NDArray body = follow(layer.body());
    current = input;
    NDArray shortcut = follow(layer.shortcut());
    NDArray sum = body.add(shortcut);
    for (NDArray term : List.of(body, shortcut)) {
      if (term != input) {
        term.close();
      }
    }
    // The caller releases the input by what is current when it comes back.
    current = input;
    return sum;
  }

  @Override
  public NDArray dropout(Layer.Dropout layer) {
    if (!training || layer.rate() == 0) {
      return current;
    }
    return current.getNDArrayInternal().dropout(current, layer.rate(), true).singletonOrThrow();
  }

  @Override
  public NDArray flatten(Layer.Flatten layer) {
    return current.reshape(current.getShape().get(0), -1);
  }

  @Override
  public NDArray columnsToSequence(Layer.ColumnsToSequence layer) {
    Shape shape = current.getShape();
    // In this order: to transpose four axes first leaves a gradient of a layout that the batch norm
    // of
    // PyTorch 2.7.1 mistakes when there is one row, and its gradients are then silently wrong.
    try (NDArray features =
        current.reshape(shape.get(0), shape.get(1) * shape.get(2), shape.get(3))) {
      return features.transpose(0, 2, 1);
    }
  }

  @Override
  public NDArray biLstm(Layer.BiLstm layer) {
    NDManager manager = current.getManager();
    int hidden = layer.hidden();
    // PyTorch adds two biases; the neutral layout has one, so the second stays 0 and is not
    // learned.
    try (NDArray state = manager.zeros(new Shape(2, current.getShape().get(0), hidden));
        NDArray noBias = manager.zeros(new Shape(4L * hidden), DataType.FLOAT32)) {
      NDList outputAndStates =
          current
              .getNDArrayInternal()
              .lstm(
                  current,
                  new NDList(state, state),
                  new NDList(
                      weight(layer, "forward.weight_ih"),
                      weight(layer, "forward.weight_hh"),
                      weight(layer, "forward.bias"),
                      noBias,
                      weight(layer, "backward.weight_ih"),
                      weight(layer, "backward.weight_hh"),
                      weight(layer, "backward.bias"),
                      noBias),
                  true,
                  1,
                  0,
                  training,
                  true,
                  true);
      outputAndStates.get(1).close();
      outputAndStates.get(2).close();
      return outputAndStates.get(0);
    }
  }

  @Override
  public NDArray dense(Layer.Dense layer) {
    return current
        .getNDArrayInternal()
        .linear(current, weight(layer, "weight"), weight(layer, "bias"))
        .singletonOrThrow();
  }

  private NDArray weight(Layer layer, String weight) {
    return weights.get(layer.name() + "." + weight);
  }

  private static Shape shape(Window window) {
    return new Shape(window.height(), window.width());
  }
}
