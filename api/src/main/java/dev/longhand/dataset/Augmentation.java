package dev.longhand.dataset;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much training images are varied. All of it happens to ink in 0…1 on black, after the strokes
 * were found and before normalising.
 *
 * @param rotation the largest turn to either side, in 0…180 degrees
 * @param shear the largest slant to either side: columns moved for each row
 * @param scale the largest change of either side's length, as a share in 0…1, 1 excluded
 * @param shift the largest move along either axis, in pixels
 * @param elastic the standard deviation of the displacement at the knots of a coarse grid, in
 *     pixels (a sparse form of <a href="https://doi.org/10.1109/ICDAR.2003.1227801">Simard et al.,
 *     2003, section 2</a>)
 * @param stroke the largest share to which strokes move towards their erosion or dilation, in 0…1
 * @param softness the chance in 0…1 that the image is blurred as if it had been small
 * @param noise the largest standard deviation of the noise that is added, in 0…1
 * @param untouched the chance in 0…1 that an image is left as it is: some of what tells characters
 *     apart is finer than a pixel, and interpolating wipes it out
 */
public record Augmentation(
    double rotation,
    double shear,
    double scale,
    double shift,
    double elastic,
    double stroke,
    double softness,
    double noise,
    double untouched) {

  /** Leaves every image as it is. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * So little that stroke width stays and aspect hardly changes: among EMNIST's images these tell O
   * from 0 and l from 1.
   */
  public static final Augmentation GENTLE = new Augmentation(8, 0.1, 0.05, 1, 0.5, 0, 0, 0.02);

  /** Varies as {@link #CHARACTER} does, but leaves stroke width, and nearly the aspect. */
  public static final Augmentation GEOMETRIC =
      new Augmentation(12, 0.2, 0.06, 2, 0.8, 0, 0.35, 0.1);

  /** What one character of 28×28 px bears without becoming another. */
  public static final Augmentation CHARACTER =
      new Augmentation(12, 0.25, 0.12, 1.5, 0.7, 0.6, 0.2, 0.06);

  /** More than {@link #CHARACTER}, against learning the samples by heart in many epochs. */
  public static final Augmentation STRONG = new Augmentation(15, 0.35, 0.18, 2, 1, 0.7, 0.25, 0.08);

  /** Knots of the elastic grid along each side. */
  private static final int KNOTS = 5;

  /** Varies every image. */
  public Augmentation(
      double rotation,
      double shear,
      double scale,
      double shift,
      double elastic,
      double stroke,
      double softness,
      double noise) {
    this(rotation, shear, scale, shift, elastic, stroke, softness, noise, 0);
  }

  public Augmentation {
    require(rotation >= 0 && rotation <= 180, "rotation", rotation, "in 0…180 degrees");
    require(shear >= 0 && Double.isFinite(shear), "shear", shear, "finite and not negative");
    require(scale >= 0 && scale < 1, "scale", scale, "in 0…1, 1 excluded");
    require(shift >= 0 && Double.isFinite(shift), "shift", shift, "finite and not negative");
    require(
        elastic >= 0 && Double.isFinite(elastic), "elastic", elastic, "finite and not negative");
    require(stroke >= 0 && stroke <= 1, "stroke", stroke, "in 0…1");
    require(softness >= 0 && softness <= 1, "softness", softness, "in 0…1");
    require(noise >= 0 && noise <= 1, "noise", noise, "in 0…1");
    require(untouched >= 0 && untouched <= 1, "untouched", untouched, "in 0…1");
  }

  private static void require(boolean holds, String what, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be " + expected + ", but was " + value);
    }
  }

  /**
   * The same, but some images are left as they are.
   *
   * @param share the chance in 0…1
   */
  public Augmentation leaving(double share) {
    return new Augmentation(rotation, shear, scale, shift, elastic, stroke, softness, noise, share);
  }

  /**
   * Varies an image.
   *
   * @param ink row-major, {@code height × width}, in 0…1, left as it is; more images of the same
   *     size may follow, which are turned, slanted, scaled, moved and bent with it, and not varied
   *     otherwise
   * @param random decides everything
   */
  public float[] apply(float[] ink, int width, int height, SplittableRandom random) {
    if (equals(NONE) || (untouched > 0 && random.nextDouble() < untouched)) {
      return ink.clone();
    }
    float[] warped = warp(ink, width, height, random);
    float[] varied = Arrays.copyOf(warped, width * height);
    double towards = uniform(random, stroke);
    if (towards != 0) {
      varied = changeStrokes(varied, width, height, (float) towards);
    }
    if (random.nextDouble() < softness) {
      varied = soften(soften(varied, width, height), width, height);
    }
    double deviation = noise * random.nextDouble();
    float gain = (float) (1 - noise * 3 * random.nextDouble());
    for (int i = 0; i < varied.length; i++) {
      double value = varied[i] * gain;
      if (deviation > 0) {
        value += deviation * random.nextGaussian();
      }
      warped[i] = (float) Math.max(0, Math.min(1, value));
    }
    return warped;
  }

  private static double uniform(SplittableRandom random, double limit) {
    return limit * (2 * random.nextDouble() - 1);
  }

  /** Turns, slants, scales, moves and bends at once, so that pixels are interpolated only once. */
  private float[] warp(float[] ink, int width, int height, SplittableRandom random) {
    double angle = Math.toRadians(uniform(random, rotation));
    double slant = uniform(random, shear);
    double zoomX = 1 + uniform(random, scale);
    double zoomY = 1 + uniform(random, scale);
    double moveX = uniform(random, shift);
    double moveY = uniform(random, shift);
    double[] bendX = knots(random);
    double[] bendY = knots(random);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    float[] warped = new float[ink.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double fromX = x - centreX - moveX;
        double fromY = y - centreY - moveY;
        double turnedX = cos * fromX + sin * fromY;
        double turnedY = cos * fromY - sin * fromX;
        double sourceX = (turnedX + slant * turnedY) / zoomX + centreX;
        double sourceY = turnedY / zoomY + centreY;
        if (elastic > 0) {
          double knotX = x * (KNOTS - 1.0) / Math.max(1, width - 1);
          double knotY = y * (KNOTS - 1.0) / Math.max(1, height - 1);
          sourceX += between(bendX, knotX, knotY);
          sourceY += between(bendY, knotX, knotY);
        }
        for (int image = 0; image < ink.length; image += width * height) {
          warped[image + y * width + x] = sample(ink, image, width, height, sourceX, sourceY);
        }
      }
    }
    return warped;
  }

  private double[] knots(SplittableRandom random) {
    double[] knots = new double[KNOTS * KNOTS];
    if (elastic > 0) {
      for (int i = 0; i < knots.length; i++) {
        knots[i] = elastic * random.nextGaussian();
      }
    }
    return knots;
  }

  private static double between(double[] knots, double x, double y) {
    int left = Math.min(KNOTS - 2, (int) x);
    int top = Math.min(KNOTS - 2, (int) y);
    double right = smooth(x - left);
    double down = smooth(y - top);
    int corner = top * KNOTS + left;
    double upper = knots[corner] + right * (knots[corner + 1] - knots[corner]);
    double lower =
        knots[corner + KNOTS] + right * (knots[corner + KNOTS + 1] - knots[corner + KNOTS]);
    return upper + down * (lower - upper);
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /**
   * Bilinear; what lies outside is paper.
   *
   * @param image where it begins
   */
  private static float sample(float[] ink, int image, int width, int height, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    if (left < -1 || top < -1 || left >= width || top >= height) {
      return 0;
    }
    float right = (float) (x - left);
    float down = (float) (y - top);
    float upper =
        mix(
            at(ink, image, width, height, left, top),
            at(ink, image, width, height, left + 1, top),
            right);
    float lower =
        mix(
            at(ink, image, width, height, left, top + 1),
            at(ink, image, width, height, left + 1, top + 1),
            right);
    return mix(upper, lower, down);
  }

  private static float mix(float a, float b, float share) {
    return a + share * (b - a);
  }

  private static float at(float[] ink, int image, int width, int height, int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : ink[image + y * width + x];
  }

  /** Moves each pixel towards the maximum (thicker) or the minimum (thinner) of its neighbours. */
  private static float[] changeStrokes(float[] ink, int width, int height, float towards) {
    float[] changed = new float[ink.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float here = ink[y * width + x];
        float extreme = here;
        for (int side = 0; side < 4; side++) {
          float neighbour = at(ink, 0, width, height, x + (side - 1) % 2, y + (side - 2) % 2);
          extreme = towards > 0 ? Math.max(extreme, neighbour) : Math.min(extreme, neighbour);
        }
        changed[y * width + x] = mix(here, extreme, Math.abs(towards));
      }
    }
    return changed;
  }

  /** The binomial blur 1-2-1 along both axes. */
  private static float[] soften(float[] ink, int width, int height) {
    float[] soft = new float[ink.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
          for (int dx = -1; dx <= 1; dx++) {
            sum +=
                (2 - Math.abs(dx)) * (2 - Math.abs(dy)) * at(ink, 0, width, height, x + dx, y + dy);
          }
        }
        soft[y * width + x] = sum / 16;
      }
    }
    return soft;
  }
}
