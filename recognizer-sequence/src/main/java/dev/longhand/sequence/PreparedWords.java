package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.Network;
import dev.longhand.image.GrayImage;
import dev.longhand.image.NoInkException;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.image.TooWideException;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Validation words, prepared once by the very pipeline that reads and kept as bytes. */
final class PreparedWords {

  /** More words say little more, and would have to be kept in memory. */
  private static final int MOST = 5000;

  private final Dataset dataset;
  private final List<GrayImage> images;
  private final List<String> texts;

  private PreparedWords(Dataset dataset, List<GrayImage> images, List<String> texts) {
    this.dataset = dataset;
    this.images = images;
    this.texts = texts;
  }

  /**
   * @throws LonghandException when none of the samples can be read
   */
  static PreparedWords of(Dataset whole, PreprocessingPipeline pipeline) {
    Dataset dataset = Datasets.limit(whole, MOST);
    GrayImage[] prepared = new GrayImage[dataset.size()];
    IntStream.range(0, prepared.length)
        .parallel()
        .forEach(
            i -> {
              Sample sample = dataset.sample(i);
              try {
                prepared[i] = LineImage.of(pipeline.prepare(sample.image()));
              } catch (NoInkException | TooWideException e) {
                // Left out: nobody could read it.
              }
            });
    List<GrayImage> images = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < prepared.length; i++) {
      if (prepared[i] != null) {
        images.add(prepared[i]);
        texts.add(dataset.labels(i).get(0));
      }
    }
    if (images.isEmpty()) {
      throw new LonghandException(
          "none of the "
              + dataset.size()
              + " validation samples of "
              + dataset.name()
              + " shows ink");
    }
    return new PreparedWords(dataset, images, texts);
  }

  String name() {
    return dataset.name();
  }

  String identity() {
    return Datasets.digest(dataset);
  }

  int size() {
    return images.size();
  }

  String text(int index) {
    return texts.get(index);
  }

  /** What a network reads, in order. */
  List<String> read(Network network, BestPath bestPath) {
    String[] read = new String[images.size()];
    run(
        network,
        (indices, output) -> {
          int[] columns = columns(indices);
          List<String> some = bestPath.read(output, columns);
          for (int i = 0; i < indices.length; i++) {
            read[indices[i]] = some.get(i);
          }
        });
    return Arrays.asList(read);
  }

  /** What a network puts out, in whatever order is fastest. */
  void run(Network network, WidthBatches.Listener listener) {
    WidthBatches.run(
        network,
        images.size(),
        i -> images.get(i).width(),
        i -> {
          GrayImage image = images.get(i);
          float[] values = LineImage.ink(image);
          for (int p = 0; p < values.length; p++) {
            values[p] = (values[p] - LineImage.MEAN) / LineImage.DEVIATION;
          }
          return Tensor.of(new Shape(1, image.height(), image.width()), values);
        },
        listener);
  }

  int[] columns(int[] indices) {
    return Arrays.stream(indices).map(i -> WordNetwork.columns(images.get(i).width())).toArray();
  }
}
