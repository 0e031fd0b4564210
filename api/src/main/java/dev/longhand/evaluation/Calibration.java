package dev.longhand.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether readings of confidence 0.8 are right in 8 of 10 cases: a reliability diagram as data.
 *
 * @param bins from confidence 0 to 1, of equal width
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, section 2</a>
 */
public record Calibration(List<Bin> bins) {

  /** As in the paper. */
  public static final int USUAL_BINS = 15;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /** With {@value #USUAL_BINS} bins. */
  public static Calibration of(double[] confidences, boolean[] correct) {
    return of(confidences, correct, USUAL_BINS);
  }

  /**
   * @param confidences in 0…1, one for each reading
   * @param correct whether each reading is right
   * @param binCount at least 1; bin m of M takes the confidences in ((m − 1)/M, m/M], and the first
   *     one 0 as well
   */
  public static Calibration of(double[] confidences, boolean[] correct, int binCount) {
    if (confidences.length != correct.length) {
      throw new IllegalArgumentException(
          confidences.length + " confidences cannot belong to " + correct.length + " readings");
    }
    long[] count = new long[binCount];
    long[] right = new long[binCount];
    double[] sum = new double[binCount];
    for (int i = 0; i < confidences.length; i++) {
      double confidence = confidences[i];
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException(
            "confidence " + i + " must be in 0…1, but was " + confidence);
      }
      int bin = Math.max(0, (int) Math.ceil(confidence * binCount) - 1);
      count[bin]++;
      sum[bin] += confidence;
      right[bin] += correct[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int m = 0; m < binCount; m++) {
      bins.add(
          new Bin(
              (double) m / binCount,
              (double) (m + 1) / binCount,
              count[m],
              sum[m] / count[m],
              (double) right[m] / count[m]));
    }
    return new Calibration(bins);
  }

  /** How many readings there are. */
  public long count() {
    return bins.stream().mapToLong(Bin::count).sum();
  }

  /**
   * ECE, equation 3: the mean over all readings of the gap of their bin, in 0…1; NaN without
   * readings.
   */
  public double expectedError() {
    long all = count();
    double sum = 0;
    for (Bin bin : bins) {
      sum += bin.isEmpty() ? 0 : bin.count() * bin.gap();
    }
    return sum / all;
  }

  /** MCE, equation 5: the largest gap of a bin, in 0…1; NaN without readings. */
  public double maximumError() {
    return bins.stream()
        .filter(bin -> !bin.isEmpty())
        .mapToDouble(Bin::gap)
        .max()
        .orElse(Double.NaN);
  }

  /**
   * The readings of about one confidence.
   *
   * @param above the least confidence, itself excluded but for 0
   * @param upTo the greatest confidence, included
   * @param count of readings
   * @param meanConfidence in 0…1; NaN when empty
   * @param accuracy the share that is right, in 0…1; NaN when empty
   */
  public record Bin(double above, double upTo, long count, double meanConfidence, double accuracy) {

    public boolean isEmpty() {
      return count == 0;
    }

    /** How far confidence and accuracy are apart, in 0…1; NaN when empty. */
    public double gap() {
      return Math.abs(accuracy - meanConfidence);
    }
  }
}
