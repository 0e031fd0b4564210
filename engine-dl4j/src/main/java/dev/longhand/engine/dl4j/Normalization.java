package dev.longhand.engine.dl4j;

import dev.longhand.network.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm. ND4J's own operator for its gradient is some twenty times slower than these, and
 * means the statistics as given.
 */
final class Normalization {
  private final Layer.BatchNorm layer;
  private final Operators operators;
  private final INDArray scale;
  private final INDArray shift;
  private final INDArray runningMean;
  private final INDArray runningVariance;

  Normalization(Layer.BatchNorm layer, NativeWeights weights, Operators operators) {
    this.layer = layer;
    this.operators = operators;
    this.scale = weights.of(layer, "weight");
    this.shift = weights.of(layer, "bias");
    this.runningMean = weights.of(layer, "running_mean");
    this.runningVariance = weights.of(layer, "running_var");
  }

  INDArray infer(INDArray x) {
    return normalize(x, runningMean, runningVariance, scale, shift);
  }

  /** Moves the running statistics. */
  INDArray train(INDArray x, Tape tape) {
    double values = (double) x.length() / scale.length();
    if (values == 1) {
      throw new IllegalArgumentException(
          "layer '"
              + layer.name()
              + "': a batch with one value per channel has no variance to train with; give at least"
              + " two images");
    }
    INDArray mean = operators.sumOfRows(x, 1 / values);
    INDArray variance = variance(x, mean, values);
    move(runningMean, mean, 1);
    move(runningVariance, variance, values / (values - 1));
    tape.record(dy -> back(x, mean, variance, values, dy, tape));
    return normalize(x, mean, variance, scale, shift);
  }

  private INDArray variance(INDArray x, INDArray mean, double values) {
    INDArray deviations = operators.addToRows(x, operators.scaled(mean, -1));
    deviations.muli(deviations);
    INDArray variance = operators.sumOfRows(deviations, 1 / values);
    operators.free(deviations);
    return variance;
  }

  private void move(INDArray running, INDArray batch, double factor) {
    running.muli(1 - Layer.BatchNorm.MOMENTUM);
    running.addi(operators.scaled(batch, Layer.BatchNorm.MOMENTUM * factor));
  }

  /**
   * With x̂ the normalised input and n the number of values, {@code dx = (dy − Σdy / n − x̂ ·
   * Σ(dy·x̂) / n) · scale / √(variance + ε)}.
   */
  private INDArray back(
      INDArray x, INDArray mean, INDArray variance, double values, INDArray dy, Tape tape) {
    INDArray one = operators.filled(1, scale.length());
    INDArray zero = operators.filled(0, scale.length());
    INDArray normalized = normalize(x, mean, variance, one, zero);
    INDArray product = operators.multiply(normalized, dy);
    INDArray dScale = operators.sumOfRows(product, 1);
    operators.free(product);
    INDArray dShift = operators.sumOfRows(dy, 1);

    INDArray inner = normalized;
    Operators.multiplyRows(inner, operators.scaled(dScale, -1 / values), inner);
    Operators.addToRows(inner, operators.scaled(dShift, -1 / values), inner);
    inner.addi(dy);
    INDArray dx = normalize(inner, zero, variance, scale, zero);
    operators.free(inner);
    tape.gradient(layer, "weight", dScale);
    tape.gradient(layer, "bias", dShift);
    return dx;
  }

  private INDArray normalize(
      INDArray x, INDArray mean, INDArray variance, INDArray scale, INDArray shift) {
    return operators.normalize(x, Layer.BatchNorm.EPSILON, mean, variance, scale, shift);
  }
}
