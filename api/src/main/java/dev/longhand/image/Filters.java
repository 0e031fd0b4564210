package dev.longhand.image;

import java.util.Arrays;

/** Separable filters over a plane; each looks at a row and its transpose. */
final class Filters {

  private Filters() {}

  /** A Gaussian blur of the same extents; what lies outside is as the nearest pixel inside. */
  static Plane blur(Plane plane, double sigma) {
    int radius = (int) Math.ceil(3 * sigma);
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double distance = (i - radius) / sigma;
      kernel[i] = (float) Math.exp(-distance * distance / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return blurRows(blurRows(plane, kernel).transpose(), kernel).transpose();
  }

  private static Plane blurRows(Plane plane, float[] kernel) {
    int radius = kernel.length / 2;
    int width = plane.width();
    Plane blurred = Plane.blank(width, plane.height());
    float[] row = new float[width + 2 * radius];
    float[] blurredRow = new float[width];
    for (int y = 0; y < plane.height(); y++) {
      Arrays.fill(blurredRow, 0);
      int start = y * width;
      for (int i = 0; i < row.length; i++) {
        row[i] = plane.values()[start + Math.max(0, Math.min(width - 1, i - radius))];
      }
      // Tap after tap along the whole row, as a processor then computes many pixels at once.
      for (int i = 0; i < kernel.length; i++) {
        float weight = kernel[i];
        for (int x = 0; x < width; x++) {
          blurredRow[x] += weight * row[x + i];
        }
      }
      System.arraycopy(blurredRow, 0, blurred.values(), start, width);
    }
    return blurred;
  }

  /** The maximum in a square window of {@code 2·radius + 1}. */
  static Plane dilate(Plane plane, int radius) {
    return maximumOfRows(maximumOfRows(plane, radius).transpose(), radius).transpose();
  }

  /** The minimum in a square window of {@code 2·radius + 1}. */
  static Plane erode(Plane plane, int radius) {
    return negate(dilate(negate(plane), radius));
  }

  /** The running maximum over a deque of candidates, so that the radius costs nothing. */
  private static Plane maximumOfRows(Plane plane, int radius) {
    int width = plane.width();
    Plane maximum = Plane.blank(width, plane.height());
    int[] candidates = new int[width];
    for (int y = 0; y < plane.height(); y++) {
      int start = y * width;
      int head = 0;
      int tail = 0;
      for (int x = 0; x < width + radius; x++) {
        if (x < width) {
          float value = plane.values()[start + x];
          while (tail > head && plane.values()[start + candidates[tail - 1]] <= value) {
            tail--;
          }
          candidates[tail++] = x;
        }
        int centre = x - radius;
        if (centre >= 0) {
          if (candidates[head] < centre - radius) {
            head++;
          }
          maximum.values()[start + centre] = plane.values()[start + candidates[head]];
        }
      }
    }
    return maximum;
  }

  private static Plane negate(Plane plane) {
    Plane negative = Plane.blank(plane.width(), plane.height());
    for (int i = 0; i < negative.values().length; i++) {
      negative.values()[i] = -plane.values()[i];
    }
    return negative;
  }
}
