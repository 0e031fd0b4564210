package dev.longhand.cli.bench;

/**
 * What a worker is to do next; one line of JSON.
 *
 * @param seconds how long to measure
 * @param steps of a loss curve
 */
record Order(Kind kind, double seconds, int steps) {

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
    return new Order(kind, seconds, 0);
  }

  static Order lossCurve(int steps) {
    return new Order(Kind.LOSS_CURVE, 0, steps);
  }
}
