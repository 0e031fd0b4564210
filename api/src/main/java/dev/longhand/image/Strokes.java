package dev.longhand.image;

/** The width of strokes, measured and changed. */
final class Strokes {

  private Strokes() {}

  /**
   * The average width: a stroke much longer than wide has an area of length × width and an outline
   * of twice its length.
   *
   * @return in pixels, 0 without ink
   */
  static double width(Plane ink) {
    double area = 0;
    int transitions = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        boolean inked = isInked(ink, x, y);
        area += inked ? 1 : 0;
        transitions += inked != isInked(ink, x - 1, y) ? 1 : 0;
        transitions += inked != isInked(ink, x, y - 1) ? 1 : 0;
        transitions += inked && x == ink.width() - 1 ? 1 : 0;
        transitions += inked && y == ink.height() - 1 ? 1 : 0;
      }
    }
    // Steps along both axes overrate a slanted outline, on average over all slants by 4/π.
    double outline = transitions * Math.PI / 4;
    return outline == 0 ? 0 : 2 * area / outline;
  }

  private static boolean isInked(Plane ink, int x, int y) {
    return x >= 0 && y >= 0 && ink.at(x, y) > 0.5f;
  }

  /** Thickens strokes to at least a width; the plane grows by what they need. */
  static Plane thicken(Plane ink, double minimumWidth) {
    double missing = (minimumWidth - width(ink)) / 2;
    if (missing <= 0) {
      return ink;
    }
    int radius = (int) Math.ceil(missing);
    Plane padded = ink.pad(radius, radius, radius, radius);
    return dilateByDisc(padded, missing);
  }

  /** The maximum over a disc whose rim fades, so that fractions of a pixel count. */
  private static Plane dilateByDisc(Plane ink, double radius) {
    int reach = (int) Math.ceil(radius);
    Plane thick = Plane.blank(ink.width(), ink.height());
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        float weight = (float) Math.min(1, radius + 1 - Math.sqrt(dx * dx + dy * dy));
        if (weight > 0) {
          raise(thick, ink, dx, dy, weight);
        }
      }
    }
    return thick;
  }

  private static void raise(Plane target, Plane ink, int dx, int dy, float weight) {
    for (int y = Math.max(0, dy); y < Math.min(ink.height(), ink.height() + dy); y++) {
      for (int x = Math.max(0, dx); x < Math.min(ink.width(), ink.width() + dx); x++) {
        float value = weight * ink.at(x - dx, y - dy);
        int pixel = y * ink.width() + x;
        target.values()[pixel] = Math.max(target.values()[pixel], value);
      }
    }
  }
}
