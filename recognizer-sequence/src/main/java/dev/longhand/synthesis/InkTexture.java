package dev.longhand.synthesis;

import dev.longhand.image.GrayImage;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the ink lies on the paper.
 *
 * @param density of full ink, in 0…1
 * @param unevenness how much density comes and goes along the writing, in 0…1
 * @param grain how much it differs from pixel to pixel, as pencil does, in 0…1
 * @param blur the standard deviation of the edges' softness, in pixels
 * @param seed of what is uneven
 */
record InkTexture(double density, double unevenness, double grain, double blur, long seed) {

  /** How far the knots are apart between which density changes, in pixels. */
  private static final int KNOT = 6;

  static InkTexture random(SplittableRandom random) {
    boolean pencil = random.nextDouble() < 0.25;
    return new InkTexture(
        1 - 0.3 * random.nextDouble() * random.nextDouble(),
        (random.nextDouble() < 0.5 ? 0 : 0.5) * random.nextDouble(),
        pencil ? Hand.between(random, 0.1, 0.5) : 0,
        random.nextDouble() < 0.3 ? 0 : 0.8 * random.nextDouble(),
        random.nextLong());
  }

  /**
   * Dark ink on white.
   *
   * @param ink coverage in 0…1, row-major
   * @param border white pixels to put around
   */
  GrayImage apply(float[] ink, int width, int border) {
    SplittableRandom random = new SplittableRandom(seed);
    int height = ink.length / width;
    float[] laid = ink.clone();
    if (unevenness > 0) {
      thin(laid, width, random);
    }
    if (grain > 0) {
      for (int i = 0; i < laid.length; i++) {
        laid[i] *= (float) (1 - grain * random.nextDouble());
      }
    }
    if (blur > 0.1) {
      blur(laid, width, height);
    }
    int imageWidth = width + 2 * border;
    byte[] pixels = new byte[imageWidth * (height + 2 * border)];
    Arrays.fill(pixels, (byte) 255);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[(y + border) * imageWidth + x + border] =
            (byte) Math.round(255 * (1 - density * laid[y * width + x]));
      }
    }
    return GrayImage.of(imageWidth, height + 2 * border, pixels);
  }

  private void thin(float[] ink, int width, SplittableRandom random) {
    int height = ink.length / width;
    int across = width / KNOT + 2;
    int down = height / KNOT + 2;
    float[] knots = new float[across * down];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = (float) (1 - unevenness * random.nextDouble());
    }
    for (int y = 0; y < height; y++) {
      float lower = (float) (y % KNOT) / KNOT;
      for (int x = 0; x < width; x++) {
        int knot = y / KNOT * across + x / KNOT;
        float further = (float) (x % KNOT) / KNOT;
        float above = knots[knot] + further * (knots[knot + 1] - knots[knot]);
        float below =
            knots[knot + across] + further * (knots[knot + across + 1] - knots[knot + across]);
        ink[y * width + x] *= above + lower * (below - above);
      }
    }
  }

  /** Of three pixels in each direction, which is enough for so soft a blur. */
  private void blur(float[] ink, int width, int height) {
    // The weights a, 1 − 2a, a have the variance 2a.
    float side = (float) Math.min(1 / 3.0, blur * blur / 2);
    for (int y = 0; y < height; y++) {
      float before = 0;
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float here = ink[at];
        float after = x + 1 < width ? ink[at + 1] : 0;
        ink[at] = here + side * (before - 2 * here + after);
        before = here;
      }
    }
    float[] before = new float[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float here = ink[at];
        float after = y + 1 < height ? ink[at + width] : 0;
        ink[at] = here + side * (before[x] - 2 * here + after);
        before[x] = here;
      }
    }
  }
}
