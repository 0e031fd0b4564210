package dev.longhand.cli.report;

import dev.longhand.image.GrayImage;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** The most confident mistakes side by side: many are mistakes of whoever labelled them. */
final class MistakeSheet {
  private static final int COLUMNS = 6;
  private static final int PICTURE = 84;
  private static final int CELL_WIDTH = 2 * PICTURE + 22;
  private static final int CELL_HEIGHT = PICTURE + 52;
  private static final int MARGIN = 16;

  private static final Color TRUTH = new Color(0x08, 0x51, 0x9c);
  private static final Color READING = new Color(0xb3, 0x1b, 0x1b);

  private MistakeSheet() {}

  /**
   * @param id of the sample
   * @param given the image as it is in the dataset
   * @param seen the same as the network saw it
   * @param truths what it may be
   * @param confidence of the reading, in 0…1
   */
  record Mistake(
      String id,
      GrayImage given,
      GrayImage seen,
      List<String> truths,
      String reading,
      double confidence) {}

  static byte[] of(List<Mistake> mistakes) {
    int rows = Math.max(1, (mistakes.size() + COLUMNS - 1) / COLUMNS);
    var canvas =
        new Canvas(2 * MARGIN + COLUMNS * CELL_WIDTH - 14, 2 * MARGIN + rows * CELL_HEIGHT);
    if (mistakes.isEmpty()) {
      canvas.color(Canvas.INK).font(14, false).text("There is no mistake.", MARGIN, 40);
    }
    for (int i = 0; i < mistakes.size(); i++) {
      draw(
          mistakes.get(i),
          canvas,
          MARGIN + i % COLUMNS * CELL_WIDTH,
          MARGIN + i / COLUMNS * CELL_HEIGHT);
    }
    return canvas.png();
  }

  private static void draw(Mistake mistake, Canvas canvas, int x, int y) {
    canvas.fill(new Color(0xf2, 0xf2, 0xf2), x, y, 2 * PICTURE + 4, PICTURE);
    canvas.image(mistake.given(), x, y, PICTURE);
    canvas.image(mistake.seen(), x + PICTURE + 4, y, PICTURE);
    String truth = String.join("/", mistake.truths());
    int baseline = y + PICTURE + 18;
    canvas.font(15, true).color(TRUTH);
    canvas.text(truth, x, baseline);
    int at = x + canvas.widthOf(truth) + 6;
    canvas.color(Canvas.PALE_INK).text("→", at, baseline);
    at += canvas.widthOf("→") + 6;
    canvas.color(READING).text(mistake.reading(), at, baseline);
    canvas.font(12, false).color(Canvas.INK);
    canvas.textRight(
        String.format(Locale.ROOT, "%.2f %%", 100 * mistake.confidence()),
        x + 2 * PICTURE + 4,
        baseline);
    canvas.font(10, false).color(Canvas.PALE_INK);
    canvas.text(canvas.fitting(mistake.id(), 2 * PICTURE + 4), x, baseline + 15);
  }
}
