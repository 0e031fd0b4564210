package dev.longhand.sequence;

import dev.longhand.image.GrayImage;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the strokes of a word as another hand and another pen might have: slanted, stretched, on a
 * bent baseline, with a nib of any usual width.
 *
 * @param slant the largest change of slant to either side: x moved for each y
 * @param rotation the largest turn to either side, in degrees
 * @param stretch the largest logarithm of the factor by which the width changes, either way
 * @param wave the largest amplitude of the slow waves that bend the writing, in shares of its
 *     height
 * @param scatter how far each stroke moves for itself, in shares of the writing's height, either
 *     way along each axis
 * @param finest the width of the finest nib, in shares of the writing's height
 * @param broadest the width of the broadest nib, in shares of the writing's height
 */
record StrokeVariation(
    double slant,
    double rotation,
    double stretch,
    double wave,
    double scatter,
    double finest,
    double broadest) {

  /** What a reader of words bears. */
  static final StrokeVariation USUAL = new StrokeVariation(0.35, 4, 0.35, 0.03, 0, 0.03, 0.13);

  /** More than hands differ. */
  static final StrokeVariation STRONG = new StrokeVariation(0.45, 5, 0.42, 0.06, 0.04, 0.03, 0.13);

  /** For the last epochs: hands as they are usual, not as they are possible. */
  static final StrokeVariation GENTLE = new StrokeVariation(0.15, 2, 0.18, 0.015, 0, 0.035, 0.1);

  /** Only drawn, with a usual nib. */
  static final StrokeVariation NONE = new StrokeVariation(0, 0, 0, 0, 0, 0.05, 0.05);

  private static final int BORDER = 2;

  /** Wider than any word; what is flat, as a dash, would else become a beam. */
  private static final int WIDEST = 2000;

  /** Draws {@code ink} with the border that preprocessing leaves. */
  GrayImage draw(Ink ink, int height, SplittableRandom random) {
    Ink varied = vary(ink, random);
    double nib = (height - 2 * BORDER) * finest * Math.pow(broadest / finest, random.nextDouble());
    return fit(InkRenderer.render(varied, pen(varied, height, nib)), height);
  }

  /** How many times as wide as high the points of the strokes are. */
  static double aspect(Ink ink) {
    Ink.Box box = ink.box();
    return box.height() <= 0 ? WIDEST : Math.min(WIDEST, box.width() / box.height());
  }

  private static Pen pen(Ink ink, int height, double nib) {
    Ink.Box box = ink.box();
    // The renderer leaves the margin, half a nib and half a pixel around the points.
    double inner = Math.max(1, height - 2 * BORDER - nib - 1);
    double scale = box.height() == 0 ? inner : inner / box.height();
    double longest = box.longestSide() * scale;
    return new Pen(Math.max(1, Math.min(WIDEST, longest)), nib, BORDER);
  }

  private Ink vary(Ink ink, SplittableRandom random) {
    Ink.Box box = ink.box();
    double high = Math.max(box.height(), 1e-3);
    double angle = Math.toRadians(uniform(random, rotation));
    double shear = uniform(random, slant);
    double widen = Math.exp(uniform(random, stretch));
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    Wave along = Wave.random(random, wave * high, high);
    Wave across = Wave.random(random, wave * high, high);
    List<Stroke> strokes = new ArrayList<>();
    for (Stroke stroke : ink.strokes()) {
      float[] points = new float[2 * stroke.points()];
      double right = scatter == 0 ? 0 : uniform(random, scatter * high);
      double down = scatter == 0 ? 0 : uniform(random, scatter * high);
      for (int i = 0; i < stroke.points(); i++) {
        double x = stroke.x(i) - box.left() + right;
        double y = stroke.y(i) - box.top() + down;
        double bentX = x + along.at(x, y);
        double bentY = y + across.at(x, y);
        double slanted = (bentX - shear * bentY) * widen;
        points[2 * i] = (float) (cos * slanted - sin * bentY);
        points[2 * i + 1] = (float) (sin * slanted + cos * bentY);
      }
      strokes.add(new Stroke(points));
    }
    return new Ink(strokes);
  }

  private static double uniform(SplittableRandom random, double limit) {
    return limit * (2 * random.nextDouble() - 1);
  }

  /** A plane wave about as long as a few letters. */
  private record Wave(double amplitude, double alongX, double alongY, double phase) {
    static Wave random(SplittableRandom random, double most, double high) {
      double length = high * (0.8 + 2.5 * random.nextDouble());
      double direction = Math.PI * random.nextDouble();
      return new Wave(
          most * random.nextDouble(),
          2 * Math.PI * Math.cos(direction) / length,
          2 * Math.PI * Math.sin(direction) / length,
          2 * Math.PI * random.nextDouble());
    }

    double at(double x, double y) {
      return amplitude * Math.sin(alongX * x + alongY * y + phase);
    }
  }

  /** Exactly as high as asked: rows are added evenly, or cut where rounding gave one too many. */
  private static GrayImage fit(GrayImage image, int height) {
    if (image.height() == height) {
      return image;
    }
    int width = image.width();
    byte[] pixels = image.toArray();
    byte[] fitted = new byte[width * height];
    Arrays.fill(fitted, (byte) 255);
    int rows = Math.min(height, image.height());
    int from = (image.height() - rows) / 2;
    int to = (height - rows) / 2;
    System.arraycopy(pixels, from * width, fitted, to * width, rows * width);
    return GrayImage.of(width, height, fitted);
  }
}
