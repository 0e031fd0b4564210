package dev.longhand.cli.bench;

import org.jspecify.annotations.Nullable;

/**
 * What a worker is to do next; one line of JSON.
 *
 * @param seconds how long to measure
 * @param steps of a loss curve
 * @param descent of a loss curve; null for other orders
 */
record Order(Kind kind, double seconds, int steps, @Nullable Descent descent) {

  /** What can be ordered. */
  enum Kind {
    /** Run the network. */
    INFERENCE,
    /** Take training steps. */
    TRAINING,
    /** Train from fresh weights, without dropout, and tell each loss. */
    LOSS_CURVE
  }

  static Order measure(Kind kind, double seconds) {
    return new Order(kind, seconds, 0, null);
  }

  static Order lossCurve(int steps, Descent descent) {
    return new Order(Kind.LOSS_CURVE, 0, steps, descent);
  }
}
