package dev.longhand.sequence;

/** Logits to the logarithms of probabilities. */
final class LogSoftmax {

  private LogSoftmax() {}

  /**
   * @param logits row after row
   * @param offset of the first row
   * @param classes numbers in a row
   * @return {@code rows×classes}
   */
  static double[][] rows(float[] logits, int offset, int rows, int classes) {
    double[][] logProbabilities = new double[rows][classes];
    for (int row = 0; row < rows; row++) {
      int start = offset + row * classes;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        largest = Math.max(largest, logits[start + k]);
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits[start + k] - largest);
      }
      double logNormalizer = largest + Math.log(sum);
      for (int k = 0; k < classes; k++) {
        logProbabilities[row][k] = logits[start + k] - logNormalizer;
      }
    }
    return logProbabilities;
  }

  /** The same in single precision. */
  static float[][] rounded(double[][] rows) {
    float[][] rounded = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      rounded[row] = new float[rows[row].length];
      for (int k = 0; k < rounded[row].length; k++) {
        rounded[row][k] = (float) rows[row][k];
      }
    }
    return rounded;
  }
}
