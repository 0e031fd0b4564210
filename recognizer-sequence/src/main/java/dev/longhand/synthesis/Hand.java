package dev.longhand.synthesis;

import java.util.SplittableRandom;

/**
 * How somebody writes one word at one moment.
 *
 * @param stretch widths are this many times what they are in the font
 * @param slant columns moved to the right for each row upwards
 * @param turn of the whole word, clockwise, in radians
 * @param tracking added between letters, in ems
 * @param gap a space is this many times as wide as in the font
 * @param pen strokes are this many times as wide as in the font
 * @param sway the largest rise and fall of the baseline, in ems
 * @param swayLength from crest to crest, in ems
 * @param swayStart where on the wave the word starts, in radians
 * @param growth of the letters from the first to the last, as a share
 * @param unevenness how much letters differ from each other, as a share of the usual
 */
record Hand(
    double stretch,
    double slant,
    double turn,
    double tracking,
    double gap,
    double pen,
    double sway,
    double swayLength,
    double swayStart,
    double growth,
    double unevenness) {

  /**
   * @param joined letters that touch stay close together, and differ less
   */
  static Hand random(SplittableRandom random, boolean joined) {
    double spacing = joined ? -0.01 * random.nextDouble() : 0.03 * normal(random, 1.5);
    boolean wide = !joined && random.nextDouble() < 0.12;
    return new Hand(
        Math.exp(between(random, Math.log(0.7), Math.log(1.4))),
        0.06 + 0.18 * normal(random, 2),
        Math.toRadians(1.2 * normal(random, 2.5)),
        wide ? between(random, 0.05, 0.3) : spacing,
        between(random, 0.8, 2),
        Math.exp(between(random, Math.log(0.6), Math.log(1.7))),
        0.05 * random.nextDouble(),
        between(random, 2, 8),
        between(random, 0, 2 * Math.PI),
        0.08 * normal(random, 2),
        (joined ? 0.4 : 1) * between(random, 0.2, 1.3));
  }

  /** How much higher the baseline is here, in ems. */
  double rise(double x) {
    return sway * Math.sin(swayStart + 2 * Math.PI * x / swayLength);
  }

  /** The slope of {@link #rise}. */
  double climb(double x) {
    double frequency = 2 * Math.PI / swayLength;
    return sway * frequency * Math.cos(swayStart + frequency * x);
  }

  /** Of the standard normal distribution, cut off on both sides. */
  static double normal(SplittableRandom random, double limit) {
    return Math.max(-limit, Math.min(limit, random.nextGaussian()));
  }

  static double between(SplittableRandom random, double least, double most) {
    return least + (most - least) * random.nextDouble();
  }
}
