package dev.longhand.cli.report;

import dev.longhand.evaluation.ConfusionMatrix;
import dev.longhand.evaluation.ConfusionMatrix.Confusion;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * A confusion matrix as a heat map: a row for each true symbol, a column for each reading.
 *
 * <p>Colour is the logarithm of the share of the row, so that one mistake in a thousand is still
 * seen beside the diagonal; what is right is blue, so that what is wrong stands out in red.
 */
final class ConfusionPicture {
  private static final int MARGIN = 56;
  private static final int LEGEND = 250;
  private static final int LARGEST_CELL = 28;
  private static final int SMALLEST_CELL = 2;
  private static final int USUAL_MAP = 930;
  private static final int SMALLEST_LABELLED_CELL = 9;
  private static final int LISTED_PAIRS = 24;

  /** The share of a row at which colour begins. */
  private static final double FAINTEST = 0.001;

  private static final Color[] RIGHT = {
    new Color(0xe3, 0xee, 0xf9), new Color(0x6b, 0xae, 0xd6), new Color(0x08, 0x30, 0x6b)
  };
  private static final Color[] WRONG = {
    new Color(0xff, 0xee, 0xd6), new Color(0xfd, 0x8d, 0x3c), new Color(0x7f, 0x00, 0x10)
  };

  private final ConfusionMatrix matrix;
  private final int classes;
  private final int cell;
  private final Canvas canvas;

  private ConfusionPicture(ConfusionMatrix matrix) {
    this.matrix = matrix;
    this.classes = matrix.alphabet().size();
    this.cell = Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, USUAL_MAP / classes));
    int map = classes * cell;
    this.canvas =
        new Canvas(MARGIN + map + 24 + LEGEND, Math.max(2 * MARGIN + map, 2 * MARGIN + 640));
  }

  static byte[] of(ConfusionMatrix matrix) {
    var picture = new ConfusionPicture(matrix);
    picture.cells();
    picture.axes();
    picture.legend();
    return picture.canvas.png();
  }

  private void cells() {
    for (int truth = 0; truth < classes; truth++) {
      long all = matrix.countOfTruth(truth);
      for (int reading = 0; reading < classes; reading++) {
        long count = matrix.count(truth, reading);
        if (count > 0) {
          canvas.fill(
              shade(truth == reading ? RIGHT : WRONG, (double) count / all),
              MARGIN + reading * cell,
              MARGIN + truth * cell,
              cell,
              cell);
        }
      }
    }
  }

  private void axes() {
    int map = classes * cell;
    canvas.outline(Canvas.PALE_INK, MARGIN, MARGIN, map, map);
    for (int k = 1; k < classes; k++) {
      boolean newGroup = group(k) != group(k - 1);
      if (newGroup || cell >= SMALLEST_LABELLED_CELL) {
        Color color = newGroup ? Canvas.PALE_INK : new Color(0xee, 0xee, 0xee);
        canvas.line(color, MARGIN + k * cell, MARGIN, MARGIN + k * cell, MARGIN + map);
        canvas.line(color, MARGIN, MARGIN + k * cell, MARGIN + map, MARGIN + k * cell);
      }
    }
    canvas.color(Canvas.INK).font(13, true);
    canvas.textCentred("read as", MARGIN + map / 2.0, 18);
    canvas.textUpwards("is", 18, MARGIN + map / 2.0);
    if (cell < SMALLEST_LABELLED_CELL) {
      return;
    }
    canvas.font(Math.min(14, cell), false);
    for (int k = 0; k < classes; k++) {
      String symbol = matrix.alphabet().symbol(k);
      double middle = MARGIN + (k + 0.5) * cell;
      double baseline = middle + Math.min(14, cell) * 0.36;
      canvas.textCentred(symbol, middle, MARGIN - 6);
      canvas.textCentred(symbol, middle, MARGIN + map + 16);
      canvas.textCentred(symbol, MARGIN - 12, baseline);
      canvas.textCentred(symbol, MARGIN + map + 12, baseline);
    }
  }

  /** Digits, capitals and small letters are told apart by a line. */
  private int group(int k) {
    return Character.getType(matrix.alphabet().symbol(k).codePointAt(0));
  }

  private void legend() {
    int left = MARGIN + classes * cell + 40;
    int top = MARGIN;
    canvas.color(Canvas.INK).font(13, true);
    canvas.text("share of the row", left, top + 10);
    canvas.font(11, false);
    scale(RIGHT, "right", left, top + 24);
    scale(WRONG, "wrong", left, top + 62);
    canvas.color(Canvas.INK).font(13, true);
    canvas.text("most frequent mistakes", left, top + 136);
    List<Confusion> pairs = matrix.mostConfused(LISTED_PAIRS);
    for (int i = 0; i < pairs.size(); i++) {
      Confusion pair = pairs.get(i);
      long all = matrix.countOfTruth(matrix.alphabet().indexOf(pair.truth()).orElseThrow());
      int baseline = top + 158 + 20 * i;
      canvas.color(Canvas.INK).font(13, false);
      canvas.text(pair.truth() + " → " + pair.reading(), left, baseline);
      canvas.textRight(String.format(Locale.ROOT, "%,d", pair.count()), left + 120, baseline);
      canvas.color(Canvas.PALE_INK);
      canvas.textRight(
          String.format(Locale.ROOT, "%.1f %%", 100.0 * pair.count() / all), left + 190, baseline);
    }
  }

  private void scale(Color[] colors, String name, int left, int top) {
    int width = 180;
    for (int x = 0; x < width; x++) {
      double share = Math.pow(10, Math.log10(FAINTEST) * (1 - (double) x / (width - 1)));
      canvas.fill(shade(colors, share), left + x, top, 1, 12);
    }
    canvas.color(Canvas.INK);
    canvas.text(name, left + width + 8, top + 11);
    canvas.color(Canvas.PALE_INK);
    canvas.text("0.1 %", left, top + 25);
    canvas.textCentred("1 %", left + width / 3.0, top + 25);
    canvas.textCentred("10 %", left + 2 * width / 3.0, top + 25);
    canvas.textRight("100 %", left + width, top + 25);
  }

  private static Color shade(Color[] colors, double share) {
    double at =
        Math.max(0, Math.min(1, 1 - Math.log10(share) / Math.log10(FAINTEST)))
            * (colors.length - 1);
    int below = Math.min(colors.length - 2, (int) at);
    double part = at - below;
    Color a = colors[below];
    Color b = colors[below + 1];
    return new Color(
        mix(a.getRed(), b.getRed(), part),
        mix(a.getGreen(), b.getGreen(), part),
        mix(a.getBlue(), b.getBlue(), part));
  }

  private static int mix(int a, int b, double part) {
    return (int) Math.round(a + (b - a) * part);
  }
}
