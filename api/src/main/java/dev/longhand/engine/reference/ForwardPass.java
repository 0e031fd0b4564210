package dev.longhand.engine.reference;

import dev.longhand.network.Layer;
import dev.longhand.network.Window;
import java.util.Arrays;
import java.util.List;

/**
 * Computes layers one after another, each as {@link Layer} defines it. In the loops {@code n} is
 * the image or sequence, {@code c} the channel, {@code o} the output channel, {@code y} and {@code
 * x} the output's row and column, and {@code t} the time step.
 */
final class ForwardPass implements Layer.Visitor<DoubleTensor> {

  /** Whose mean and variance normalise. */
  private enum Statistics {
    RUNNING,
    BATCH
  }

  private final DoubleWeights weights;
  private final Statistics statistics;
  private DoubleTensor current;

  private ForwardPass(DoubleWeights weights, Statistics statistics, DoubleTensor input) {
    this.weights = weights;
    this.statistics = statistics;
    this.current = input;
  }

  static DoubleTensor infer(List<Layer> layers, DoubleWeights weights, DoubleTensor batch) {
    return new ForwardPass(weights, Statistics.RUNNING, batch).follow(layers);
  }

  /**
   * What training computes when there is no dropout. This is how the contract of training engines
   * takes finite differences; nothing is learned here.
   */
  static DoubleTensor inferWithBatchStatistics(
      List<Layer> layers, DoubleWeights weights, DoubleTensor batch) {
    return new ForwardPass(weights, Statistics.BATCH, batch).follow(layers);
  }

  private DoubleTensor follow(List<Layer> layers) {
    for (Layer layer : layers) {
      current = layer.accept(this);
    }
    return current;
  }

  @Override
  public DoubleTensor conv2d(Layer.Conv2d layer) {
    double[] in = current.values();
    int images = current.extent(0);
    int channels = current.extent(1);
    int height = current.extent(2);
    int width = current.extent(3);
    Window kernel = layer.kernel();
    Window stride = layer.stride();
    Window padding = layer.padding();
    double[] weight = weights.get(layer, "weight");
    DoubleTensor result =
        DoubleTensor.zeros(
            images,
            layer.outputChannels(),
            slides(height, kernel.height(), stride.height(), padding.height()),
            slides(width, kernel.width(), stride.width(), padding.width()));
    double[] out = result.values();
    int rows = result.extent(2);
    int columns = result.extent(3);
    if (layer.bias()) {
      double[] bias = weights.get(layer, "bias");
      for (int plane = 0; plane < images * bias.length; plane++) {
        Arrays.fill(
            out, plane * rows * columns, (plane + 1) * rows * columns, bias[plane % bias.length]);
      }
    }
    for (int n = 0; n < images; n++) {
      for (int o = 0; o < layer.outputChannels(); o++) {
        for (int c = 0; c < channels; c++) {
          for (int ky = 0; ky < kernel.height(); ky++) {
            for (int kx = 0; kx < kernel.width(); kx++) {
              double w = weight[((o * channels + c) * kernel.height() + ky) * kernel.width() + kx];
              // The columns whose input lies inside the image; the zeros around it add nothing.
              int left = padding.width() - kx;
              int first = Math.max(0, -Math.floorDiv(-left, stride.width()));
              int last = Math.min(columns - 1, Math.floorDiv(width - 1 + left, stride.width()));
              for (int y = 0; y < rows; y++) {
                int inY = y * stride.height() + ky - padding.height();
                if (inY < 0 || inY >= height) {
                  continue;
                }
                int inRow = ((n * channels + c) * height + inY) * width - left;
                int outRow = ((n * layer.outputChannels() + o) * rows + y) * columns;
                for (int x = first; x <= last; x++) {
                  out[outRow + x] += w * in[inRow + x * stride.width()];
                }
              }
            }
          }
        }
      }
    }
    return result;
  }

  @Override
  public DoubleTensor batchNorm(Layer.BatchNorm layer) {
    double[] in = current.values();
    int images = current.extent(0);
    int channels = current.extent(1);
    int area = in.length / (images * channels);
    double[] weight = weights.get(layer, "weight");
    double[] bias = weights.get(layer, "bias");
    double[] out = new double[in.length];
    for (int c = 0; c < channels; c++) {
      double mean = weights.get(layer, "running_mean")[c];
      double variance = weights.get(layer, "running_var")[c];
      if (statistics == Statistics.BATCH) {
        double sum = 0;
        for (int n = 0; n < images; n++) {
          for (int i = 0; i < area; i++) {
            sum += in[(n * channels + c) * area + i];
          }
        }
        mean = sum / (images * area);
        double squares = 0;
        for (int n = 0; n < images; n++) {
          for (int i = 0; i < area; i++) {
            double deviation = in[(n * channels + c) * area + i] - mean;
            squares += deviation * deviation;
          }
        }
        variance = squares / (images * area);
      }
      double deviation = Math.sqrt(variance + Layer.BatchNorm.EPSILON);
      for (int n = 0; n < images; n++) {
        for (int i = 0; i < area; i++) {
          int index = (n * channels + c) * area + i;
          out[index] = (in[index] - mean) / deviation * weight[c] + bias[c];
        }
      }
    }
    return new DoubleTensor(current.shape(), out);
  }

  @Override
  public DoubleTensor relu(Layer.Relu layer) {
    double[] out = current.values().clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.max(0, out[i]);
    }
    return new DoubleTensor(current.shape(), out);
  }

  @Override
  public DoubleTensor maxPool2d(Layer.MaxPool2d layer) {
    double[] in = current.values();
    int height = current.extent(2);
    int width = current.extent(3);
    Window kernel = layer.kernel();
    Window stride = layer.stride();
    Window padding = layer.padding();
    DoubleTensor result =
        DoubleTensor.zeros(
            current.extent(0),
            current.extent(1),
            slides(height, kernel.height(), stride.height(), padding.height()),
            slides(width, kernel.width(), stride.width(), padding.width()));
    double[] out = result.values();
    int rows = result.extent(2);
    int columns = result.extent(3);
    for (int plane = 0; plane < current.extent(0) * current.extent(1); plane++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          int top = y * stride.height() - padding.height();
          int left = x * stride.width() - padding.width();
          double greatest = Double.NEGATIVE_INFINITY;
          for (int inY = Math.max(0, top); inY < Math.min(height, top + kernel.height()); inY++) {
            for (int inX = Math.max(0, left); inX < Math.min(width, left + kernel.width()); inX++) {
              greatest = Math.max(greatest, in[(plane * height + inY) * width + inX]);
            }
          }
          out[(plane * rows + y) * columns + x] = greatest;
        }
      }
    }
    return result;
  }

  @Override
  public DoubleTensor globalAveragePool(Layer.GlobalAveragePool layer) {
    double[] in = current.values();
    int area = current.extent(2) * current.extent(3);
    DoubleTensor result = DoubleTensor.zeros(current.extent(0), current.extent(1));
    double[] out = result.values();
    for (int plane = 0; plane < out.length; plane++) {
      double sum = 0;
      for (int i = 0; i < area; i++) {
        sum += in[plane * area + i];
      }
      out[plane] = sum / area;
    }
    return result;
  }

  @Override
  public DoubleTensor residual(Layer.Residual layer) {
    DoubleTensor input = current;
    double[] out = follow(layer.body()).values().clone();
    DoubleTensor body = current;
    current = input;
    double[] shortcut = follow(layer.shortcut()).values();
    for (int i = 0; i < out.length; i++) {
      out[i] += shortcut[i];
    }
    return new DoubleTensor(body.shape(), out);
  }

  @Override
  public DoubleTensor dropout(Layer.Dropout layer) {
    return current;
  }

  @Override
  public DoubleTensor flatten(Layer.Flatten layer) {
    return current.reshape(
        current.extent(0), current.extent(1) * current.extent(2) * current.extent(3));
  }

  @Override
  public DoubleTensor columnsToSequence(Layer.ColumnsToSequence layer) {
    double[] in = current.values();
    int images = current.extent(0);
    int channels = current.extent(1);
    int height = current.extent(2);
    int width = current.extent(3);
    DoubleTensor result = DoubleTensor.zeros(images, width, channels * height);
    double[] out = result.values();
    for (int n = 0; n < images; n++) {
      for (int t = 0; t < width; t++) {
        for (int feature = 0; feature < channels * height; feature++) {
          out[(n * width + t) * channels * height + feature] =
              in[(n * channels * height + feature) * width + t];
        }
      }
    }
    return result;
  }

  @Override
  public DoubleTensor biLstm(Layer.BiLstm layer) {
    int sequences = current.extent(0);
    int steps = current.extent(1);
    DoubleTensor result = DoubleTensor.zeros(sequences, steps, 2 * layer.hidden());
    for (int n = 0; n < sequences; n++) {
      lstm(layer, n, false, result);
      lstm(layer, n, true, result);
    }
    return result;
  }

  /** One direction over one sequence. */
  private void lstm(Layer.BiLstm layer, int n, boolean backward, DoubleTensor result) {
    String direction = backward ? "backward" : "forward";
    double[] weightIh = weights.get(layer, direction + ".weight_ih");
    double[] weightHh = weights.get(layer, direction + ".weight_hh");
    double[] bias = weights.get(layer, direction + ".bias");
    int steps = current.extent(1);
    int features = current.extent(2);
    int hidden = layer.hidden();
    double[] in = current.values();
    double[] output = new double[hidden];
    double[] cell = new double[hidden];
    double[] gates = new double[4 * hidden];
    for (int step = 0; step < steps; step++) {
      int t = backward ? steps - 1 - step : step;
      for (int g = 0; g < 4 * hidden; g++) {
        gates[g] =
            bias[g]
                + dot(weightIh, g * features, in, (n * steps + t) * features, features)
                + dot(weightHh, g * hidden, output, 0, hidden);
      }
      for (int h = 0; h < hidden; h++) {
        double input = sigmoid(gates[h]);
        double forget = sigmoid(gates[hidden + h]);
        double candidate = Math.tanh(gates[2 * hidden + h]);
        double show = sigmoid(gates[3 * hidden + h]);
        cell[h] = forget * cell[h] + input * candidate;
        output[h] = show * Math.tanh(cell[h]);
      }
      int from = (n * steps + t) * 2 * hidden + (backward ? hidden : 0);
      System.arraycopy(output, 0, result.values(), from, hidden);
    }
  }

  @Override
  public DoubleTensor dense(Layer.Dense layer) {
    double[] in = current.values();
    double[] weight = weights.get(layer, "weight");
    double[] bias = weights.get(layer, "bias");
    int units = layer.units();
    int features = weight.length / units;
    int vectors = in.length / features;
    int[] extents = current.shape().extents();
    extents[extents.length - 1] = units;
    DoubleTensor result = DoubleTensor.zeros(extents);
    double[] out = result.values();
    for (int v = 0; v < vectors; v++) {
      for (int u = 0; u < units; u++) {
        out[v * units + u] = bias[u] + dot(weight, u * features, in, v * features, features);
      }
    }
    return result;
  }

  /** How often a window fits. */
  private static int slides(int size, int kernel, int stride, int padding) {
    return (size + 2 * padding - kernel) / stride + 1;
  }

  private static double dot(double[] a, int fromA, double[] b, int fromB, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[fromA + i] * b[fromB + i];
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
