package dev.longhand.character;

import dev.longhand.engine.OutputLoss;
import dev.longhand.tensor.Tensor;
import java.util.Arrays;

/**
 * Softmax cross-entropy over a <em>set</em> of allowed classes: −log of their summed probability,
 * because some labels are known only up to case.
 *
 * <p>The logits are taken as log-likelihoods: the log-frequencies of the classes in the training
 * data are added before the softmax, so the network does not learn how common a class is and any
 * other prior can be applied when reading (<a href="https://arxiv.org/abs/2007.07314">Menon et al.,
 * 2020, section 4.2</a>). The loss is the mean over the batch.
 *
 * @see <a href="https://jmlr.org/papers/v12/cour11a.html">Cour et al., 2011</a>, on learning from
 *     candidate labels
 */
final class CandidateSetLoss implements OutputLoss {
  private static final float[] UNKNOWN = {};

  private final int[][] candidates;
  private final float[][] shares;
  private final float[] logFrequencies;
  private final float smoothing;

  /**
   * @param candidates for each sample of the batch, the classes that it may be
   * @param logFrequencies natural logarithm of each class's share of the training data
   * @param smoothing the weight, in 0…1, of the uniform distribution over all classes that is mixed
   *     into the target (<a href="https://arxiv.org/abs/1512.00567">Szegedy et al., 2015, section
   *     7</a>)
   */
  CandidateSetLoss(int[][] candidates, float[] logFrequencies, float smoothing) {
    this(candidates, noShares(candidates.length), logFrequencies, smoothing);
  }

  /**
   * @param shares for each sample how likely each of its candidates is, summing to 1, which makes
   *     the loss the cross-entropy to them; empty when nothing is known
   */
  CandidateSetLoss(int[][] candidates, float[][] shares, float[] logFrequencies, float smoothing) {
    this.candidates = candidates;
    this.shares = shares;
    this.logFrequencies = logFrequencies;
    this.smoothing = smoothing;
  }

  private static float[][] noShares(int samples) {
    float[][] none = new float[samples][];
    Arrays.fill(none, UNKNOWN);
    return none;
  }

  /**
   * @param output {@code N×K} logits
   */
  @Override
  public ValueAndGradient evaluate(Tensor output) {
    int samples = output.shape().extent(0);
    int classes = output.shape().extent(1);
    float[] logits = output.toArray();
    float[] gradient = new float[logits.length];
    double sum = 0;
    double[] probabilities = new double[classes];
    for (int sample = 0; sample < samples; sample++) {
      int row = sample * classes;
      double logNormalizer = softmax(logits, row, probabilities);
      double[] target = target(sample, probabilities);
      sum += (1 - smoothing) * data(sample, target, probabilities);
      for (int k = 0; k < classes; k++) {
        gradient[row + k] = (float) (probabilities[k] / samples);
        if (smoothing > 0) {
          double logProbability = logits[row + k] + logFrequencies[k] - logNormalizer;
          sum -= smoothing / classes * logProbability;
          gradient[row + k] -= smoothing / classes / samples;
        }
      }
      for (int i = 0; i < target.length; i++) {
        gradient[row + candidates[sample][i]] -= (float) ((1 - smoothing) * target[i] / samples);
      }
    }
    return new ValueAndGradient(sum / samples, Tensor.of(output.shape(), gradient));
  }

  /** How the sample's candidates share it: as given, or as the network itself would have it. */
  private double[] target(int sample, double[] probabilities) {
    double[] target = new double[candidates[sample].length];
    double allowed = allowed(sample, probabilities);
    for (int i = 0; i < target.length; i++) {
      target[i] =
          shares[sample].length == 0
              ? probabilities[candidates[sample][i]] / allowed
              : shares[sample][i];
    }
    return target;
  }

  /** The loss of one sample without the smoothing. */
  private double data(int sample, double[] target, double[] probabilities) {
    if (shares[sample].length == 0) {
      return -Math.log(allowed(sample, probabilities));
    }
    double crossEntropy = 0;
    for (int i = 0; i < target.length; i++) {
      double probability = Math.max(probabilities[candidates[sample][i]], Double.MIN_NORMAL);
      crossEntropy -= target[i] * Math.log(probability);
    }
    return crossEntropy;
  }

  private double allowed(int sample, double[] probabilities) {
    double allowed = 0;
    for (int candidate : candidates[sample]) {
      allowed += probabilities[candidate];
    }
    return Math.max(allowed, Double.MIN_NORMAL);
  }

  /** Fills in the posterior of one row, and returns the logarithm of its normalizer. */
  private double softmax(float[] logits, int row, double[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < probabilities.length; k++) {
      largest = Math.max(largest, logits[row + k] + logFrequencies[k]);
    }
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = Math.exp(logits[row + k] + logFrequencies[k] - largest);
      sum += probabilities[k];
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] /= sum;
    }
    return largest + Math.log(sum);
  }

  /** The share of the batch whose likeliest class is allowed. */
  double accuracy(Tensor output) {
    int classes = output.shape().extent(1);
    int right = 0;
    for (int sample = 0; sample < candidates.length; sample++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (posterior(output, sample * classes, k) > posterior(output, sample * classes, best)) {
          best = k;
        }
      }
      for (int candidate : candidates[sample]) {
        right += candidate == best ? 1 : 0;
      }
    }
    return (double) right / candidates.length;
  }

  private float posterior(Tensor output, int row, int k) {
    return output.at(row + k) + logFrequencies[k];
  }
}
