package dev.longhand.cli;

import dev.longhand.dataset.Dataset;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.evaluation.TextOutcome;
import dev.longhand.evaluation.TextReport;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;

/** Reads a dataset of words or lines and compares. */
final class TextEvaluation implements DatasetReading.Outcomes<TextOutcome> {
  private final Dataset dataset;

  private TextEvaluation(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * An image that cannot be read counts as one on which nothing was read.
   *
   * @throws dev.longhand.dataset.InvalidDataException when the dataset itself is broken
   */
  static TextReport of(
      Dataset dataset,
      Recognizer recognizer,
      Conditions conditions,
      int threads,
      Progress progress) {
    var reading =
        new DatasetReading<>(dataset, recognizer, new TextEvaluation(dataset), threads, progress);
    return TextReport.of(conditions, reading.outcomes(), reading.elapsed());
  }

  @Override
  public TextOutcome read(int index, Recognition recognition) {
    return TextOutcome.of(
        dataset.id(index), dataset.group(index), dataset.labels(index), recognition);
  }

  @Override
  public TextOutcome failed(int index, String reason) {
    return new TextOutcome.Failed(
        dataset.id(index), dataset.group(index), dataset.labels(index).get(0), reason);
  }
}
