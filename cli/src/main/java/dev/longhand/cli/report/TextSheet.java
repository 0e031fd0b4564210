package dev.longhand.cli.report;

import dev.longhand.image.GrayImage;
import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** Texts that were misread, side by side: many are mistakes of whoever labelled them. */
final class TextSheet {
  private static final int COLUMNS = 4;
  private static final int PICTURE_WIDTH = 272;
  private static final int PICTURE_HEIGHT = 72;
  private static final int CELL_WIDTH = PICTURE_WIDTH + 18;
  private static final int CELL_HEIGHT = PICTURE_HEIGHT + 66;
  private static final int MARGIN = 16;

  private static final Color TRUTH = new Color(0x08, 0x51, 0x9c);
  private static final Color READING = new Color(0xb3, 0x1b, 0x1b);

  private TextSheet() {}

  /**
   * @param id of the sample
   * @param confidence of the reading, in 0…1
   */
  record Mistake(String id, GrayImage image, String truth, String reading, double confidence) {}

  static byte[] of(List<Mistake> mistakes) {
    int rows = Math.max(1, (mistakes.size() + COLUMNS - 1) / COLUMNS);
    var canvas =
        new Canvas(2 * MARGIN + COLUMNS * CELL_WIDTH - 18, 2 * MARGIN + rows * CELL_HEIGHT);
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
    canvas.fill(new Color(0xf2, 0xf2, 0xf2), x, y, PICTURE_WIDTH, PICTURE_HEIGHT);
    canvas.image(mistake.image(), x, y, PICTURE_WIDTH, PICTURE_HEIGHT);
    int baseline = y + PICTURE_HEIGHT + 18;
    canvas.font(15, true).color(TRUTH);
    canvas.text(canvas.fitting(mistake.truth(), PICTURE_WIDTH), x, baseline);
    canvas.color(READING);
    canvas.text(canvas.fitting(mistake.reading(), PICTURE_WIDTH - 70), x, baseline + 19);
    canvas.font(12, false).color(Canvas.INK);
    canvas.textRight(
        String.format(Locale.ROOT, "%.2f %%", 100 * mistake.confidence()),
        x + PICTURE_WIDTH,
        baseline + 19);
    canvas.font(10, false).color(Canvas.PALE_INK);
    canvas.text(canvas.fitting(mistake.id(), PICTURE_WIDTH), x, baseline + 33);
  }
}
