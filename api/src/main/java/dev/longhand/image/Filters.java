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
    float[] shifted = new float[width];
    float[] blurredRow = new float[width];
    for (int y = 0; y < plane.height(); y++) {
      int start = y * width;
      if (isLevel(plane.values(), start, start + width)) {
        System.arraycopy(plane.values(), start, blurred.values(), start, width);
        continue; // As on blank paper, of which there is much.
      }
      Arrays.fill(blurredRow, 0);
      Arrays.fill(row, 0, radius, plane.values()[start]);
      System.arraycopy(plane.values(), start, row, radius, width);
      Arrays.fill(row, radius + width, row.length, plane.values()[start + width - 1]);
      // Tap after tap along the whole row. Java computes many pixels at once only where all indices
      // are the same, which is why the row is shifted first.
      for (int i = 0; i < kernel.length; i++) {
        float weight = kernel[i];
        System.arraycopy(row, i, shifted, 0, width);
        for (int x = 0; x < width; x++) {
          blurredRow[x] += weight * shifted[x];
        }
      }
      System.arraycopy(blurredRow, 0, blurred.values(), start, width);
    }
    return blurred;
  }

  private static boolean isLevel(float[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (values[i] != values[from]) {
        return false;
      }
    }
    return true;
  }

  /** The maximum in a square window of {@code 2·radius + 1}. */
  static Plane dilate(Plane plane, int radius) {
    return maximumOfColumns(maximumOfColumns(plane, radius).transpose(), radius).transpose();
  }

  /** The minimum in a square window of {@code 2·radius + 1}. */
  static Plane erode(Plane plane, int radius) {
    return negate(dilate(negate(plane), radius));
  }

  /**
   * A dilation and then an erosion: what is darker than its surroundings, and narrower than the
   * window, is gone.
   */
  static Plane close(Plane plane, int radius) {
    // Both can be done along one axis first, so that the plane is transposed only twice.
    Plane columns = maximumOfColumns(plane, radius).transpose();
    Plane rows = negate(maximumOfColumns(negate(maximumOfColumns(columns, radius)), radius));
    return negate(maximumOfColumns(negate(rows.transpose()), radius));
  }

  /**
   * The maximum in a vertical window. Each is that of the end of one block of rows and the
   * beginning of the next, so that the radius costs nothing (van Herk, "A fast algorithm for local
   * minimum and maximum filters", Pattern Recognition Letters 13, 1992).
   */
  private static Plane maximumOfColumns(Plane plane, int radius) {
    int width = plane.width();
    int height = plane.height();
    int block = 2 * radius + 1;
    // Of each block of rows, up to and including each row, and from each row on.
    float[][] upTo = new float[height][];
    float[][] from = new float[height][];
    for (int y = 0; y < height; y++) {
      float[] row = Arrays.copyOfRange(plane.values(), y * width, (y + 1) * width);
      upTo[y] = y % block == 0 ? row : larger(upTo[y - 1], row);
      from[y] = row;
    }
    for (int y = height - 2; y >= 0; y--) {
      if ((y + 1) % block != 0) {
        from[y] = larger(from[y], from[y + 1]);
      }
    }
    Plane maximum = Plane.blank(width, height);
    for (int y = 0; y < height; y++) {
      // A window that the border cuts off lies in two blocks all the same, or in one.
      int first = Math.max(0, y - radius);
      int last = Math.min(height - 1, y + radius);
      float[] row;
      if (first / block != last / block) {
        row = larger(from[first], upTo[last]);
      } else {
        row = first % block == 0 ? upTo[last] : from[first];
      }
      System.arraycopy(row, 0, maximum.values(), y * width, width);
    }
    return maximum;
  }

  private static float[] larger(float[] one, float[] other) {
    float[] larger = new float[one.length];
    for (int x = 0; x < larger.length; x++) {
      larger[x] = Math.max(one[x], other[x]);
    }
    return larger;
  }

  private static Plane negate(Plane plane) {
    Plane negative = Plane.blank(plane.width(), plane.height());
    for (int i = 0; i < negative.values().length; i++) {
      negative.values()[i] = -plane.values()[i];
    }
    return negative;
  }
}
