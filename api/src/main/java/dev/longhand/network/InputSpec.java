package dev.longhand.network;

import dev.longhand.tensor.Shape;
import java.util.OptionalInt;

/**
 * What a network takes: images {@code N×C×H×W} whose height and width are fixed or free.
 *
 * @param channels at least 1
 * @param height in pixels, at least 1; empty when any height will do
 * @param width in pixels, at least 1; empty when any width will do
 */
public record InputSpec(int channels, OptionalInt height, OptionalInt width) {

  public InputSpec {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, but was " + channels);
    }
    if (height.orElse(1) < 1 || width.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "height and width must be at least 1, but were " + height + " and " + width);
    }
  }

  public static InputSpec fixed(int channels, int height, int width) {
    return new InputSpec(channels, OptionalInt.of(height), OptionalInt.of(width));
  }

  public static InputSpec freeWidth(int channels, int height) {
    return new InputSpec(channels, OptionalInt.of(height), OptionalInt.empty());
  }

  /**
   * @throws IllegalArgumentException when a batch of this shape is not {@code N×C×H×W} as specified
   */
  public void check(Shape batch) {
    boolean fits =
        batch.rank() == 4
            && batch.extent(1) == channels
            && height.orElse(batch.extent(2)) == batch.extent(2)
            && width.orElse(batch.extent(3)) == batch.extent(3);
    if (!fits) {
      throw new IllegalArgumentException("the network takes " + this + ", but was given " + batch);
    }
  }

  /** As in {@code N×1×32×W}: free extents are letters. */
  @Override
  public String toString() {
    return "N×" + channels + "×" + text(height, "H") + "×" + text(width, "W");
  }

  private static String text(OptionalInt extent, String free) {
    return extent.isPresent() ? Integer.toString(extent.getAsInt()) : free;
  }
}
