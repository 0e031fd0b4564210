package dev.longhand.server.reading;

import dev.longhand.image.GrayImage;

/** An image that a worker decodes or draws when its turn has come. */
@FunctionalInterface
public interface ImageSource {

  /**
   * @throws dev.longhand.LonghandException when it is no image, or no ink
   */
  GrayImage decode();
}
