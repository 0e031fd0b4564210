package dev.longhand.character;

import dev.longhand.engine.OutputLoss;
import dev.longhand.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;

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
  private final float[][] logFrequencies;
  private final float smoothing;

  /**
   * @param candidates for each sample of the batch, the classes that it may be
   * @param logFrequencies natural logarithm of each class's share of the training data
   * @param smoothing the weight, in 0…1, of the uniform distribution over all classes that is mixed
   *     into the target (<a href="https://arxiv.org/abs/1512.00567">Szegedy et al., 2015, section
   *     7</a>)
   */
  CandidateSetLoss(int[][] candidates, float[] logFrequencies, float smoothing) {
    this(
        candidates,
        noShares(candidates.length),
        Collections.nCopies(candidates.length, logFrequencies).toArray(new float[0][]),
        smoothing);
  }

  /**
   * @param shares for each sample how likely each of its candidates is, summing to 1, which makes
   *     the loss the cross-entropy to them; empty when nothing is known
   * @param logFrequencies for each sample, of the classes in the data that it is from
   */
  CandidateSetLoss(
      int[][] candidates, float[][] shares, float[][] logFrequencies, float smoothing) {
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
    for (int sample = 0; sample < samples; sample++) {
      int row = sample * classes;
      double[] logProbabilities = logSoftmax(logits, sample, classes);
      double[] target = target(sample, logProbabilities);
      sum += (1 - smoothing) * data(sample, target, logProbabilities);
      for (int k = 0; k < classes; k++) {
        gradient[row + k] = (float) (Math.exp(logProbabilities[k]) / samples);
        if (smoothing > 0) {
          sum -= smoothing / classes * logProbabilities[k];
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
  private double[] target(int sample, double[] logProbabilities) {
    double[] target = new double[candidates[sample].length];
    double likeliest = likeliest(sample, logProbabilities);
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      target[i] =
          shares[sample].length == 0
              ? Math.exp(logProbabilities[candidates[sample][i]] - likeliest)
              : shares[sample][i];
      sum += target[i];
    }
    for (int i = 0; i < target.length; i++) {
      target[i] /= sum;
    }
    return target;
  }

  /** The loss of one sample without the smoothing. */
  private double data(int sample, double[] target, double[] logProbabilities) {
    if (shares[sample].length == 0) {
      return -logAllowed(sample, logProbabilities);
    }
    double crossEntropy = 0;
    for (int i = 0; i < target.length; i++) {
      crossEntropy -= target[i] * logProbabilities[candidates[sample][i]];
    }
    return crossEntropy;
  }

  /**
   * The logarithm of the candidates' summed probability, which itself may be too small a number.
   */
  private double logAllowed(int sample, double[] logProbabilities) {
    double likeliest = likeliest(sample, logProbabilities);
    double sum = 0;
    for (int candidate : candidates[sample]) {
      sum += Math.exp(logProbabilities[candidate] - likeliest);
    }
    return likeliest + Math.log(sum);
  }

  private double likeliest(int sample, double[] logProbabilities) {
    double likeliest = Double.NEGATIVE_INFINITY;
    for (int candidate : candidates[sample]) {
      likeliest = Math.max(likeliest, logProbabilities[candidate]);
    }
    return likeliest;
  }

  /** The logarithm of the posterior of one row. */
  private double[] logSoftmax(float[] logits, int sample, int classes) {
    int row = sample * classes;
    double[] scores = new double[classes];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      scores[k] = logits[row + k] + logFrequencies[sample][k];
      largest = Math.max(largest, scores[k]);
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - largest);
    }
    double logNormalizer = largest + Math.log(sum);
    for (int k = 0; k < classes; k++) {
      scores[k] -= logNormalizer;
    }
    return scores;
  }

  /**
   * The share of the batch whose likeliest class is right: a candidate, or where their shares are
   * known, the one with the largest.
   */
  double accuracy(Tensor output) {
    int classes = output.shape().extent(1);
    int right = 0;
    for (int sample = 0; sample < candidates.length; sample++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (score(output, sample, k) > score(output, sample, best)) {
          best = k;
        }
      }
      if (isRight(best, sample)) {
        right++;
      }
    }
    return (double) right / candidates.length;
  }

  private boolean isRight(int k, int sample) {
    float largest = 0;
    for (float share : shares[sample]) {
      largest = Math.max(largest, share);
    }
    for (int i = 0; i < candidates[sample].length; i++) {
      if (candidates[sample][i] == k) {
        return shares[sample].length == 0 || shares[sample][i] == largest;
      }
    }
    return false;
  }

  private float score(Tensor output, int sample, int k) {
    return output.at(sample * output.shape().extent(1) + k) + logFrequencies[sample][k];
  }
}
