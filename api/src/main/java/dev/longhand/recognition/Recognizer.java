package dev.longhand.recognition;

import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.image.PreprocessingPipeline;
import java.util.List;
import java.util.Map;

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

  /**
   * The image after each step of preparing it, for people to look at.
   *
   * @throws dev.longhand.image.NoInkException when nothing is written on it
   */
  List<PreprocessingPipeline.Stage> explain(GrayImage image);

  /**
   * What readings rest on besides the image, as it is in effect: {@code prior=uniform}, {@code
   * decoder=beam}.
   *
   * @return values by name, in a fixed order; see {@link RecognizerProvider#settings}
   */
  Map<String, String> settings();

  /**
   * The probability in 0…1 under which the model's maker would say "not sure"; see {@link
   * Recognition#isSure}.
   */
  double rejectBelow();

  /** Frees the network; the engine stays open. */
  @Override
  void close();
}
