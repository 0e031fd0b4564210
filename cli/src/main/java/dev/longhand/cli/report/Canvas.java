package dev.longhand.cli.report;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A white sheet to draw a picture on; lengths are in pixels, from the top left. */
final class Canvas {
  static final Color INK = new Color(0x22, 0x22, 0x22);
  static final Color PALE_INK = new Color(0x77, 0x77, 0x77);
  static final Color LINE = new Color(0xd8, 0xd8, 0xd8);

  private final BufferedImage image;
  private final Graphics2D pen;

  /**
   * @throws LonghandException when Java finds no font to write with
   */
  Canvas(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    fill(Color.WHITE, 0, 0, width, height);
    requireFonts();
  }

  /** A server may have none, and Java then answers with whatever broke first. */
  private void requireFonts() {
    try {
      pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      pen.getFontMetrics().stringWidth("a");
    } catch (RuntimeException | InternalError | LinkageError e) {
      throw new LonghandException(
          "the report's pictures cannot be drawn, as Java finds no fonts here; install fontconfig"
              + " and a font, such as the package fonts-dejavu-core",
          e);
    }
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  Canvas font(int size, boolean bold) {
    pen.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, size));
    return this;
  }

  Canvas color(Color color) {
    pen.setColor(color);
    return this;
  }

  void fill(Color color, double x, double y, double width, double height) {
    pen.setColor(color);
    pen.fill(new java.awt.geom.Rectangle2D.Double(x, y, width, height));
  }

  void outline(Color color, double x, double y, double width, double height) {
    pen.setColor(color);
    pen.draw(new java.awt.geom.Rectangle2D.Double(x, y, width, height));
  }

  void line(Color color, double x1, double y1, double x2, double y2) {
    pen.setColor(color);
    pen.draw(new java.awt.geom.Line2D.Double(x1, y1, x2, y2));
  }

  /** Text from {@code x}, its letters standing on {@code baseline}. */
  void text(String text, double x, double baseline) {
    pen.drawString(text, (float) x, (float) baseline);
  }

  void textCentred(String text, double x, double baseline) {
    text(text, x - widthOf(text) / 2.0, baseline);
  }

  void textRight(String text, double x, double baseline) {
    text(text, x - widthOf(text), baseline);
  }

  /** Text that reads upwards, centred at {@code y}. */
  void textUpwards(String text, double x, double y) {
    var before = pen.getTransform();
    pen.rotate(-Math.PI / 2, x, y);
    textCentred(text, x, y);
    pen.setTransform(before);
  }

  int widthOf(String text) {
    return pen.getFontMetrics().stringWidth(text);
  }

  /** The text, or as much of its end as fits, which tells files apart better than the start. */
  String fitting(String text, int width) {
    String shown = text;
    for (int cut = 1; widthOf(shown) > width && cut < text.length(); cut++) {
      shown = "…" + text.substring(cut);
    }
    return shown;
  }

  /** An image in the middle of a square. */
  void image(GrayImage gray, int x, int y, int side) {
    image(gray, x, y, side, side);
  }

  /** An image in the middle of a box, as large as fits; small ones keep their pixels sharp. */
  void image(GrayImage gray, int x, int y, int boxWidth, int boxHeight) {
    var drawn = new BufferedImage(gray.width(), gray.height(), BufferedImage.TYPE_BYTE_GRAY);
    drawn.getRaster().setDataElements(0, 0, gray.width(), gray.height(), gray.toArray());
    double scale = Math.min((double) boxWidth / gray.width(), (double) boxHeight / gray.height());
    int width = Math.max(1, (int) Math.round(gray.width() * scale));
    int height = Math.max(1, (int) Math.round(gray.height() * scale));
    BufferedImage shown = drawn;
    // One step of bilinear scaling skips pixels; halving first does not.
    while (shown.getWidth() > 2 * width && shown.getHeight() > 1 && shown.getWidth() > 1) {
      shown = scaled(shown, shown.getWidth() / 2, Math.max(1, shown.getHeight() / 2));
    }
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        scale > 1
            ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
            : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(
        shown, x + (boxWidth - width) / 2, y + (boxHeight - height) / 2, width, height, null);
  }

  private static BufferedImage scaled(BufferedImage from, int width, int height) {
    var to = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = to.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(from, 0, 0, width, height, null);
    pen.dispose();
    return to;
  }

  byte[] png() {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
