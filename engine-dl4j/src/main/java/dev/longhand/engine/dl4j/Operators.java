package dev.longhand.engine.dl4j;

import dev.longhand.network.Layer;
import dev.longhand.network.Window;
import dev.longhand.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * ND4J's operators. Each gives a new array of one scratch, unless it says that it overwrites one.
 *
 * <p>Images are {@code N×H×W×C}; all arrays are row-major. Chosen are the operators that oneDNN
 * runs, and ND4J's own only where those were measured to be fast.
 */
final class Operators {
  private static final double[] NO_NUMBERS = {};

  private final Scratch scratch;

  Operators(Scratch scratch) {
    this.scratch = scratch;
  }

  // Arrays.

  /** With whatever was in the memory before. */
  INDArray array(long... shape) {
    return scratch.array(shape);
  }

  /** Of the same shape, with whatever was in the memory before. */
  INDArray like(INDArray x) {
    return array(x.shape());
  }

  INDArray filled(double value, long... shape) {
    INDArray array = array(shape);
    array.assign(value);
    return array;
  }

  INDArray copy(INDArray view) {
    INDArray y = like(view);
    y.assign(view);
    return y;
  }

  /** Frees an array that is of no more use. */
  void free(INDArray array) {
    scratch.free(array);
  }

  /** A tensor as an array; images {@code N×C×H×W} get their channels last. */
  INDArray fromTensor(Tensor tensor) {
    INDArray array = TensorTransfer.toNative(tensor, scratch);
    if (array.rank() != 4) {
      return array;
    }
    INDArray image = permuted(array, 0, 2, 3, 1);
    free(array);
    return image;
  }

  /** The reverse. */
  Tensor toTensor(INDArray array) {
    if (array.rank() != 4) {
      return TensorTransfer.toJava(array);
    }
    INDArray channelsFirst = permuted(array, 0, 3, 1, 2);
    Tensor tensor = TensorTransfer.toJava(channelsFirst);
    free(channelsFirst);
    return tensor;
  }

  /** The same elements with the axes in another order. */
  INDArray permuted(INDArray x, int... axes) {
    return permutedInto(Arrays.stream(axes).mapToLong(x::size).toArray(), x, axes);
  }

  /** The same elements with the axes in another order, and then in another shape of that size. */
  INDArray permutedInto(long[] shape, INDArray x, int... axes) {
    INDArray view = x.permute(axes);
    INDArray y = array(shape);
    y.reshape('c', view.shape()).assign(view);
    return y;
  }

  // Images.

  /**
   * @param weight {@code O×C×kH×kW}
   */
  INDArray conv2d(Layer.Conv2d layer, INDArray x, INDArray weight) {
    INDArray y = window(x, layer.kernel(), layer.stride(), layer.padding(), layer.outputChannels());
    run("conv2d", arrays(x, weight), arrays(y), NO_NUMBERS, convolution(layer));
    return y;
  }

  /** Overwrites {@code dx} and {@code dWeight}. */
  void conv2dBack(
      Layer.Conv2d layer, INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
    run("conv2d_bp", arrays(x, weight, dy), arrays(dx, dWeight), NO_NUMBERS, convolution(layer));
  }

  private static int[] convolution(Layer.Conv2d layer) {
    int explicitPadding = 0;
    int channelsLast = 1;
    int weightIsOutInHeightWidth = 1;
    return windowArguments(
        layer.kernel(),
        layer.stride(),
        layer.padding(),
        explicitPadding,
        channelsLast,
        weightIsOutInHeightWidth);
  }

  INDArray maxPool2d(Layer.MaxPool2d layer, INDArray x) {
    INDArray y = window(x, layer.kernel(), layer.stride(), layer.padding(), x.size(3));
    run("maxpool2d", arrays(x), arrays(y), NO_NUMBERS, pooling(layer));
    return y;
  }

  INDArray maxPool2dBack(Layer.MaxPool2d layer, INDArray x, INDArray dy) {
    INDArray dx = like(x);
    run("maxpool2d_bp", arrays(x, dy), arrays(dx), NO_NUMBERS, pooling(layer));
    return dx;
  }

  private static int[] pooling(Layer.MaxPool2d layer) {
    return poolingArguments(layer.kernel(), layer.stride(), layer.padding());
  }

  /** The mean of each channel, {@code N×C}. */
  INDArray averagePool(INDArray x) {
    INDArray y = array(x.size(0), x.size(3));
    run("avgpool2d", arrays(x), arrays(asImages(y)), NO_NUMBERS, poolingOfAll(x));
    return y;
  }

  INDArray averagePoolBack(INDArray x, INDArray dy) {
    INDArray dx = like(x);
    run("avgpool2d_bp", arrays(x, asImages(dy)), arrays(dx), NO_NUMBERS, poolingOfAll(x));
    return dx;
  }

  private static int[] poolingOfAll(INDArray x) {
    var all = new Window(Math.toIntExact(x.size(1)), Math.toIntExact(x.size(2)));
    return poolingArguments(all, all, Window.square(0));
  }

  private static int[] poolingArguments(Window kernel, Window stride, Window padding) {
    int explicitPadding = 0;
    int leavesOutPadding = 0;
    int channelsLast = 1;
    return windowArguments(
        kernel, stride, padding, explicitPadding, leavesOutPadding, channelsLast);
  }

  private static int[] windowArguments(
      Window kernel, Window stride, Window padding, int mode, int first, int second) {
    int dilation = 1;
    return new int[] {
      kernel.height(),
      kernel.width(),
      stride.height(),
      stride.width(),
      padding.height(),
      padding.width(),
      dilation,
      dilation,
      mode,
      first,
      second
    };
  }

  /** For what windows over {@code x} give. */
  private INDArray window(INDArray x, Window kernel, Window stride, Window padding, long channels) {
    return array(
        x.size(0),
        (x.size(1) + 2L * padding.height() - kernel.height()) / stride.height() + 1,
        (x.size(2) + 2L * padding.width() - kernel.width()) / stride.width() + 1,
        channels);
  }

  /** A view of a matrix's rows as images of one pixel; images stay as they are. */
  private static INDArray asImages(INDArray x) {
    return x.rank() == 4 ? x : x.reshape('c', x.size(0), 1, 1, x.size(1));
  }

  // Element by element.

  INDArray relu(INDArray x) {
    INDArray y = like(x);
    run("relu", arrays(x), arrays(y), new double[] {0});
    return y;
  }

  /** 1 where {@code x} is positive, else 0. */
  INDArray isPositive(INDArray x) {
    INDArray y = like(x);
    Nd4j.getExecutioner().exec(new Step(x, y, 0));
    return y;
  }

  INDArray add(INDArray a, INDArray b) {
    INDArray y = like(a);
    a.add(b, y);
    return y;
  }

  INDArray multiply(INDArray a, INDArray b) {
    INDArray y = like(a);
    a.mul(b, y);
    return y;
  }

  INDArray scaled(INDArray x, double factor) {
    INDArray y = like(x);
    x.mul(factor, y);
    return y;
  }

  /** Overwrites {@code x}. */
  static void sigmoid(INDArray x) {
    run("sigmoid", arrays(x), arrays(x), NO_NUMBERS);
  }

  /** Overwrites {@code y}, which may be {@code x}. */
  static void tanh(INDArray x, INDArray y) {
    run("tanh", arrays(x), arrays(y), NO_NUMBERS);
  }

  // Rows: an array is seen as a matrix of its last axis's columns.

  private static INDArray rows(INDArray x) {
    long columns = x.size(x.rank() - 1);
    return x.reshape('c', x.length() / columns, columns);
  }

  INDArray addToRows(INDArray x, INDArray row) {
    INDArray y = like(x);
    addToRows(x, row, y);
    return y;
  }

  /** Overwrites {@code y}, which may be {@code x}. */
  static void addToRows(INDArray x, INDArray row, INDArray y) {
    run("biasadd", arrays(rows(x), row), arrays(rows(y)), NO_NUMBERS);
  }

  /** Overwrites {@code y}, which may be {@code x}. */
  static void multiplyRows(INDArray x, INDArray row, INDArray y) {
    run("multiply", arrays(rows(x), row), arrays(rows(y)), NO_NUMBERS);
  }

  /**
   * The sum of all rows, times {@code factor}.
   *
   * <p>It is a sum of sums, each of about the square root of all rows: what is rounded off grows
   * with the length of a sum (Higham 1993, "The Accuracy of Floating Point Summation", section 3),
   * and behind a normalisation gradients are small differences of such sums.
   */
  INDArray sumOfRows(INDArray x, double factor) {
    INDArray matrix = rows(x);
    long rows = matrix.size(0);
    long columns = matrix.size(1);
    long sums = (long) Math.sqrt((double) rows);
    long each = rows / sums;
    INDArray ones = filled(1, 1, rows);
    INDArray parts = array(sums, columns);
    matmul(
        columns(ones, each),
        false,
        part(matrix, 0, sums * each).reshape('c', each, sums * columns),
        false,
        1,
        0,
        parts.reshape('c', 1, sums * columns));
    INDArray sum = array(columns);
    matmul(columns(ones, sums), false, parts, false, factor, 0, rows(sum));
    if (sums * each < rows) {
      INDArray rest = part(matrix, sums * each, rows);
      matmul(columns(ones, rest.size(0)), false, rest, false, factor, 1, rows(sum));
    }
    free(parts);
    free(ones);
    return sum;
  }

  private static INDArray part(INDArray matrix, long from, long to) {
    return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  private static INDArray columns(INDArray row, long count) {
    return row.get(NDArrayIndex.all(), NDArrayIndex.interval(0, count));
  }

  /**
   * {@code (x − mean) / √(variance + ε) · scale + shift} for each channel, which is the last axis
   * of images or vectors.
   */
  INDArray normalize(
      INDArray x,
      double epsilon,
      INDArray mean,
      INDArray variance,
      INDArray scale,
      INDArray shift) {
    INDArray y = like(x);
    int applyScale = 1;
    int applyShift = 1;
    int channelAxis = 3;
    run(
        "batchnorm",
        arrays(asImages(x), mean, variance, scale, shift),
        arrays(asImages(y)),
        new double[] {epsilon},
        applyScale,
        applyShift,
        channelAxis);
    return y;
  }

  // Products of matrices.

  /**
   * @param weight {@code units×F}
   */
  INDArray dense(INDArray x, INDArray weight) {
    long[] shape = x.shape().clone();
    shape[shape.length - 1] = weight.size(0);
    INDArray y = array(shape);
    matmul(rows(x), false, weight, true, 1, 0, rows(y));
    return y;
  }

  /** Overwrites {@code dx} and {@code dWeight}. */
  void denseBack(INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
    matmul(rows(dy), false, weight, false, 1, 0, rows(dx));
    matmul(rows(dy), true, rows(x), false, 1, 0, dWeight);
  }

  /**
   * Overwrites {@code z} by {@code factor · a·b + keep · z}, where {@code a} and {@code b} are
   * transposed first when it is asked for.
   */
  static void matmul(
      INDArray a,
      boolean transposeA,
      INDArray b,
      boolean transposeB,
      double factor,
      double keep,
      INDArray z) {
    run(
        "matmul",
        arrays(a, b),
        arrays(z),
        new double[] {factor, keep},
        transposeA ? 1 : 0,
        transposeB ? 1 : 0,
        0);
  }

  private static INDArray[] arrays(INDArray... arrays) {
    return arrays;
  }

  private static void run(
      String operator, INDArray[] inputs, INDArray[] outputs, double[] numbers, int... integers) {
    Nd4j.exec(
        DynamicCustomOp.builder(operator)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addFloatingPointArguments(Arrays.stream(numbers).boxed().toArray(Double[]::new))
            .addIntegerArguments(integers)
            .build());
  }
}
