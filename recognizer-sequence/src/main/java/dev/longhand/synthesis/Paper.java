package dev.longhand.synthesis;

import dev.longhand.image.GrayImage;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Paper with writing on it as a camera sees it: its shade, grain and ruling, the light on it, and
 * how sharp and how noisy the picture is. Now and then it is a dark sheet with light ink.
 *
 * <p>The writing stays what a reader finds first: the ruling is fainter than the least ink that is
 * cropped to, {@code CropInk(0.2)}.
 */
public final class Paper {

  /** Ruling that swallows more of the paper's light counts as ink, if there is much of it. */
  private static final double FAINT = 0.03;

  /** A single line may be darker, as there is less of it than of ink: a share of the ink. */
  private static final double FAINT_BESIDE_INK = 0.13;

  /** Patches of light and shadow are between so many knots on each side. */
  private static final int KNOTS = 4;

  private final GrayImage ink;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final SplittableRandom random;

  private Paper(GrayImage ink, SplittableRandom random) {
    this.ink = ink;
    this.random = random;
    left = margin();
    top = margin();
    width = left + ink.width() + margin();
    height = top + ink.height() + margin();
  }

  private int margin() {
    return (int) Math.ceil(ink.height() * Hand.between(random, 0.12, 0.6));
  }

  /**
   * Lays ink on paper and takes a picture of it.
   *
   * @param ink dark on white, cropped, best 64 to 96 px high
   * @param random decides everything
   * @return larger than the ink by a margin on each side
   */
  public static GrayImage photograph(GrayImage ink, SplittableRandom random) {
    return new Paper(ink, random).photograph();
  }

  private GrayImage photograph() {
    boolean dark = random.nextDouble() < 0.07;
    double shade = dark ? Hand.between(random, 0.62, 0.9) : Hand.between(random, 0.5, 0.97);
    double contrast = Hand.between(random, 0.3, 0.92);
    float[] light = write(contrast);
    illuminate(light, shade);
    for (int times = random.nextInt(3); times > 0; times--) {
      soften(light);
    }
    byte[] pixels = expose(light, dark, 0.025 * random.nextDouble() * random.nextDouble());
    GrayImage picture = GrayImage.of(width, height, pixels);
    return random.nextDouble() < 0.7
        ? Jpeg.compress(picture, Hand.between(random, 0.3, 0.95))
        : picture;
  }

  /** How much of the light the ruled and written sheet gives back, in 0…1. */
  private float[] write(double contrast) {
    float[] light = new float[width * height];
    Arrays.fill(light, 1);
    double kind = random.nextDouble();
    if (kind < 0.15) {
      double pitch = ink.height() * Hand.between(random, 0.8, 1.6);
      rule(light, pitch, FAINT * random.nextDouble(), false);
    } else if (kind < 0.25) {
      double pitch = ink.height() * Hand.between(random, 0.3, 0.8);
      double strength = FAINT * random.nextDouble();
      rule(light, pitch, strength, false);
      rule(light, pitch, strength, true);
    } else if (kind < 0.35) {
      rule(light, 2.0 * height, FAINT_BESIDE_INK * contrast * random.nextDouble(), false);
    }
    byte[] written = ink.toArray();
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        int coverage = 255 - (written[y * ink.width() + x] & 0xff);
        light[(top + y) * width + left + x] *= (float) (1 - contrast * coverage / 255);
      }
    }
    return light;
  }

  /** Draws lines 1 or 2 px wide, the first of which is somewhere in the first pitch. */
  private void rule(float[] light, double pitch, double strength, boolean upright) {
    int thickness = 1 + random.nextInt(2);
    int length = upright ? width : height;
    for (double at = pitch * random.nextDouble(); at < length; at += pitch) {
      for (int line = (int) at; line < Math.min(length, (int) at + thickness); line++) {
        int first = upright ? line : line * width;
        int step = upright ? width : 1;
        int end = upright ? light.length : first + width;
        for (int i = first; i < end; i += step) {
          light[i] *= (float) (1 - strength);
        }
      }
    }
  }

  /** Light that slopes, with soft patches of shadow, on grainy paper. */
  private void illuminate(float[] light, double shade) {
    double slopeX = Hand.between(random, -0.15, 0.15);
    double slopeY = Hand.between(random, -0.1, 0.1);
    double patches = random.nextDouble() < 0.5 ? 0 : 0.08 * random.nextDouble();
    double grain = 0.02 * random.nextDouble() * random.nextDouble();
    float[] knots = new float[KNOTS * KNOTS];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = (float) (1 - patches * random.nextDouble());
    }
    for (int y = 0; y < height; y++) {
      float knotY = (KNOTS - 1f) * y / height;
      double ofRow = shade * (1 + slopeY * ((double) y / height - 0.5));
      long bits = 0;
      for (int x = 0; x < width; x++) {
        bits = x % 4 == 0 ? random.nextLong() : bits >>> 16;
        float knotX = (KNOTS - 1f) * x / width;
        double lit =
            ofRow * (1 + slopeX * ((double) x / width - 0.5)) * between(knots, knotX, knotY);
        light[y * width + x] *= (float) (lit * (1 + grain * deviate(bits)));
      }
    }
  }

  private static float between(float[] knots, float x, float y) {
    int column = (int) x;
    int row = (int) y;
    int corner = row * KNOTS + column;
    float right = x - column;
    float down = y - row;
    float upper = knots[corner] + right * (knots[corner + 1] - knots[corner]);
    float lower =
        knots[corner + KNOTS] + right * (knots[corner + KNOTS + 1] - knots[corner + KNOTS]);
    return upper + down * (lower - upper);
  }

  /**
   * Mean 0, deviation 1, between ±2.5: the sum of two bytes, as a normal deviate costs too much.
   */
  private static double deviate(long bits) {
    return ((bits & 0xff) + (bits >> 8 & 0xff) - 255) / 104.5;
  }

  /** The binomial blur 1-2-1 along both axes; the edge goes on as it is. */
  private void soften(float[] light) {
    for (int y = 0; y < height; y++) {
      int row = y * width;
      float before = light[row];
      for (int x = 0; x < width; x++) {
        float here = light[row + x];
        float after = light[row + Math.min(x + 1, width - 1)];
        light[row + x] = (before + 2 * here + after) / 4;
        before = here;
      }
    }
    float[] before = Arrays.copyOf(light, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float here = light[at];
        float after = y + 1 < height ? light[at + width] : here;
        light[at] = (before[x] + 2 * here + after) / 4;
        before[x] = here;
      }
    }
  }

  /** The camera's pixels; a dark sheet is a light one's negative. */
  private byte[] expose(float[] light, boolean dark, double noise) {
    byte[] pixels = new byte[light.length];
    long bits = 0;
    for (int i = 0; i < pixels.length; i++) {
      bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
      double seen = Math.max(0, Math.min(1, light[i] + noise * deviate(bits)));
      pixels[i] = (byte) Math.round(255 * (dark ? 1 - seen : seen));
    }
    return pixels;
  }
}
