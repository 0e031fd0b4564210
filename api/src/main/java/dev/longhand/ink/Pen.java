package dev.longhand.ink;

/**
 * How strokes become an image.
 *
 * @param longestSide of the box around the strokes' points, in pixels, at least 1
 * @param width of the nib, in pixels
 * @param margin of white paper on each side, in pixels
 */
public record Pen(double longestSide, double width, int margin) {

  /** A ballpoint: strokes about a fourteenth as wide as the writing is large. */
  public static final Pen USUAL = new Pen(112, 8, 12);

  /** How high a line is drawn, in pixels. */
  private static final double LINE_HEIGHT = 96;

  /** No line is drawn longer, in pixels. */
  private static final double LONGEST_LINE = 8_000;

  /**
   * A ballpoint for a word or a line, whose height and not its length decides how large it is
   * drawn: 96 px high, with a nib of 5 px.
   */
  public static Pen forLine(Ink ink) {
    Ink.Box box = ink.box();
    double scale = box.height() == 0 ? 1 : LINE_HEIGHT / box.height();
    double longest = box.longestSide() * scale;
    return new Pen(Math.max(LINE_HEIGHT, Math.min(LONGEST_LINE, longest)), 5, 12);
  }

  public Pen {
    if (!(longestSide >= 1 && longestSide <= 10_000)) {
      throw new IllegalArgumentException(
          "the longest side must be in 1…10000 px, but was " + longestSide);
    }
    if (!(width > 0 && width <= 1_000)) {
      throw new IllegalArgumentException("the width must be in 0…1000 px, but was " + width);
    }
    if (margin < 0 || margin > 1_000) {
      throw new IllegalArgumentException("the margin must be in 0…1000 px, but was " + margin);
    }
  }
}
