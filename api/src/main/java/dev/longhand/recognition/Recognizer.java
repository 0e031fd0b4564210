package dev.longhand.recognition;

import dev.longhand.image.GrayImage;
import java.util.List;

/** Reads images with one model on one engine. Any number of threads may use it at once. */
public interface Recognizer extends AutoCloseable {

  /**
   * Reads one image.
   *
   * @throws dev.longhand.image.NoInkException when nothing is written on it
   */
  default Recognition recognize(GrayImage image) {
    return recognizeAll(List.of(image)).get(0);
  }

  /**
   * Reads images in as few runs of the network as possible.
   *
   * @return one recognition for each image, in order
   * @throws dev.longhand.image.NoInkException when nothing is written on one of them
   */
  List<Recognition> recognizeAll(List<GrayImage> images);

  /** Frees the network; the engine stays open. */
  @Override
  void close();
}
