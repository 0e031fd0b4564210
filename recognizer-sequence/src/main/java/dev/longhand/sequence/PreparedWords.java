package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.InvalidDataException;
import dev.longhand.engine.Network;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
   * @param notices is told in a line when samples cannot be read
   * @throws LonghandException when none of the samples can be read, or the dataset is broken
   */
  static PreparedWords of(Dataset whole, PreprocessingPipeline pipeline, Consumer<String> notices) {
    Dataset dataset = Datasets.limit(whole, MOST);
    GrayImage[] prepared = new GrayImage[dataset.size()];
    String[] reasons = new String[dataset.size()];
    IntStream.range(0, prepared.length)
        .parallel()
        .forEach(
            i -> {
              try {
                prepared[i] = LineImage.of(pipeline.prepare(dataset.sample(i).image()));
              } catch (InvalidDataException e) {
                // The dataset is broken, and the report at the end could not be made.
                throw e;
              } catch (LonghandException e) {
                // As in training, one bad image does not end it all.
                reasons[i] = String.valueOf(e.getMessage());
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
    int unreadable = dataset.size() - images.size();
    if (unreadable > 0) {
      int first =
          IntStream.range(0, reasons.length)
              .filter(i -> reasons[i] != null)
              .findFirst()
              .orElseThrow();
      String why = "; the first is " + dataset.id(first) + ": " + reasons[first];
      if (images.isEmpty()) {
        throw new LonghandException(
            "none of the "
                + unreadable
                + " validation samples of "
                + dataset.name()
                + " can be read"
                + why);
      }
      notices.accept(
          unreadable
              + " of "
              + dataset.size()
              + " validation samples of "
              + dataset.name()
              + " could not be read and are left out"
              + why);
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
