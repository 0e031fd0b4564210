package dev.longhand.evaluation;

import dev.longhand.tensor.Tensor;

/**
 * Finds the one number by which to divide logits so that their softmax is calibrated.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, section 4.2</a>
 */
public final class TemperatureScaling {

  /** Data on which every reading is right, or none, would ask for 0 or infinity. */
  public static final double LOWEST = 0.05;

  public static final double HIGHEST = 20;

  private static final int MOST_STEPS = 100;

  private TemperatureScaling() {}

  /**
   * The temperature of the least mean negative log-likelihood, to six digits.
   *
   * <p>That is convex in the inverse temperature β, so Newton's steps, kept within a shrinking
   * bracket by bisection, find the one minimum.
   *
   * @param logits {@code N×K}, of validation samples
   * @param truths the class in 0…K−1 of each sample, or −1 to leave it out
   * @return in {@value #LOWEST}…{@value #HIGHEST}
   */
  public static double fit(Tensor logits, int[] truths) {
    requireFit(logits, truths);
    double low = 1 / HIGHEST;
    double high = 1 / LOWEST;
    double beta = 1;
    for (int step = 0; step < MOST_STEPS && high / low > 1 + 1e-7; step++) {
      Slope slope = slope(logits, truths, beta);
      if (slope.first() == 0) {
        break;
      }
      if (slope.first() > 0) {
        high = beta;
      } else {
        low = beta;
      }
      double next = beta - slope.first() / slope.second();
      if (!(next > low && next < high)) {
        next = Math.sqrt(low * high);
      }
      if (Math.abs(next - beta) < 1e-7 * beta) {
        beta = next;
        break;
      }
      beta = next;
    }
    return 1 / beta;
  }

  /**
   * The mean of {@code −log softmax(logits / temperature)[truth]}, in nats; NaN without samples.
   *
   * @param truths as for {@link #fit}
   */
  public static double negativeLogLikelihood(Tensor logits, int[] truths, double temperature) {
    requireFit(logits, truths);
    int classes = logits.shape().extent(1);
    double sum = 0;
    int samples = 0;
    for (int n = 0; n < truths.length; n++) {
      if (truths[n] >= 0) {
        double greatest = greatest(logits, n, classes);
        double total = 0;
        for (int k = 0; k < classes; k++) {
          total += Math.exp((logits.at(n * classes + k) - greatest) / temperature);
        }
        sum += Math.log(total) - (logits.at(n * classes + truths[n]) - greatest) / temperature;
        samples++;
      }
    }
    return sum / samples;
  }

  /** First and second derivative, by β, of the negative log-likelihood. */
  private record Slope(double first, double second) {}

  /** The first is E[z] − z_truth and the second Var[z], under softmax(β·z), summed over samples. */
  private static Slope slope(Tensor logits, int[] truths, double beta) {
    int classes = logits.shape().extent(1);
    double first = 0;
    double second = 0;
    for (int n = 0; n < truths.length; n++) {
      if (truths[n] < 0) {
        continue;
      }
      double greatest = greatest(logits, n, classes);
      double total = 0;
      double mean = 0;
      double square = 0;
      for (int k = 0; k < classes; k++) {
        double z = logits.at(n * classes + k) - greatest;
        double weight = Math.exp(beta * z);
        total += weight;
        mean += weight * z;
        square += weight * z * z;
      }
      mean /= total;
      first += mean - (logits.at(n * classes + truths[n]) - greatest);
      second += square / total - mean * mean;
    }
    return new Slope(first, second);
  }

  private static double greatest(Tensor logits, int sample, int classes) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      greatest = Math.max(greatest, logits.at(sample * classes + k));
    }
    return greatest;
  }

  private static void requireFit(Tensor logits, int[] truths) {
    if (logits.shape().rank() != 2 || logits.shape().extent(0) != truths.length) {
      throw new IllegalArgumentException(
          "logits must be " + truths.length + "×K, but are " + logits.shape());
    }
    for (int truth : truths) {
      if (truth >= logits.shape().extent(1)) {
        throw new IllegalArgumentException(
            "class " + truth + " is none of " + logits.shape().extent(1));
      }
    }
  }
}
