package dev.longhand.training;

/** Arithmetic on flat vectors. Sums are taken in double and in a fixed order. */
final class Vectors {

  private Vectors() {}

  /** The Euclidean norm; not finite exactly when some element is not. */
  static double norm(float[] vector) {
    // Four chains of additions, as one alone waits for itself.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int whole = vector.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      a += (double) vector[i] * vector[i];
      b += (double) vector[i + 1] * vector[i + 1];
      c += (double) vector[i + 2] * vector[i + 2];
      d += (double) vector[i + 3] * vector[i + 3];
    }
    for (int i = whole; i < vector.length; i++) {
      a += (double) vector[i] * vector[i];
    }
    return Math.sqrt(a + b + c + d);
  }

  static void scale(float[] vector, float factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  /** Moves {@code average} towards {@code vector} by a share of their distance. */
  static void approach(float[] average, float[] vector, float share) {
    for (int i = 0; i < average.length; i++) {
      average[i] += share * (vector[i] - average[i]);
    }
  }

  /** The index of the first element that is not finite, or −1. */
  static int firstNotFinite(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        return i;
      }
    }
    return -1;
  }
}
