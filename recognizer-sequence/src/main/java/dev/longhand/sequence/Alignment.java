package dev.longhand.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * Which columns show which symbol of a text: the likeliest of all paths that collapse to the text
 * (the Viterbi recursion over the states of {@link CtcLoss}).
 */
final class Alignment {

  private Alignment() {}

  /**
   * @param from the first column that shows the symbol
   * @param to the last one
   * @param probability of the symbol in the column that shows it best, in 0…1
   */
  record Run(int from, int to, double probability) {}

  /**
   * @param label the classes of the text's symbols
   * @param logProbabilities {@code T×(K+1)}, the blank last
   * @return one run for each symbol, from left to right
   * @throws IllegalArgumentException when the text does not fit the columns
   */
  static List<Run> of(int[] label, double[][] logProbabilities) {
    int columns = logProbabilities.length;
    if (columns < CtcLoss.columnsNeeded(label)) {
      throw new IllegalArgumentException(
          label.length + " symbols do not fit " + columns + " columns");
    }
    if (label.length == 0) {
      return List.of();
    }
    int[] states = CtcLoss.withBlanks(label, logProbabilities[0].length - 1);
    int[] path = likeliest(states, logProbabilities);
    List<Run> runs = new ArrayList<>();
    for (int symbol = 0; symbol < label.length; symbol++) {
      int from = -1;
      int to = -1;
      double best = Double.NEGATIVE_INFINITY;
      for (int t = 0; t < columns; t++) {
        if (path[t] == 2 * symbol + 1) {
          from = from < 0 ? t : from;
          to = t;
          best = Math.max(best, logProbabilities[t][label[symbol]]);
        }
      }
      runs.add(new Run(from, to, Math.min(1, Math.exp(best))));
    }
    return runs;
  }

  /** The state of each column. */
  private static int[] likeliest(int[] states, double[][] logProbabilities) {
    int columns = logProbabilities.length;
    double[] score = new double[states.length];
    int[][] cameFrom = new int[columns][states.length];
    for (int t = 0; t < columns; t++) {
      double[] next = new double[states.length];
      for (int s = 0; s < states.length; s++) {
        int from = s;
        double before = t == 0 ? (s < 2 ? 0 : Double.NEGATIVE_INFINITY) : score[s];
        if (t > 0 && s >= 1 && score[s - 1] > before) {
          from = s - 1;
          before = score[s - 1];
        }
        if (t > 0 && CtcLoss.maySkipBlank(states, s) && score[s - 2] > before) {
          from = s - 2;
          before = score[s - 2];
        }
        cameFrom[t][s] = from;
        next[s] = before + logProbabilities[t][states[s]];
      }
      score = next;
    }
    int[] path = new int[columns];
    int last = states.length - 1;
    path[columns - 1] = score[last] >= score[last - 1] ? last : last - 1;
    for (int t = columns - 1; t > 0; t--) {
      path[t - 1] = cameFrom[t][path[t]];
    }
    return path;
  }
}
