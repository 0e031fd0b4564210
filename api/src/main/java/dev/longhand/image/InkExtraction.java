package dev.longhand.image;

import java.util.Arrays;

/**
 * Turns luminance into ink: 0 is paper and 1 is full ink, whatever the colours and the light were.
 */
final class InkExtraction {

  /** How far above the paper's noise, in its standard deviations, ink begins. */
  private static final double NOISE_LIMIT = 5;

  /** The share of inked pixels that are paler than full ink: the soft edges of strokes. */
  private static final double FULL_INK_PERCENTILE = 0.8;

  private InkExtraction() {}

  /**
   * @throws NoInkException when nothing stands out from the paper
   */
  static Plane extract(Plane luminance, Preprocessing.ExtractInk settings) {
    Light light = lightOnEdge(luminance);
    Plane darkness =
        isInkBright(luminance, light)
            ? relativeDarkness(invert(luminance), light.inverted(), settings.paperWindow())
            : relativeDarkness(luminance, light, settings.paperWindow());
    float[] values = darkness.values();
    float paper = Percentile.of(values, 0.5);
    double noise = standardDeviation(values, paper);
    float inkStarts =
        (float) (paper + Math.max(settings.minimumContrast() / 2, NOISE_LIMIT * noise));
    float[] inked = above(values, inkStarts);
    if (inked.length == 0) {
      throw noInk();
    }
    float fullInk = Percentile.of(inked, FULL_INK_PERCENTILE);
    if (fullInk - paper < settings.minimumContrast()) {
      throw noInk();
    }
    float paperEnds = (float) Math.min(paper + 3 * noise, paper + (fullInk - paper) / 2);
    Plane ink = Plane.blank(darkness.width(), darkness.height());
    for (int i = 0; i < ink.values().length; i++) {
      float stretched = (darkness.values()[i] - paperEnds) / (fullInk - paperEnds);
      ink.values()[i] = Math.max(0, Math.min(1, stretched));
    }
    return ink;
  }

  private static NoInkException noInk() {
    return new NoInkException("no ink found: nothing stands out from the paper");
  }

  /** Light that falls off evenly across blank paper: {@code offset + slopeX·x + slopeY·y}. */
  private record Light(double offset, double slopeX, double slopeY) {
    double at(int x, int y) {
      return offset + slopeX * x + slopeY * y;
    }

    Light inverted() {
      return new Light(1 - offset, -slopeX, -slopeY);
    }

    /** How far the light departs from that in the middle of a plane. */
    Plane slope(int width, int height) {
      Plane slope = Plane.blank(width, height);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          slope.values()[y * width + x] =
              (float) (slopeX * (x - (width - 1) / 2.0) + slopeY * (y - (height - 1) / 2.0));
        }
      }
      return slope;
    }
  }

  /**
   * The edge of a picture is mostly paper. A plane through it follows uneven light; the ink is on
   * the side to which pixels depart furthest, cubed so that few strong departures outweigh much
   * grain.
   */
  private static boolean isInkBright(Plane luminance, Light paper) {
    double bright = 0;
    double dark = 0;
    for (int y = 0; y < luminance.height(); y++) {
      for (int x = 0; x < luminance.width(); x++) {
        double departure = luminance.at(x, y) - paper.at(x, y);
        double cubed = departure * departure * departure;
        if (cubed > 0) {
          bright += cubed;
        } else {
          dark -= cubed;
        }
      }
    }
    return bright > dark;
  }

  /**
   * The light on the paper at the picture's edge. Its slopes come from the medians of opposite
   * sides; but where one side shows something else, a table or a shadow, no slope fits better.
   */
  private static Light lightOnEdge(Plane plane) {
    int width = plane.width();
    int height = plane.height();
    float[] top = new float[width];
    float[] bottom = new float[width];
    float[] left = new float[height];
    float[] right = new float[height];
    for (int x = 0; x < width; x++) {
      top[x] = plane.at(x, 0);
      bottom[x] = plane.at(x, height - 1);
    }
    for (int y = 0; y < height; y++) {
      left[y] = plane.at(0, y);
      right[y] = plane.at(width - 1, y);
    }
    double slopeX = width == 1 ? 0 : (median(right) - median(left)) / (width - 1);
    double slopeY = height == 1 ? 0 : (median(bottom) - median(top)) / (height - 1);
    Light best = new Light(0, 0, 0);
    double leastMisfit = Double.POSITIVE_INFINITY;
    for (double sx : new double[] {slopeX, 0}) {
      for (double sy : new double[] {slopeY, 0}) {
        float[] edge = levelled(top, bottom, left, right, sx, sy);
        Light light = new Light(median(edge), sx, sy);
        double misfit = misfit(edge, light);
        if (misfit < leastMisfit) {
          leastMisfit = misfit;
          best = light;
        }
      }
    }
    return best;
  }

  /** How far that third of the edge is off, at the least, which fits worst: one side and more. */
  private static double misfit(float[] levelledEdge, Light light) {
    float[] departures = new float[levelledEdge.length];
    for (int i = 0; i < departures.length; i++) {
      departures[i] = (float) Math.abs(levelledEdge[i] - light.offset());
    }
    return Percentile.of(departures, 2 / 3.0);
  }

  /** All pixels of the edge, as they were without the slopes. */
  private static float[] levelled(
      float[] top, float[] bottom, float[] left, float[] right, double slopeX, double slopeY) {
    int width = top.length;
    int height = left.length;
    float[] edge = new float[2 * width + 2 * height];
    int i = 0;
    for (int x = 0; x < width; x++) {
      edge[i++] = (float) (top[x] - slopeX * x);
      edge[i++] = (float) (bottom[x] - slopeX * x - slopeY * (height - 1));
    }
    for (int y = 0; y < height; y++) {
      edge[i++] = (float) (left[y] - slopeY * y);
      edge[i++] = (float) (right[y] - slopeX * (width - 1) - slopeY * y);
    }
    return edge;
  }

  private static float median(float[] values) {
    return Percentile.of(values, 0.5);
  }

  private static Plane invert(Plane luminance) {
    Plane inverted = Plane.blank(luminance.width(), luminance.height());
    for (int i = 0; i < inverted.values().length; i++) {
      inverted.values()[i] = 1 - luminance.values()[i];
    }
    return inverted;
  }

  /**
   * How much darker than the paper around it each pixel is, as a share of the paper's luminance.
   *
   * <p>A window that is cut off by the picture's border sees only the brighter side of sloping
   * light; so the slope is taken away before the paper is looked for.
   */
  private static Plane relativeDarkness(Plane luminance, Light light, double paperWindow) {
    int shorterSide = Math.min(luminance.width(), luminance.height());
    int radius = Math.max(2, (int) Math.round(shorterSide * paperWindow / 2));
    Plane slope = light.slope(luminance.width(), luminance.height());
    Plane level = Plane.blank(luminance.width(), luminance.height());
    for (int i = 0; i < level.values().length; i++) {
      level.values()[i] = luminance.values()[i] - slope.values()[i];
    }
    Plane paper = Filters.close(level, radius);
    Plane smoothPaper = Filters.blur(paper, radius / 2.0);
    Plane darkness = Plane.blank(luminance.width(), luminance.height());
    for (int i = 0; i < darkness.values().length; i++) {
      float white = Math.max(smoothPaper.values()[i] + slope.values()[i], 1 / 255f);
      darkness.values()[i] = Math.max(0, (white - luminance.values()[i]) / white);
    }
    return darkness;
  }

  private static float[] above(float[] values, float limit) {
    int count = 0;
    float[] above = new float[values.length];
    for (float value : values) {
      if (value > limit) {
        above[count++] = value;
      }
    }
    return Arrays.copyOf(above, count);
  }

  /** From the median absolute deviation, which ink does not move as long as paper prevails. */
  private static double standardDeviation(float[] values, float median) {
    float[] deviations = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      deviations[i] = Math.abs(values[i] - median);
    }
    return 1.4826 * median(deviations);
  }
}
