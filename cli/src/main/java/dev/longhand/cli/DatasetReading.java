package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.InvalidDataException;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a labelled dataset and keeps what became of each sample. An image that cannot be read is an
 * outcome as any other.
 *
 * @param <O> an outcome
 */
final class DatasetReading<O> implements BatchReader.Listener {

  /** Networks gain nothing from larger batches. */
  private static final int BATCH = 256;

  private final Outcomes<O> kind;
  private final Progress progress;
  private final List<O> outcomes;
  private final Duration elapsed;

  /**
   * @param threads that prepare images
   * @throws InvalidDataException when the dataset itself is broken, as no figure would mean
   *     anything
   */
  DatasetReading(
      Dataset dataset, Recognizer recognizer, Outcomes<O> kind, int threads, Progress progress) {
    this.kind = kind;
    this.progress = progress;
    this.outcomes = new ArrayList<>(dataset.size());
    long start = System.nanoTime();
    new BatchReader(() -> recognizer, threads, BATCH)
        .read(dataset.size(), index -> dataset.sample(index).image(), this);
    this.elapsed = Duration.ofNanos(System.nanoTime() - start);
  }

  /** Makes outcomes of one kind. */
  interface Outcomes<O> {
    O read(int index, Recognition recognition);

    /**
     * @param reason in one line
     */
    O failed(int index, String reason);
  }

  List<O> outcomes() {
    return outcomes;
  }

  /** All of it, decoding images included. */
  Duration elapsed() {
    return elapsed;
  }

  @Override
  public void read(int index, Prepared image, Recognition recognition) {
    outcomes.add(kind.read(index, recognition));
    progress.stepTo(index + 1L);
  }

  @Override
  public void failed(int index, LonghandException why) {
    if (why instanceof InvalidDataException) {
      throw why;
    }
    outcomes.add(kind.failed(index, String.valueOf(why.getMessage())));
    progress.stepTo(index + 1L);
  }
}
