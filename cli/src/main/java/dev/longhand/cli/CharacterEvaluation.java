package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.InvalidDataException;
import dev.longhand.evaluation.CharacterOutcome;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import dev.longhand.text.Alphabet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a labelled dataset and compares. */
final class CharacterEvaluation implements BatchReader.Listener {

  /** The network gains nothing from larger batches. */
  private static final int BATCH = 256;

  private final Dataset dataset;
  private final Progress progress;
  private final List<CharacterOutcome> outcomes;

  private CharacterEvaluation(Dataset dataset, Progress progress) {
    this.dataset = dataset;
    this.progress = progress;
    this.outcomes = new ArrayList<>(dataset.size());
  }

  /**
   * An image that cannot be read counts as read wrongly.
   *
   * @param alphabet of the recognizer's model
   * @throws InvalidDataException when the dataset itself is broken, as no figure would mean
   *     anything
   */
  static CharacterReport of(
      Dataset dataset,
      Recognizer recognizer,
      Alphabet alphabet,
      Conditions conditions,
      int threads,
      Progress progress) {
    var evaluation = new CharacterEvaluation(dataset, progress);
    long start = System.nanoTime();
    new BatchReader(() -> recognizer, threads, BATCH)
        .read(dataset.size(), index -> dataset.sample(index).image(), evaluation);
    var elapsed = Duration.ofNanos(System.nanoTime() - start);
    return CharacterReport.of(conditions, alphabet, evaluation.outcomes, elapsed);
  }

  @Override
  public void read(int index, Recognition recognition) {
    outcomes.add(CharacterOutcome.of(dataset.id(index), dataset.labels(index), recognition));
    progress.stepTo(index + 1L);
  }

  @Override
  public void failed(int index, LonghandException why) {
    if (why instanceof InvalidDataException) {
      throw why;
    }
    outcomes.add(
        new CharacterOutcome.Failed(
            dataset.id(index), dataset.labels(index), String.valueOf(why.getMessage())));
    progress.stepTo(index + 1L);
  }
}
