package dev.longhand.network;

import java.util.List;

/**
 * One step of a network, described and not executed.
 *
 * <p>Images are {@code N×C×H×W}, sequences are {@code N×T×F}, vectors are {@code N×F}. Every engine
 * agrees with these definitions to within {@code 1e-4}, which {@code EngineContract} checks against
 * the reference engine. Weights are named {@code <layer name>.<weight>}, for example {@code
 * "conv1.weight"}; their shapes are given with each layer and computed by {@link ShapeInference}.
 */
public sealed interface Layer {

  /**
   * Unique in its network, nested layers included; letters, digits, {@code _ - /} only. The prefix
   * of its weights' names.
   */
  String name();

  <R> R accept(Visitor<R> visitor);

  /**
   * 2-D cross-correlation with zero padding, {@code N×C×H×W → N×outputChannels×H'×W'} where {@code
   * H' = ⌊(H + 2·padding − kernel) / stride⌋ + 1}, and the same for the width.
   *
   * <p>Weights: {@code weight O×C×kH×kW}, and {@code bias O} when {@code bias} is set.
   */
  record Conv2d(
      String name, int outputChannels, Window kernel, Window stride, Window padding, boolean bias)
      implements Layer {
    public Conv2d {
      Names.check(name);
      requirePositive(outputChannels, "output channels", name);
      requireNotEmpty(kernel, "kernel", name);
      requireNotEmpty(stride, "stride", name);
      requirePaddingBelowKernel(padding, kernel, name);
    }

    /** Stride 1, and as much padding as keeps the extents, for an odd square kernel. */
    public static Conv2d same(String name, int outputChannels, int kernel, boolean bias) {
      return strided(name, outputChannels, kernel, 1, bias);
    }

    /** A square stride, padded by half the odd square kernel. */
    public static Conv2d strided(
        String name, int outputChannels, int kernel, int stride, boolean bias) {
      if (kernel % 2 == 0) {
        throw new IllegalArgumentException(
            "layer '" + name + "': padding is symmetric only for an odd kernel, but was " + kernel);
      }
      return new Conv2d(
          name,
          outputChannels,
          Window.square(kernel),
          Window.square(stride),
          Window.square(kernel / 2),
          bias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.conv2d(this);
    }
  }

  /**
   * Normalises each channel (axis 1) of images or vectors, then scales and shifts it.
   *
   * <p>ε is {@value #EPSILON}. In training the batch's mean and biased variance normalise, and the
   * running statistics move by {@value #MOMENTUM} towards the batch's mean and <em>unbiased</em>
   * variance; in inference the running statistics normalise. Weights: {@code weight C}, {@code bias
   * C}; statistics: {@code running_mean C}, {@code running_var C}.
   *
   * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, 2015, algorithm 1</a>
   */
  record BatchNorm(String name) implements Layer {
    public static final float EPSILON = 1e-5f;

    /** The weight of the new batch in the running statistics. */
    public static final float MOMENTUM = 0.1f;

    public BatchNorm {
      Names.check(name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.batchNorm(this);
    }
  }

  /** {@code max(0, x)} of each element. */
  record Relu(String name) implements Layer {
    public Relu {
      Names.check(name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.relu(this);
    }
  }

  /**
   * The maximum in each window; extents as in {@link Conv2d}. Padding counts as −∞ and is at most
   * half the kernel.
   */
  record MaxPool2d(String name, Window kernel, Window stride, Window padding) implements Layer {
    public MaxPool2d {
      Names.check(name);
      requireNotEmpty(kernel, "kernel", name);
      requireNotEmpty(stride, "stride", name);
      if (2 * padding.height() > kernel.height() || 2 * padding.width() > kernel.width()) {
        throw new IllegalArgumentException(
            "layer '" + name + "': padding " + padding + " exceeds half the kernel " + kernel);
      }
    }

    /** Square windows side by side, without padding. */
    public static MaxPool2d of(String name, int side) {
      return new MaxPool2d(name, Window.square(side), Window.square(side), Window.square(0));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxPool2d(this);
    }
  }

  /** The mean of each channel, {@code N×C×H×W → N×C}. */
  record GlobalAveragePool(String name) implements Layer {
    public GlobalAveragePool {
      Names.check(name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.globalAveragePool(this);
    }
  }

  /**
   * {@code body(x) + shortcut(x)}; an empty shortcut is the identity.
   *
   * @see <a href="https://arxiv.org/abs/1512.03385">He et al., 2015, section 3.1</a>
   */
  record Residual(String name, List<Layer> body, List<Layer> shortcut) implements Layer {
    public Residual {
      Names.check(name);
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
      if (body.isEmpty()) {
        throw new IllegalArgumentException("layer '" + name + "': the body has no layers");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.residual(this);
    }
  }

  /**
   * In training each element is zeroed with probability {@code rate} and the others are divided by
   * {@code 1 − rate}; in inference the identity. Seeded, and the one layer whose training differs
   * between engines.
   *
   * @param rate in 0…1, 1 excluded
   */
  record Dropout(String name, float rate) implements Layer {
    public Dropout {
      Names.check(name);
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "layer '" + name + "': rate must be in 0…1, 1 excluded, but was " + rate);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dropout(this);
    }
  }

  /** {@code N×C×H×W → N×(C·H·W)}, row-major. */
  record Flatten(String name) implements Layer {
    public Flatten {
      Names.check(name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.flatten(this);
    }
  }

  /**
   * {@code N×C×H×W → N×W×(C·H)}: each pixel column becomes one time step, its features ordered by
   * channel and then by row.
   */
  record ColumnsToSequence(String name) implements Layer {
    public ColumnsToSequence {
      Names.check(name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.columnsToSequence(this);
    }
  }

  /**
   * A bidirectional LSTM from zero states, {@code N×T×F → N×T×2H}: at each step the forward output,
   * then the backward one.
   *
   * <p>Weights per direction {@code d} in {@code forward, backward}, gates stacked in the order
   * <b>i, f, g, o</b>: {@code d.weight_ih 4H×F}, {@code d.weight_hh 4H×H}, one {@code d.bias 4H}.
   *
   * @param hidden H, at least 1
   * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber, 1997</a>
   * @see <a href="https://doi.org/10.1016/j.neunet.2005.06.042">Graves and Schmidhuber, 2005</a>
   */
  record BiLstm(String name, int hidden) implements Layer {
    public BiLstm {
      Names.check(name);
      requirePositive(hidden, "hidden units", name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.biLstm(this);
    }
  }

  /**
   * An affine map of the last axis of vectors or sequences, {@code …×F → …×units}.
   *
   * <p>Weights: {@code weight units×F}, {@code bias units}.
   */
  record Dense(String name, int units) implements Layer {
    public Dense {
      Names.check(name);
      requirePositive(units, "units", name);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dense(this);
    }
  }

  /**
   * Implemented once by each engine. A new layer adds a method here, so no engine can forget it.
   */
  interface Visitor<R> {
    R conv2d(Conv2d layer);

    R batchNorm(BatchNorm layer);

    R relu(Relu layer);

    R maxPool2d(MaxPool2d layer);

    R globalAveragePool(GlobalAveragePool layer);

    R residual(Residual layer);

    R dropout(Dropout layer);

    R flatten(Flatten layer);

    R columnsToSequence(ColumnsToSequence layer);

    R biLstm(BiLstm layer);

    R dense(Dense layer);
  }

  private static void requirePositive(int value, String what, String layer) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': " + what + " must be at least 1, but was " + value);
    }
  }

  private static void requireNotEmpty(Window window, String what, String layer) {
    if (window.isEmpty()) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': " + what + " must be at least 1×1, but was " + window);
    }
  }

  private static void requirePaddingBelowKernel(Window padding, Window kernel, String layer) {
    if (padding.height() >= kernel.height() || padding.width() >= kernel.width()) {
      throw new IllegalArgumentException(
          "layer '" + layer + "': padding " + padding + " must be smaller than kernel " + kernel);
    }
  }
}
