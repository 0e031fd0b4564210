package dev.longhand.recognition;

import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import java.util.List;

/** Reads images with one model on one engine. Any number of threads may use it at once. */
public interface Recognizer extends AutoCloseable {

  /**
   * Brings an image into the form that the model's network takes.
   *
   * @throws dev.longhand.image.NoInkException when nothing is written on it
   */
  Prepared prepare(GrayImage image);

  /**
   * Reads prepared images in as few runs of the network as possible.
   *
   * @return one recognition for each image, in order
   */
  List<Recognition> read(List<Prepared> images);

  /**
   * Prepares and reads one image.
   *
   * @throws dev.longhand.image.NoInkException when nothing is written on it
   */
  default Recognition recognize(GrayImage image) {
    return read(List.of(prepare(image))).get(0);
  }

  /** Frees the network; the engine stays open. */
  @Override
  void close();
}
