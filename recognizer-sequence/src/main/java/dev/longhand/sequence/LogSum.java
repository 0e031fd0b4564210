package dev.longhand.sequence;

/** Sums of probabilities that are given as natural logarithms. */
final class LogSum {

  /** Beyond this the smaller summand is below the last bit of the larger. */
  private static final double NEGLIGIBLE = -40;

  private LogSum() {}

  /** {@code log(exp(a) + exp(b))}; negative infinity is the logarithm of 0. */
  static double of(double a, double b) {
    double larger = Math.max(a, b);
    double difference = Math.min(a, b) - larger;
    // Also where both are negative infinity, and the difference is no number.
    return difference > NEGLIGIBLE ? larger + Math.log(1 + Math.exp(difference)) : larger;
  }
}
