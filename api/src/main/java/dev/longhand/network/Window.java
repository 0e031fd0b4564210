package dev.longhand.network;

/**
 * A height and a width in pixels: a kernel, a stride or a padding.
 *
 * @param height at least 0
 * @param width at least 0
 */
public record Window(int height, int width) {

  public Window {
    if (height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "a window is not negative, but was " + height + "×" + width);
    }
  }

  public static Window square(int side) {
    return new Window(side, side);
  }

  boolean isEmpty() {
    return height == 0 || width == 0;
  }
}
