package dev.longhand.training;

/** How the learning rate changes over a training. */
public sealed interface LearningRateSchedule {

  /**
   * The share of the peak learning rate to use in a step: a pure function, so that a resumed
   * training goes on where it was.
   *
   * @param step from 0 to {@code total}, exclusive
   * @param total how many steps the whole training has, at least 1
   * @return in 0…1
   */
  double factor(long step, long total);

  /** Always the peak. */
  record Constant() implements LearningRateSchedule {
    @Override
    public double factor(long step, long total) {
      requireWithin(step, total);
      return 1;
    }
  }

  /**
   * A linear warm-up to the peak, and half a cosine from there to the end.
   *
   * @param warmUp the share of all steps that is warm-up, in 0…1, 1 excluded
   * @param finalFraction the factor of the last step, in 0…1
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, 2017, equation 5</a>
   */
  record Cosine(double warmUp, double finalFraction) implements LearningRateSchedule {
    public Cosine {
      requireFraction(warmUp, "warmUp");
      requireFraction(finalFraction, "finalFraction");
      if (warmUp == 1) {
        throw new IllegalArgumentException("warmUp must be less than 1, but was " + warmUp);
      }
    }

    @Override
    public double factor(long step, long total) {
      requireWithin(step, total);
      long peak = peak(warmUp, total);
      return step < peak
          ? (step + 1.0) / (peak + 1.0)
          : anneal(1, finalFraction, progress(step, peak, total));
    }
  }

  /**
   * One cycle: from a low rate up to the peak, and down to almost nothing. Both ways follow half a
   * cosine instead of the paper's straight lines.
   *
   * @param rise the share of all steps before the peak, in 0…1, 1 excluded
   * @param initialFraction the factor of the first step, in 0…1
   * @param finalFraction the factor of the last step, in 0…1
   * @see <a href="https://arxiv.org/abs/1803.09820">Smith, 2018, section 4.2</a>
   */
  record OneCycle(double rise, double initialFraction, double finalFraction)
      implements LearningRateSchedule {
    public OneCycle {
      requireFraction(rise, "rise");
      requireFraction(initialFraction, "initialFraction");
      requireFraction(finalFraction, "finalFraction");
      if (rise == 1) {
        throw new IllegalArgumentException("rise must be less than 1, but was " + rise);
      }
    }

    /** Up for 30 % of the steps from 1/25 of the peak, and down to 1/10,000 of it. */
    public static OneCycle usual() {
      return new OneCycle(0.3, 0.04, 1e-4);
    }

    @Override
    public double factor(long step, long total) {
      requireWithin(step, total);
      long peak = peak(rise, total);
      return step < peak
          ? anneal(initialFraction, 1, (double) step / peak)
          : anneal(1, finalFraction, progress(step, peak, total));
    }
  }

  /** The step of the peak; the last step at the latest. */
  private static long peak(double share, long total) {
    return Math.min(Math.round(share * total), total - 1);
  }

  /** 0 at the peak and 1 in the last step. */
  private static double progress(long step, long peak, long total) {
    return total - 1 == peak ? 0 : (double) (step - peak) / (total - 1 - peak);
  }

  /** Half a cosine from one value to another while progress goes from 0 to 1. */
  private static double anneal(double from, double to, double progress) {
    return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
  }

  private static void requireWithin(long step, long total) {
    if (step < 0 || step >= total) {
      throw new IllegalArgumentException(
          "step must be from 0 to " + total + ", exclusive, but was " + step);
    }
  }

  private static void requireFraction(double value, String what) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be in 0…1, but was " + value);
    }
  }
}
