package dev.longhand.bundle;

import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.nio.FloatBuffer;

/** How exactly a model file keeps its weights. */
public enum WeightPrecision {
  /** Every weight bit by bit. */
  FLOAT32,

  /**
   * Kernels as IEEE 754 half precision, rounded to the nearest: half the size. Vectors (biases,
   * scales and running statistics) stay float32, as they are few and their range is wide.
   */
  FLOAT16;

  /** The smallest that loses nothing of these weights, as where they were read from such a file. */
  public static WeightPrecision lossless(Weights weights) {
    return weights.byName().values().stream().allMatch(WeightPrecision::isHalf) ? FLOAT16 : FLOAT32;
  }

  private static boolean isHalf(Tensor tensor) {
    if (tensor.shape().rank() == 1) {
      return true;
    }
    FloatBuffer values = tensor.buffer();
    while (values.hasRemaining()) {
      float value = values.get();
      if (Float16.toFloat(Float16.fromFloat(value)) != value) {
        return false;
      }
    }
    return true;
  }
}
