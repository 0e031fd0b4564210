package dev.longhand.cli.report;

import dev.longhand.evaluation.Calibration;
import dev.longhand.evaluation.Calibration.Bin;
import java.awt.Color;
import java.util.Locale;

/**
 * A reliability diagram: how often readings of each confidence are right, against the diagonal on
 * which confidence is honest, and below it how many readings there are.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, figure 1</a>
 */
final class ReliabilityPicture {
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int SIDE = 420;
  private static final int COUNTS = 90;
  private static final int GAP = 34;

  private static final Color ACCURACY = new Color(0x6b, 0xae, 0xd6);
  private static final Color TOO_SURE = new Color(0xf4, 0xa5, 0x82);
  private static final Color TOO_SHY = new Color(0xa6, 0xd9, 0x6a);

  private ReliabilityPicture() {}

  static byte[] of(Calibration calibration) {
    var canvas = new Canvas(LEFT + SIDE + 210, TOP + SIDE + GAP + COUNTS + 50);
    axes(canvas);
    for (Bin bin : calibration.bins()) {
      if (!bin.isEmpty()) {
        bar(canvas, bin);
      }
    }
    canvas.line(Canvas.PALE_INK, LEFT, TOP + SIDE, LEFT + SIDE, TOP);
    counts(canvas, calibration);
    legend(canvas, calibration);
    return canvas.png();
  }

  private static void axes(Canvas canvas) {
    canvas.font(12, false);
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      double at = tenth / 10.0 * SIDE;
      canvas.line(Canvas.LINE, LEFT, TOP + SIDE - at, LEFT + SIDE, TOP + SIDE - at);
      canvas.line(Canvas.LINE, LEFT + at, TOP, LEFT + at, TOP + SIDE);
      canvas.color(Canvas.INK);
      String label = tenth * 10 + " %";
      canvas.textRight(label, LEFT - 8, TOP + SIDE - at + 4);
      canvas.textCentred(label, LEFT + at, TOP + SIDE + 18);
    }
    canvas.font(13, true);
    canvas.textUpwards("right", 18, TOP + SIDE / 2.0);
    canvas.textCentred("confidence", LEFT + SIDE / 2.0, TOP + SIDE + GAP + COUNTS + 38);
  }

  private static void bar(Canvas canvas, Bin bin) {
    double left = LEFT + bin.above() * SIDE;
    double width = (bin.upTo() - bin.above()) * SIDE;
    double accuracy = bin.accuracy() * SIDE;
    double confidence = bin.meanConfidence() * SIDE;
    canvas.fill(ACCURACY, left + 1, TOP + SIDE - accuracy, width - 2, accuracy);
    canvas.fill(
        confidence > accuracy ? TOO_SURE : TOO_SHY,
        left + 1,
        TOP + SIDE - Math.max(accuracy, confidence),
        width - 2,
        Math.abs(confidence - accuracy));
    canvas.line(
        Canvas.INK, left + 1, TOP + SIDE - accuracy, left + width - 1, TOP + SIDE - accuracy);
  }

  /** On a scale of logarithms, as nearly all readings are confident. */
  private static void counts(Canvas canvas, Calibration calibration) {
    int top = TOP + SIDE + GAP;
    long most = calibration.bins().stream().mapToLong(Bin::count).max().orElse(1);
    double highest = Math.max(1, Math.ceil(Math.log10(most + 1.0)));
    for (Bin bin : calibration.bins()) {
      double height = Math.log10(bin.count() + 1.0) / highest * COUNTS;
      canvas.fill(
          Canvas.LINE,
          LEFT + bin.above() * SIDE + 1,
          top + COUNTS - height,
          (bin.upTo() - bin.above()) * SIDE - 2,
          height);
    }
    canvas.line(Canvas.PALE_INK, LEFT, top + COUNTS, LEFT + SIDE, top + COUNTS);
    canvas.color(Canvas.INK).font(12, false);
    canvas.textRight("1", LEFT - 8, top + COUNTS - Math.log10(2) / highest * COUNTS + 4);
    canvas.textRight(
        String.format(Locale.ROOT, "%,d", (long) Math.pow(10, highest)), LEFT - 8, top + 4);
    canvas.font(13, true);
    canvas.textUpwards("images", 18, top + COUNTS / 2.0);
  }

  private static void legend(Canvas canvas, Calibration calibration) {
    int left = LEFT + SIDE + 24;
    canvas.color(Canvas.INK).font(13, true);
    canvas.text("calibration error", left, TOP + 12);
    canvas.font(13, false);
    canvas.text(
        String.format(Locale.ROOT, "expected %.4f", calibration.expectedError()), left, TOP + 34);
    canvas.text(
        String.format(Locale.ROOT, "largest %.4f", calibration.maximumError()), left, TOP + 54);
    key(canvas, ACCURACY, "right", left, TOP + 86);
    key(canvas, TOO_SURE, "too confident", left, TOP + 110);
    key(canvas, TOO_SHY, "too doubtful", left, TOP + 134);
  }

  private static void key(Canvas canvas, Color color, String meaning, int left, int top) {
    canvas.fill(color, left, top, 14, 14);
    canvas.color(Canvas.INK);
    canvas.text(meaning, left + 22, top + 12);
  }
}
