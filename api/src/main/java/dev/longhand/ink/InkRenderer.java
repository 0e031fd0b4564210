package dev.longhand.ink;

import dev.longhand.image.GrayImage;
import dev.longhand.image.PenPath;
import dev.longhand.ink.Ink.Stroke;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws pen strokes as dark ink on white paper, with round ends and joints.
 *
 * <p>A pixel is covered by how far its centre lies inside the nearest stroke, over one pixel: plain
 * arithmetic, so every platform draws the same.
 */
public final class InkRenderer {

  private InkRenderer() {}

  /** Draws with {@link Pen#USUAL}. */
  public static GrayImage render(Ink ink) {
    return render(ink, Pen.USUAL);
  }

  public static GrayImage render(Ink ink, Pen pen) {
    Ink.Box box = ink.box();
    double scale = box.longestSide() == 0 ? 1 : pen.longestSide() / box.longestSide();
    double radius = pen.width() / 2;
    double inset = pen.margin() + radius + 0.5;
    int width = (int) Math.ceil(box.width() * scale + 2 * inset);
    int height = (int) Math.ceil(box.height() * scale + 2 * inset);
    float[] coverage = new float[width * height];
    List<PenPath.Stroke> path = new ArrayList<>();
    for (Stroke stroke : ink.strokes()) {
      float[] moves = new float[2 * stroke.points()];
      for (int point = 0; point < stroke.points(); point++) {
        moves[2 * point] = (float) ((stroke.x(point) - box.left()) * scale + inset);
        moves[2 * point + 1] = (float) ((stroke.y(point) - box.top()) * scale + inset);
      }
      path.add(new PenPath.Stroke(moves));
      double x = (stroke.x(0) - box.left()) * scale + inset;
      double y = (stroke.y(0) - box.top()) * scale + inset;
      for (int point = Math.min(1, stroke.points() - 1); point < stroke.points(); point++) {
        double nextX = (stroke.x(point) - box.left()) * scale + inset;
        double nextY = (stroke.y(point) - box.top()) * scale + inset;
        drawSegment(coverage, width, height, x, y, nextX, nextY, radius);
        x = nextX;
        y = nextY;
      }
    }
    byte[] pixels = new byte[coverage.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(255 * (1 - coverage[i]));
    }
    return GrayImage.of(width, height, pixels).drawnBy(new PenPath(path));
  }

  private static void drawSegment(
      float[] coverage,
      int width,
      int height,
      double x1,
      double y1,
      double x2,
      double y2,
      double radius) {
    double reach = radius + 0.5;
    int top = Math.max(0, (int) Math.floor(Math.min(y1, y2) - reach));
    int bottom = Math.min(height - 1, (int) Math.ceil(Math.max(y1, y2) + reach));
    double dx = x2 - x1;
    double dy = y2 - y1;
    double squaredLength = dx * dx + dy * dy;
    for (int row = top; row <= bottom; row++) {
      double py = row + 0.5 - y1;
      // Only that part of the segment matters whose rows are within reach of this one.
      double near = dy == 0 ? 0 : Math.max(0, Math.min((py - reach) / dy, (py + reach) / dy));
      double far = dy == 0 ? 1 : Math.min(1, Math.max((py - reach) / dy, (py + reach) / dy));
      double nearX = x1 + near * dx;
      double farX = x1 + far * dx;
      int left = Math.max(0, (int) Math.floor(Math.min(nearX, farX) - reach) - 1);
      int right = Math.min(width - 1, (int) Math.ceil(Math.max(nearX, farX) + reach));
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x1;
        double along =
            squaredLength == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squaredLength));
        double offX = px - along * dx;
        double offY = py - along * dy;
        double inside = reach - Math.sqrt(offX * offX + offY * offY);
        if (inside > 0) {
          int pixel = row * width + column;
          coverage[pixel] = Math.max(coverage[pixel], (float) Math.min(1, inside));
        }
      }
    }
  }
}
