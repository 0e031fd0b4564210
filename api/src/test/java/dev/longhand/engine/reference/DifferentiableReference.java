package dev.longhand.engine.reference;

import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The reference in double precision and with the statistics of the batch: what training computes,
 * dropout aside. Precise enough for finite differences.
 *
 * <p>An engine computes in float32. How far that may take it from the exact slope depends on the
 * network: a batch norm whose channel hardly varies magnifies each rounding, and next to the kink
 * of a ReLU or where two values of a pool are equal, rounding decides for one side. So a slope
 * comes with its uncertainty, which is how much it changes when each layer's output is off by a few
 * roundings of float32 (this carries the gradient, too, through the same errors on its way back),
 * and how far the slopes on its two sides are apart.
 */
public final class DifferentiableReference {

  /** Small enough to seldom cross a kink, and great against double rounding. */
  private static final double STEP = 1e-6;

  /** Sixteen roundings of float32, as a layer's output is a sum of many products. */
  private static final double ROUNDING = 0x1p-20;

  /** Each is tried with both signs, as one of the two crosses a kink that is near. */
  private static final int DRAWS = 2;

  private final NetworkSpec network;
  private final DoubleWeights weights;
  private final DoubleTensor batch;
  private final Roundings none = new Roundings(0, 0, new HashMap<>());
  private final List<Roundings> draws = new ArrayList<>();

  public DifferentiableReference(NetworkSpec network, Weights weights, Tensor batch) {
    this.network = network;
    // Copied, as a finite difference changes a weight for a moment.
    Map<String, double[]> copies = new LinkedHashMap<>(DoubleWeights.of(weights).byName());
    this.weights = new DoubleWeights(copies);
    this.batch = DoubleTensor.of(batch);
    for (int draw = 0; draw < DRAWS; draw++) {
      Map<String, double[]> errors = new HashMap<>();
      draws.add(new Roundings(draw, ROUNDING, errors));
      draws.add(new Roundings(draw, -ROUNDING, errors));
    }
  }

  /** The output in training. */
  public double[] output() {
    return output(none);
  }

  /**
   * How the loss ½ Σ (output + offset)² changes when a weight moves.
   *
   * @param direction in which, of the weight's shape
   */
  public Slope slope(String weight, double[] direction, double[] offset) {
    double here = loss(output(), offset);
    double above = moved(weight, direction, STEP, () -> loss(output(), offset));
    double below = moved(weight, direction, -STEP, () -> loss(output(), offset));
    double slope = (above - below) / (2 * STEP);
    double uncertainty = Math.abs(above - 2 * here + below) / STEP;
    for (Roundings draw : draws) {
      double further = moved(weight, direction, STEP, () -> loss(output(draw), offset));
      double nearer = moved(weight, direction, -STEP, () -> loss(output(draw), offset));
      double rounded = (further - nearer) / (2 * STEP);
      uncertainty = Math.max(uncertainty, Math.abs(rounded - slope));
    }
    return new Slope(slope, uncertainty);
  }

  /**
   * @param value ∂loss/∂direction
   * @param uncertainty about how far float32 may be from it, at least 0
   */
  public record Slope(double value, double uncertainty) {}

  private double moved(
      String weight, double[] direction, double step, Supplier<Double> measurement) {
    double[] before = Objects.requireNonNull(weights.byName().get(weight));
    double[] after = before.clone();
    for (int i = 0; i < after.length; i++) {
      after[i] += step * direction[i];
    }
    weights.byName().put(weight, after);
    try {
      return measurement.get();
    } finally {
      weights.byName().put(weight, before);
    }
  }

  private double[] output(Roundings roundings) {
    return follow(network.layers(), batch, roundings).values();
  }

  /** The layers of a residual are followed one by one, so that each of them is rounded. */
  private DoubleTensor follow(List<Layer> layers, DoubleTensor input, Roundings roundings) {
    DoubleTensor current = input;
    for (Layer layer : layers) {
      DoubleTensor before = current;
      if (layer instanceof Layer.Residual residual) {
        DoubleTensor body = follow(residual.body(), before, roundings);
        current = sum(body, follow(residual.shortcut(), before, roundings));
      } else {
        current = ForwardPass.inferWithBatchStatistics(List.of(layer), weights, before);
      }
      if (layer instanceof Layer.BatchNorm norm) {
        current = sum(current, roundings.ofNormalised(norm, before, weights));
      }
      current = sum(current, roundings.of(layer, current));
    }
    return current;
  }

  private static DoubleTensor sum(DoubleTensor one, DoubleTensor other) {
    double[] values = one.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += other.values()[i];
    }
    return new DoubleTensor(one.shape(), values);
  }

  private static double loss(double[] output, double[] offset) {
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      double value = output[i] + offset[i];
      sum += value * value / 2;
    }
    return sum;
  }

  /**
   * Errors of the layers' outputs: always the same for the same layer, so that the output stays a
   * smooth function of the weights.
   *
   * @param seed of the errors
   * @param size of the greatest, relative to what is rounded
   * @param drawn the errors in −1…1 by what is rounded, drawn when first used
   */
  private record Roundings(long seed, double size, Map<String, double[]> drawn) {
    /** Terms that cancel leave an error of their own size and not of their sum's. */
    DoubleTensor of(Layer layer, DoubleTensor output) {
      double[] values = output.values();
      double squares = 0;
      for (double value : values) {
        squares += value * value;
      }
      double typical = Math.sqrt(squares / values.length);
      double[] relative = draw(layer.name() + ", relative", values.length);
      double[] absolute = draw(layer.name() + ", absolute", values.length);
      double[] errors = new double[values.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = size * (values[i] * relative[i] + typical * absolute[i]);
      }
      return new DoubleTensor(output.shape(), errors);
    }

    /**
     * What a batch norm adds. Its gradients cancel because of its statistics, and that of a bias in
     * front vanishes; but not in float32, where an input is rounded after its statistics were taken
     * and the mean is off, which a channel that hardly varies magnifies.
     */
    DoubleTensor ofNormalised(Layer.BatchNorm layer, DoubleTensor input, DoubleWeights weights) {
      double[] values = input.values();
      double[] scale = weights.get(layer, "weight");
      double[] ofEach = draw(layer.name() + ", normalised", values.length);
      double[] ofAll = draw(layer.name() + ", statistics", scale.length);
      double[] ofMean = draw(layer.name() + ", mean", scale.length);
      double[] errors = new double[values.length];
      int area = values.length / (input.extent(0) * scale.length);
      for (int c = 0; c < scale.length; c++) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
          if (i / area % scale.length == c) {
            sum += values[i];
            squares += values[i] * values[i];
          }
        }
        double count = (double) values.length / scale.length;
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        double deviation = Math.sqrt(variance + Layer.BatchNorm.EPSILON);
        // Constant, as an engine takes its mean for exact when it goes back.
        double constant =
            drawn.computeIfAbsent(layer.name() + ", mean of " + c, key -> new double[] {mean})[0];
        double off = ofMean[c] * constant / deviation * (mean - constant);
        for (int i = 0; i < values.length; i++) {
          if (i / area % scale.length == c) {
            double normalised = (values[i] - mean) / deviation;
            errors[i] =
                size
                    * (scale[c] / deviation)
                    * ((ofEach[i] + ofAll[c]) * values[i] + off * normalised);
          }
        }
      }
      return new DoubleTensor(input.shape(), errors);
    }

    private double[] draw(String what, int count) {
      return drawn.computeIfAbsent(
          what, key -> new Random(31L * key.hashCode() + seed).doubles(count, -1, 1).toArray());
    }
  }
}
