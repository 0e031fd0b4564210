package dev.longhand.synthesis;

import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A letter where it will stand in a word, in heights of the small letter x; y grows down and the
 * baseline is y = 0. Its left edge is x = 0.
 *
 * @param strokes x, y, x, y, …
 * @param left how far left it reaches in each band of height, infinite where it has no ink
 * @param right how far right it reaches in each band, negatively infinite where it has no ink
 */
@SuppressWarnings("ArrayRecordComponent") // Shared inside this package only, and never written to.
record Letter(List<float[]> strokes, double[] left, double[] right) {

  /** Bands of a fifth of the x-height, from two and a half above the baseline to one and a half. */
  private static final int BANDS = 20;

  private static final double BAND = 0.2;
  private static final double HIGHEST = -2.5;

  /**
   * Brings a character to its size and place.
   *
   * @param size times as large as usual
   * @param stretch times as wide as it is high
   * @param lift above its usual place, in x-heights
   * @param turn clockwise, in radians
   */
  static Letter place(
      Ink ink, LetterMetrics metrics, double size, double stretch, double lift, double turn) {
    Ink.Box box = ink.box();
    double width = box.width();
    double height = box.height();
    boolean flat = metrics.width() > 0 || height < 0.05 * width || height == 0;
    double scale =
        flat
            ? (width == 0 ? 1 : Math.max(metrics.width(), 0.3) / width)
            : metrics.height() / height;
    double middleX = (box.left() + box.right()) / 2;
    double middleY = (box.top() + box.bottom()) / 2;
    double baseline = -(metrics.top() + metrics.bottom()) / 2;
    double cos = Math.cos(turn) * scale * size;
    double sin = Math.sin(turn) * scale * size;
    List<float[]> strokes = new ArrayList<>();
    float leftmost = Float.POSITIVE_INFINITY;
    for (Stroke stroke : ink.strokes()) {
      float[] placed = new float[2 * stroke.points()];
      for (int point = 0; point < stroke.points(); point++) {
        double x = stroke.x(point) - middleX;
        double y = stroke.y(point) - middleY;
        placed[2 * point] = (float) ((x * cos - y * sin) * stretch);
        // A letter grows from the baseline, where it stands, not from its middle.
        placed[2 * point + 1] = (float) (x * sin + y * cos + baseline * size - lift);
        leftmost = Math.min(leftmost, placed[2 * point]);
      }
      strokes.add(placed);
    }
    return of(strokes, leftmost);
  }

  private static Letter of(List<float[]> strokes, float leftmost) {
    double[] left = new double[BANDS];
    double[] right = new double[BANDS];
    Arrays.fill(left, Double.POSITIVE_INFINITY);
    Arrays.fill(right, Double.NEGATIVE_INFINITY);
    for (float[] stroke : strokes) {
      for (int i = 0; i < stroke.length; i += 2) {
        stroke[i] -= leftmost;
        int before = Math.max(0, i - 2);
        double length = Math.hypot(stroke[i] - stroke[before], stroke[i + 1] - stroke[before + 1]);
        int steps = 1 + (int) (2 * length / BAND);
        for (int step = 1; step <= steps; step++) {
          double x = stroke[before] + (stroke[i] - stroke[before]) * step / steps;
          double y = stroke[before + 1] + (stroke[i + 1] - stroke[before + 1]) * step / steps;
          int band = Math.max(0, Math.min(BANDS - 1, (int) ((y - HIGHEST) / BAND)));
          left[band] = Math.min(left[band], x);
          right[band] = Math.max(right[band], x);
        }
      }
    }
    return new Letter(strokes, left, right);
  }

  double width() {
    return Arrays.stream(right).max().orElseThrow();
  }

  /**
   * How far right of this letter's left edge another one stands that follows at a distance.
   *
   * @param distance of the ink where it comes closest, at about one height
   */
  double advance(Letter next, double distance) {
    double advance = Double.NEGATIVE_INFINITY;
    for (int band = 0; band < BANDS; band++) {
      for (int near = Math.max(0, band - 2); near <= Math.min(BANDS - 1, band + 2); near++) {
        advance = Math.max(advance, right[band] + distance - next.left[near]);
      }
    }
    // Nothing stands above or below most of the letter before, however free the way is.
    return Math.max(advance, Math.max(0.6 * width(), width() + distance - 0.6));
  }
}
