package dev.longhand.sequence;

/**
 * Calibrates "this reading is right": {@code σ(slope · logit(p) + offset)}.
 *
 * @param slope how much the decoder's own probability counts
 * @param offset added on the logit scale
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, section 4.1, on Platt
 *     scaling</a>
 */
record ConfidenceFit(double slope, double offset) {

  /** Probabilities nearer to 0 or 1 say no more. */
  private static final double SURE = 1e-9;

  private static final int NEWTON_STEPS = 50;

  ConfidenceFit {
    if (!Double.isFinite(slope) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          "slope and offset must be finite, but were " + slope + " and " + offset);
    }
  }

  /** Takes probabilities as they are. */
  static final ConfidenceFit IDENTITY = new ConfidenceFit(1, 0);

  /** The calibrated probability, in 0…1. */
  double apply(double probability) {
    return 1 / (1 + Math.exp(-(slope * logit(probability) + offset)));
  }

  /**
   * The maximum-likelihood fit by Newton's method. A faint prior keeps the slope near 1 where all
   * readings are right, or all wrong.
   *
   * @param probabilities as the decoder gave them, in 0…1
   * @param right whether each reading is
   */
  static ConfidenceFit of(double[] probabilities, boolean[] right) {
    double slope = 1;
    double offset = 0;
    double prior = 1e-2;
    for (int step = 0; step < NEWTON_STEPS; step++) {
      double gSlope = prior * (1 - slope);
      double gOffset = -prior * offset;
      double hSlope = prior;
      double hBoth = 0;
      double hOffset = prior;
      for (int i = 0; i < probabilities.length; i++) {
        double x = logit(probabilities[i]);
        double p = 1 / (1 + Math.exp(-(slope * x + offset)));
        double residual = (right[i] ? 1 : 0) - p;
        gSlope += residual * x;
        gOffset += residual;
        double curvature = p * (1 - p);
        hSlope += curvature * x * x;
        hBoth += curvature * x;
        hOffset += curvature;
      }
      double determinant = hSlope * hOffset - hBoth * hBoth;
      if (!(determinant > 0)) {
        break;
      }
      double dSlope = (hOffset * gSlope - hBoth * gOffset) / determinant;
      double dOffset = (hSlope * gOffset - hBoth * gSlope) / determinant;
      double length = Math.max(1, Math.hypot(dSlope, dOffset));
      slope += dSlope / length;
      offset += dOffset / length;
      if (Math.hypot(dSlope, dOffset) < 1e-9) {
        break;
      }
    }
    return new ConfidenceFit(slope, offset);
  }

  private static double logit(double probability) {
    double bounded = Math.max(SURE, Math.min(1 - SURE, probability));
    return Math.log(bounded / (1 - bounded));
  }
}
