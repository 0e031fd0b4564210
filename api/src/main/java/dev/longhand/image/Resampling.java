package dev.longhand.image;

/**
 * Bicubic scaling; when shrinking, the kernel is widened by the factor so that nothing is skipped.
 *
 * @see <a href="https://doi.org/10.1109/TASSP.1981.1163711">Keys, 1981, section III, with a =
 *     −½</a>
 */
final class Resampling {
  private static final double SUPPORT = 2;

  private Resampling() {}

  static Plane scale(Plane plane, int width, int height) {
    Plane wide = plane.width() == width ? plane : scaleRows(plane, width);
    return wide.height() == height ? wide : scaleRows(wide.transpose(), height).transpose();
  }

  /** Scales, keeping the aspect, until the longer side is {@code longestSide}. */
  static Plane scaleTo(Plane plane, int longestSide) {
    double factor = (double) longestSide / Math.max(plane.width(), plane.height());
    return scale(
        plane,
        (int) Math.max(1, Math.round(plane.width() * factor)),
        (int) Math.max(1, Math.round(plane.height() * factor)));
  }

  private static Plane scaleRows(Plane plane, int width) {
    double step = (double) plane.width() / width;
    double stretch = Math.max(1, step);
    double reach = SUPPORT * stretch;
    Plane scaled = Plane.blank(width, plane.height());
    for (int x = 0; x < width; x++) {
      double centre = (x + 0.5) * step - 0.5;
      int first = Math.max(0, (int) Math.ceil(centre - reach));
      int last = Math.min(plane.width() - 1, (int) Math.floor(centre + reach));
      float[] weights = new float[last - first + 1];
      float sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) cubic((first + i - centre) / stretch);
        sum += weights[i];
      }
      for (int y = 0; y < plane.height(); y++) {
        float value = 0;
        int start = y * plane.width() + first;
        for (int i = 0; i < weights.length; i++) {
          value += weights[i] * plane.values()[start + i];
        }
        scaled.values()[y * width + x] = Math.max(0, Math.min(1, value / sum));
      }
    }
    return scaled;
  }

  private static double cubic(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < SUPPORT ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }
}
