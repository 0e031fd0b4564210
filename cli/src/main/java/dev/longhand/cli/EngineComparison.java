package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.InvalidDataException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.recognition.Recognizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a dataset on several engines at once and notes how far apart they are. */
final class EngineComparison implements BatchReader.Listener {
  private static final int BATCH = 256;

  private final List<OpenReader> readers;
  private final Progress progress;
  private Difference largest;
  private int images;
  private int differentReadings;

  private EngineComparison(List<OpenReader> readers, Progress progress) {
    this.readers = List.copyOf(readers);
    this.progress = progress;
    this.largest = new Difference(0, name(0), name(1));
  }

  /**
   * Between two engines.
   *
   * @param probability how far apart the probabilities are that they give one symbol on one image
   */
  record Difference(double probability, String one, String other) {}

  /**
   * An image that cannot be read is left out.
   *
   * @param readers with one model on at least two engines
   * @param threads that prepare images
   * @throws InvalidDataException when the dataset itself is broken
   */
  static EngineComparison of(
      Dataset dataset, List<OpenReader> readers, int threads, Progress progress) {
    var comparison = new EngineComparison(readers, progress);
    Recognizer all = comparison.new AllReaders();
    new BatchReader(() -> all, threads, BATCH)
        .read(dataset.size(), index -> dataset.sample(index).image(), comparison);
    return comparison;
  }

  /** How many images were read. */
  int images() {
    return images;
  }

  /** Of the probabilities of one symbol on one image, the two that are furthest apart. */
  Difference largest() {
    return largest;
  }

  /** On how many images not all engines give the same reading. */
  int differentReadings() {
    return differentReadings;
  }

  @Override
  public void read(int index, Recognition recognition) {
    progress.stepTo(index + 1L);
  }

  @Override
  public void failed(int index, LonghandException why) {
    if (why instanceof InvalidDataException) {
      throw why;
    }
    progress.stepTo(index + 1L);
  }

  /** Takes what the engines say of one image. */
  private void compare(List<Recognition> recognitions) {
    images++;
    if (recognitions.stream().map(Recognition::text).distinct().count() > 1) {
      differentReadings++;
    }
    List<Map<String, Double>> bySymbol =
        recognitions.stream().map(EngineComparison::bySymbol).toList();
    for (String symbol : bySymbol.get(0).keySet()) {
      double[] probabilities =
          bySymbol.stream().mapToDouble(engine -> engine.getOrDefault(symbol, 0.0)).toArray();
      int least = 0;
      int most = 0;
      for (int engine = 1; engine < probabilities.length; engine++) {
        least = probabilities[engine] < probabilities[least] ? engine : least;
        most = probabilities[engine] > probabilities[most] ? engine : most;
      }
      double apart = probabilities[most] - probabilities[least];
      if (apart > largest.probability()) {
        largest = new Difference(apart, name(Math.min(least, most)), name(Math.max(least, most)));
      }
    }
  }

  private static Map<String, Double> bySymbol(Recognition recognition) {
    return recognition.candidates().stream()
        .collect(Collectors.toMap(Candidate::text, Candidate::probability));
  }

  private String name(int engine) {
    return readers.get(engine).engine().name();
  }

  /** Prepares each image once, has every engine read it, and answers as the first does. */
  private final class AllReaders implements Recognizer {
    @Override
    public Prepared prepare(GrayImage image) {
      return readers.get(0).recognizer().prepare(image);
    }

    @Override
    public List<Recognition> read(List<Prepared> batch) {
      List<List<Recognition>> byEngine =
          readers.stream().map(reader -> reader.recognizer().read(batch)).toList();
      for (int i = 0; i < batch.size(); i++) {
        int image = i;
        compare(byEngine.stream().map(recognitions -> recognitions.get(image)).toList());
      }
      return byEngine.get(0);
    }

    @Override
    public void close() {
      // Whoever opened the readers closes them.
    }
  }
}
