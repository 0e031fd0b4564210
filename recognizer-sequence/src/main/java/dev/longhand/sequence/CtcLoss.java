package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.engine.OutputLoss;
import dev.longhand.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Connectionist temporal classification: −log of the summed probability of all paths through the
 * columns that collapse to the label, the mean over the batch.
 *
 * <p>A path names one symbol or the blank for each column; collapsing it merges repeats and then
 * drops blanks. The blank is the last class. The sums over paths are the forward–backward
 * recursions of <a href="https://doi.org/10.1145/1143844.1143891">Graves et al., 2006, sections 4.1
 * and 4.2</a>, in log space, where no word is too long to underflow.
 */
final class CtcLoss implements OutputLoss {
  private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

  private final int[][] labels;
  private final int[] columns;

  /**
   * @param labels for each sample of the batch the classes of its symbols; may be empty
   * @param columns for each sample how many of the output's columns are its own, from the left; the
   *     others are padding and get no gradient
   * @param ids of the samples, for messages
   * @throws LonghandException when a label cannot fit its columns, naming the sample
   */
  CtcLoss(int[][] labels, int[] columns, String[] ids) {
    this.labels = labels;
    this.columns = columns;
    for (int sample = 0; sample < labels.length; sample++) {
      int needed = columnsNeeded(labels[sample]);
      if (columns[sample] < needed) {
        throw new LonghandException(
            "sample '"
                + ids[sample]
                + "' cannot be learnt: its label of "
                + labels[sample].length
                + " symbols needs "
                + needed
                + " columns, but its image gives "
                + columns[sample]
                + ". Is the label right, and the image no narrower than its text?");
      }
    }
  }

  /** The fewest columns that a label takes: one a symbol, and a blank between two of the same. */
  static int columnsNeeded(int... label) {
    int needed = label.length;
    for (int i = 1; i < label.length; i++) {
      needed += label[i] == label[i - 1] ? 1 : 0;
    }
    return needed;
  }

  /**
   * @param output {@code N×T×(K+1)} logits, T at least the columns of each sample
   */
  @Override
  public ValueAndGradient evaluate(Tensor output) {
    int steps = output.shape().extent(1);
    int classes = output.shape().extent(2);
    float[] logits = output.toArray();
    float[] gradient = new float[logits.length];
    double[] losses = new double[labels.length];
    IntStream.range(0, labels.length)
        .parallel()
        .forEach(
            sample -> {
              int offset = sample * steps * classes;
              double[][] logProbabilities =
                  LogSoftmax.rows(logits, offset, columns[sample], classes);
              losses[sample] = differentiate(sample, logProbabilities, gradient, offset, classes);
            });
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return new ValueAndGradient(sum / labels.length, Tensor.of(output.shape(), gradient));
  }

  /** −log p(label) of one sample, whose gradient by the logits is written. */
  private double differentiate(
      int sample, double[][] logProbabilities, float[] gradient, int offset, int classes) {
    int[] states = withBlanks(labels[sample], classes - 1);
    double[][] forward = forward(states, logProbabilities);
    double[][] backward = backward(states, logProbabilities);
    int last = columns[sample] - 1;
    double logLikelihood =
        last < 0
            ? 0
            : logAdd(
                forward[last][states.length - 1],
                states.length > 1 ? forward[last][states.length - 2] : IMPOSSIBLE);
    for (int t = 0; t <= last; t++) {
      int row = offset + t * classes;
      for (int k = 0; k < classes; k++) {
        gradient[row + k] = (float) (Math.exp(logProbabilities[t][k]) / labels.length);
      }
      for (int s = 0; s < states.length; s++) {
        double posterior = Math.exp(forward[t][s] + backward[t][s] - logLikelihood);
        gradient[row + states[s]] -= (float) (posterior / labels.length);
      }
    }
    return -logLikelihood;
  }

  /** −log p(label) of one sample; infinite when the label cannot fit. */
  static double negativeLogLikelihood(int[] label, double[][] logProbabilities) {
    if (logProbabilities.length == 0) {
      return label.length == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    int[] states = withBlanks(label, logProbabilities[0].length - 1);
    double[] end = forward(states, logProbabilities)[logProbabilities.length - 1];
    double blankless = states.length > 1 ? end[states.length - 2] : IMPOSSIBLE;
    return -logAdd(end[states.length - 1], blankless);
  }

  /** A blank before, between and after the symbols. */
  static int[] withBlanks(int[] label, int blank) {
    int[] states = new int[2 * label.length + 1];
    Arrays.fill(states, blank);
    for (int i = 0; i < label.length; i++) {
      states[2 * i + 1] = label[i];
    }
    return states;
  }

  /** Whether a path may go from two states before to this one, leaving out the blank between. */
  static boolean maySkipBlank(int[] states, int state) {
    return state >= 2 && state % 2 == 1 && states[state] != states[state - 2];
  }

  /** log of the summed probability of the columns up to t, t included, that end in state s. */
  private static double[][] forward(int[] states, double[][] logProbabilities) {
    double[][] forward = new double[logProbabilities.length][states.length];
    for (int t = 0; t < forward.length; t++) {
      for (int s = 0; s < states.length; s++) {
        double before;
        if (t == 0) {
          before = s < 2 ? 0 : IMPOSSIBLE;
        } else {
          before = forward[t - 1][s];
          if (s >= 1) {
            before = logAdd(before, forward[t - 1][s - 1]);
          }
          if (maySkipBlank(states, s)) {
            before = logAdd(before, forward[t - 1][s - 2]);
          }
        }
        forward[t][s] = before + logProbabilities[t][states[s]];
      }
    }
    return forward;
  }

  /** log of the summed probability of the columns after t, for paths that are in state s at t. */
  private static double[][] backward(int[] states, double[][] logProbabilities) {
    int last = logProbabilities.length - 1;
    double[][] backward = new double[logProbabilities.length][states.length];
    for (int t = last; t >= 0; t--) {
      for (int s = 0; s < states.length; s++) {
        if (t == last) {
          backward[t][s] = s >= states.length - 2 ? 0 : IMPOSSIBLE;
          continue;
        }
        double[] next = logProbabilities[t + 1];
        double after = backward[t + 1][s] + next[states[s]];
        if (s + 1 < states.length) {
          after = logAdd(after, backward[t + 1][s + 1] + next[states[s + 1]]);
        }
        if (s + 2 < states.length && maySkipBlank(states, s + 2)) {
          after = logAdd(after, backward[t + 1][s + 2] + next[states[s + 2]]);
        }
        backward[t][s] = after;
      }
    }
    return backward;
  }

  /** log(exp(a) + exp(b)). */
  static double logAdd(double a, double b) {
    double larger = Math.max(a, b);
    double smaller = Math.min(a, b);
    // The smaller one is lost in rounding, or there is no path at all.
    return smaller == IMPOSSIBLE || smaller < larger - 40
        ? larger
        : larger + Math.log1p(Math.exp(smaller - larger));
  }
}
