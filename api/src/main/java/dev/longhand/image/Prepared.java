package dev.longhand.image;

import dev.longhand.tensor.Tensor;

/**
 * An image ready for a network.
 *
 * @param input {@code C×H×W}, normalised; see {@link Preprocessing#channels}
 * @param inkBox where the ink was found, in pixels of the image that was given
 */
public record Prepared(Tensor input, Box inkBox) {

  /** A rectangle in pixels; the left and top edges belong to it. */
  public record Box(int left, int top, int width, int height) {}
}
