package dev.longhand.synthesis;

import java.util.Arrays;

/** Polygons that grow corner by corner. */
final class Contours {

  /** The smallest that holds all corners; neither side is 0. */
  record Box(double left, double top, double width, double height) {}

  private float[] x = new float[1024];
  private float[] y = new float[1024];
  private int size;
  private int[] ends = new int[32];
  private int closed;

  void add(double cornerX, double cornerY) {
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
    }
    x[size] = (float) cornerX;
    y[size++] = (float) cornerY;
  }

  /** Ends the polygon whose corners were added last. */
  void close() {
    if (closed == ends.length) {
      ends = Arrays.copyOf(ends, 2 * closed);
    }
    ends[closed++] = size;
  }

  Box box() {
    float left = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
    return new Box(left, top, Math.max(right - left, 1e-3), Math.max(bottom - top, 1e-3));
  }

  /** Moves a point to the origin, then scales, and adds every polygon to the coverage. */
  void fill(Coverage coverage, double left, double top, double scaleX, double scaleY) {
    for (int polygon = 0, start = 0; polygon < closed; start = ends[polygon++]) {
      int before = ends[polygon] - 1;
      float fromX = (float) ((x[before] - left) * scaleX);
      float fromY = (float) ((y[before] - top) * scaleY);
      for (int i = start; i < ends[polygon]; i++) {
        float toX = (float) ((x[i] - left) * scaleX);
        float toY = (float) ((y[i] - top) * scaleY);
        coverage.addSide(fromX, fromY, toX, toY);
        fromX = toX;
        fromY = toY;
      }
    }
  }
}
