package dev.longhand.image;

import dev.longhand.image.Preprocessing.DirectionMaps;

/** Draws {@link DirectionMaps}. */
final class DirectionMapping {

  /** Of a step along a stroke, at the most, in pixels. */
  private static final double STEP = 0.5;

  /** What a straight stroke gives in its middle, once blurred, is half of what it was. */
  private static final float GAIN = 1.5f;

  private DirectionMapping() {}

  /**
   * The maps one after the other, {@code 4×side×side}, in 0…1.
   *
   * @param placement from the pixels of the path to those of the maps
   */
  static float[] draw(PenPath path, Placement placement, int side) {
    float[] maps = new float[DirectionMaps.COUNT * side * side];
    for (PenPath.Stroke stroke : path.strokes()) {
      float[] at = stroke.coordinates();
      for (int i = 2; i < at.length; i += 2) {
        drawSegment(
            maps,
            side,
            placement.x(at[i - 2]),
            placement.y(at[i - 1]),
            placement.x(at[i]),
            placement.y(at[i + 1]));
      }
    }
    return blur(maps, side);
  }

  private static void drawSegment(
      float[] maps, int side, double x1, double y1, double x2, double y2) {
    double dx = x2 - x1;
    double dy = y2 - y1;
    int steps = (int) Math.ceil(Math.hypot(dx, dy) / STEP);
    double[] moved = {Math.max(0, dx), Math.max(0, -dx), Math.max(0, dy), Math.max(0, -dy)};
    for (int step = 0; step < steps; step++) {
      double along = (step + 0.5) / steps;
      double x = x1 + along * dx - 0.5;
      double y = y1 + along * dy - 0.5;
      for (int direction = 0; direction < moved.length; direction++) {
        if (moved[direction] > 0) {
          spread(maps, side, direction, x, y, moved[direction] / steps);
        }
      }
    }
  }

  /** Shares an amount among the four pixels around a point, bilinearly. */
  private static void spread(
      float[] maps, int side, int direction, double x, double y, double amount) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
    for (int row = top; row <= top + 1; row++) {
      for (int column = left; column <= left + 1; column++) {
        if (row >= 0 && row < side && column >= 0 && column < side) {
          double share = (column == left ? 1 - right : right) * (row == top ? 1 - down : down);
          maps[(direction * side + row) * side + column] += (float) (amount * share);
        }
      }
    }
  }

  /** Binomial, 1-2-1 along both axes. */
  private static float[] blur(float[] maps, int side) {
    float[] blurred = new float[maps.length];
    for (int map = 0; map < DirectionMaps.COUNT; map++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          float sum = 0;
          for (int row = Math.max(0, y - 1); row <= Math.min(side - 1, y + 1); row++) {
            for (int column = Math.max(0, x - 1); column <= Math.min(side - 1, x + 1); column++) {
              sum +=
                  (2 - Math.abs(row - y))
                      * (2 - Math.abs(column - x))
                      * maps[(map * side + row) * side + column];
            }
          }
          blurred[(map * side + y) * side + x] = Math.min(1, GAIN * sum / 16);
        }
      }
    }
    return blurred;
  }
}
