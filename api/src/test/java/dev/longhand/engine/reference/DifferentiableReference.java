package dev.longhand.engine.reference;

import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The reference in double precision and with the statistics of the batch: what training computes,
 * dropout aside. Precise enough for finite differences.
 */
public final class DifferentiableReference {

  /** Small against the weights, and its square still large against double rounding. */
  private static final double STEP = 1e-5;

  private final NetworkSpec network;
  private final DoubleWeights weights;
  private final DoubleTensor batch;

  public DifferentiableReference(NetworkSpec network, Weights weights, Tensor batch) {
    this.network = network;
    // Copied, as a finite difference changes one weight for a moment.
    Map<String, double[]> copies = new LinkedHashMap<>(DoubleWeights.of(weights).byName());
    this.weights = new DoubleWeights(copies);
    this.batch = DoubleTensor.of(batch);
  }

  /** The output in training. */
  public double[] output() {
    return ForwardPass.inferWithBatchStatistics(network.layers(), weights, batch).values();
  }

  /** ∂(½ Σ (output + offset)²)/∂(one element of a weight), by a central difference. */
  public double derivative(String weight, int element, double[] offset) {
    double[] values = Objects.requireNonNull(weights.byName().get(weight));
    double before = values[element];
    values[element] = before + STEP;
    double above = loss(output(), offset);
    values[element] = before - STEP;
    double below = loss(output(), offset);
    values[element] = before;
    return (above - below) / (2 * STEP);
  }

  private static double loss(double[] output, double[] offset) {
    double sum = 0;
    for (int i = 0; i < output.length; i++) {
      double value = output[i] + offset[i];
      sum += value * value / 2;
    }
    return sum;
  }
}
