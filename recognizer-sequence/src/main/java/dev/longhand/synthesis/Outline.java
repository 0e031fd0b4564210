package dev.longhand.synthesis;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A glyph's shape as polygons: lengths are shares of the em, y grows down and the baseline is y =
 * 0. At each corner stands the direction away from the ink, by which strokes grow or shrink.
 *
 * @param x of each corner, contour by contour
 * @param y of each corner
 * @param outwardX how a corner moves when its two sides move outwards by 1
 * @param outwardY as {@code outwardX}
 * @param ends where each contour ends, exclusive
 */
@SuppressWarnings("ArrayRecordComponent") // Shared inside this package only, and never written to.
record Outline(float[] x, float[] y, float[] outwardX, float[] outwardY, int[] ends) {

  /** Curves become chords that are off by at most this. */
  private static final double FLATNESS = 0.002;

  /** A corner sharper than this would grow into a thorn. */
  private static final double LONGEST_MITRE = 1.5;

  /** From a shape whose em is {@code em}. */
  static Outline of(Shape shape, double em) {
    List<float[]> contours = new ArrayList<>();
    float[] corners = new float[64];
    int length = 0;
    double[] to = new double[6];
    for (PathIterator path = shape.getPathIterator(null, FLATNESS * em);
        !path.isDone();
        path.next()) {
      int segment = path.currentSegment(to);
      if (segment == PathIterator.SEG_MOVETO) {
        addContour(contours, corners, length);
        length = 0;
      }
      if (segment != PathIterator.SEG_CLOSE) {
        corners = length == corners.length ? Arrays.copyOf(corners, 2 * length) : corners;
        float x = (float) (to[0] / em);
        float y = (float) (to[1] / em);
        if (length == 0 || x != corners[length - 2] || y != corners[length - 1]) {
          corners[length++] = x;
          corners[length++] = y;
        }
      }
    }
    addContour(contours, corners, length);
    return of(contours);
  }

  private static void addContour(List<float[]> contours, float[] corners, int length) {
    boolean closed =
        length >= 2 && corners[0] == corners[length - 2] && corners[1] == corners[length - 1];
    int open = closed ? length - 2 : length;
    if (open >= 6) {
      contours.add(Arrays.copyOf(corners, open));
    }
  }

  private static Outline of(List<float[]> contours) {
    int points = contours.stream().mapToInt(contour -> contour.length / 2).sum();
    float[] x = new float[points];
    float[] y = new float[points];
    float[] outwardX = new float[points];
    float[] outwardY = new float[points];
    int[] ends = new int[contours.size()];
    double area = contours.stream().mapToDouble(Outline::signedArea).sum();
    int at = 0;
    for (int i = 0; i < ends.length; i++) {
      float[] contour = contours.get(i);
      int corners = contour.length / 2;
      for (int corner = 0; corner < corners; corner++, at++) {
        x[at] = contour[2 * corner];
        y[at] = contour[2 * corner + 1];
        double[] outward =
            outward(contour, (corner + corners - 1) % corners, corner, (corner + 1) % corners);
        // Ink is to the same side of all contours, holes included; the area tells to which.
        outwardX[at] = (float) (area < 0 ? -outward[0] : outward[0]);
        outwardY[at] = (float) (area < 0 ? -outward[1] : outward[1]);
      }
      ends[i] = at;
    }
    return new Outline(x, y, outwardX, outwardY, ends);
  }

  /** The mitre of two sides, for a contour whose signed area is positive. */
  private static double[] outward(float[] contour, int before, int corner, int after) {
    double inX = contour[2 * corner] - contour[2 * before];
    double inY = contour[2 * corner + 1] - contour[2 * before + 1];
    double outX = contour[2 * after] - contour[2 * corner];
    double outY = contour[2 * after + 1] - contour[2 * corner + 1];
    double in = Math.hypot(inX, inY);
    double out = Math.hypot(outX, outY);
    double x = inY / in + outY / out;
    double y = -inX / in - outX / out;
    double square = x * x + y * y;
    if (square < 1e-6) {
      return new double[] {0, 0};
    }
    // Two unit normals have the sum 2·cos(half) and the mitre 1 / cos(half).
    double mitre = Math.min(2 / square, LONGEST_MITRE / Math.sqrt(square));
    return new double[] {x * mitre, y * mitre};
  }

  private static double signedArea(float[] contour) {
    double twice = 0;
    for (int i = 0, j = contour.length - 2; i < contour.length; j = i, i += 2) {
      twice += (double) contour[j] * contour[i + 1] - (double) contour[i] * contour[j + 1];
    }
    return twice / 2;
  }

  boolean isBlank() {
    return x.length == 0;
  }

  /** Of the ink, in square ems. */
  double area() {
    double sum = 0;
    for (int contour = 0, start = 0; contour < ends.length; start = ends[contour++]) {
      float[] corners = new float[2 * (ends[contour] - start)];
      for (int i = start; i < ends[contour]; i++) {
        corners[2 * (i - start)] = x[i];
        corners[2 * (i - start) + 1] = y[i];
      }
      sum += signedArea(corners);
    }
    return Math.abs(sum);
  }

  /** Of all contours, in ems. */
  double perimeter() {
    double sum = 0;
    for (int contour = 0, start = 0; contour < ends.length; start = ends[contour++]) {
      for (int i = start, before = ends[contour] - 1; i < ends[contour]; before = i++) {
        sum += Math.hypot(x[i] - x[before], y[i] - y[before]);
      }
    }
    return sum;
  }

  /** The furthest right, in ems. */
  float right() {
    float right = Float.NEGATIVE_INFINITY;
    for (float each : x) {
      right = Math.max(right, each);
    }
    return right;
  }

  /** The furthest up, in ems. */
  float top() {
    float top = Float.POSITIVE_INFINITY;
    for (float each : y) {
      top = Math.min(top, each);
    }
    return top;
  }
}
