package dev.longhand.synthesis;

/**
 * How much of each pixel polygons cover, exactly: the signed areas that their sides cut off are
 * summed along the rows.
 *
 * @see <a
 *     href="https://medium.com/@raphlinus/inside-the-fastest-font-renderer-in-the-world-75ae5270c445">
 *     Levien, Inside the fastest font renderer in the world</a>
 */
final class Coverage {
  private final int width;
  private final int height;
  private final int stride;
  private final float[] changes;

  Coverage(int width, int height) {
    this.width = width;
    this.height = height;
    // What lies right of the last pixel is summed up there and never shown.
    stride = width + 2;
    changes = new float[stride * height];
  }

  /** Adds a side of a polygon, in pixels; what is beyond the image is cut off. */
  void addSide(float fromX, float fromY, float toX, float toY) {
    if (fromY == toY) {
      return;
    }
    boolean down = fromY < toY;
    float top = down ? fromY : toY;
    float bottom = down ? toY : fromY;
    float slope = (toX - fromX) / (toY - fromY);
    float x = down ? fromX : toX;
    if (top < 0) {
      x -= top * slope;
    }
    int last = Math.min(height, (int) Math.ceil(bottom));
    for (int row = Math.max(0, (int) top); row < last; row++) {
      float rise = Math.min(row + 1, bottom) - Math.max(row, top);
      float nextX = x + slope * rise;
      addToRow(row, clip(x), clip(nextX), down ? rise : -rise);
      x = nextX;
    }
  }

  private float clip(float x) {
    return Math.max(0, Math.min(width, x));
  }

  /** Adds that part of a side which lies in one row. */
  private void addToRow(int row, float fromX, float toX, float rise) {
    float left = Math.min(fromX, toX);
    float right = Math.max(fromX, toX);
    int first = (int) left;
    int end = (int) Math.ceil(right);
    int at = row * stride + first;
    if (end <= first + 1) {
      float beyond = rise * ((left + right) / 2 - first);
      changes[at] += rise - beyond;
      changes[at + 1] += beyond;
      return;
    }
    float perPixel = 1 / (right - left);
    float before = 0;
    float coveredBefore = 0;
    for (int column = first; column <= end; column++, at++) {
      float along = Math.min(1, Math.max(0, (column + 1 - left) * perPixel));
      // The pixel is covered right of the side: by what came before, and half of what is in it.
      float into = Math.min(column + 1, right) - Math.max(column, left);
      float covered =
          column >= right
              ? 1
              : before + (along - before) * (column + 1 - Math.min(column + 1, right) + into / 2);
      changes[at] += rise * (covered - coveredBefore);
      coveredBefore = covered;
      before = along;
    }
  }

  /** In 0…1, row-major: all that is inside of any polygon. */
  float[] covered() {
    float[] covered = new float[width * height];
    for (int row = 0; row < height; row++) {
      float sum = 0;
      for (int column = 0; column < width; column++) {
        sum += changes[row * stride + column];
        covered[row * width + column] = Math.min(1, Math.abs(sum));
      }
    }
    return covered;
  }
}
