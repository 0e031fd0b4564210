package dev.longhand.image;

import java.util.Arrays;

/**
 * An upright grey image of 8 bits a pixel, row-major from the top left: 0 is black, 255 is white.
 * Immutable.
 */
public final class GrayImage {
  private final int width;
  private final int height;
  private final byte[] pixels;

  private GrayImage(int width, int height, byte[] pixels) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "an image is at least 1×1 px, but was " + width + "×" + height);
    }
    if (pixels.length != (long) width * height) {
      throw new IllegalArgumentException(
          width
              + "×"
              + height
              + " px need "
              + (long) width * height
              + " values, but there are "
              + pixels.length);
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /**
   * An image of a copy of {@code pixels}.
   *
   * @param pixels unsigned bytes, row by row
   */
  public static GrayImage of(int width, int height, byte[] pixels) {
    return new GrayImage(width, height, pixels.clone());
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** The luminance in 0…255 at a column and a row. */
  public int at(int x, int y) {
    return pixels[y * width + x] & 0xff;
  }

  /** A copy of the pixels: unsigned bytes, row by row. */
  public byte[] toArray() {
    return pixels.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GrayImage that
        && width == that.width
        && height == that.height
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "GrayImage[" + width + "×" + height + " px]";
  }
}
