package dev.longhand.bundle;

/** How exactly a model file keeps its weights. */
public enum WeightPrecision {
  /** Every weight bit by bit. */
  FLOAT32,

  /**
   * Kernels as IEEE 754 half precision, rounded to the nearest: half the size. Vectors (biases,
   * scales and running statistics) stay float32, as they are few and their range is wide.
   */
  FLOAT16
}
