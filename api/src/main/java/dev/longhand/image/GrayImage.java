package dev.longhand.image;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upright grey image of 8 bits a pixel, row-major from the top left: 0 is black, 255 is white.
 * One that was drawn from pen strokes knows how the pen moved. Immutable.
 */
public final class GrayImage {
  private final int width;
  private final int height;
  private final byte[] pixels;
  private final @Nullable PenPath path;

  private GrayImage(int width, int height, byte[] pixels, @Nullable PenPath path) {
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
    this.path = path;
  }

  /**
   * An image of a copy of {@code pixels}.
   *
   * @param pixels unsigned bytes, row by row
   */
  public static GrayImage of(int width, int height, byte[] pixels) {
    return new GrayImage(width, height, pixels.clone(), null);
  }

  /** The same pixels, drawn by a pen that moved so. */
  public GrayImage drawnBy(PenPath newPath) {
    return new GrayImage(width, height, pixels, newPath);
  }

  /** How the pen moved that drew this; empty for what was scanned or photographed. */
  public Optional<PenPath> path() {
    return Optional.ofNullable(path);
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

  /** Equal are images of the same pixels, whoever drew them. */
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
