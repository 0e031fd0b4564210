package dev.longhand.cli;

import dev.longhand.dataset.Dataset;
import dev.longhand.evaluation.CharacterOutcome;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import dev.longhand.text.Alphabet;

/** Reads a dataset of single characters and compares. */
final class CharacterEvaluation implements DatasetReading.Outcomes<CharacterOutcome> {
  private final Dataset dataset;

  private CharacterEvaluation(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * An image that cannot be read counts as read wrongly.
   *
   * @param alphabet of the recognizer's model
   * @throws dev.longhand.dataset.InvalidDataException when the dataset itself is broken
   */
  static CharacterReport of(
      Dataset dataset,
      Recognizer recognizer,
      Alphabet alphabet,
      Conditions conditions,
      int threads,
      Progress progress) {
    var reading =
        new DatasetReading<>(
            dataset, recognizer, new CharacterEvaluation(dataset), threads, progress);
    return CharacterReport.of(conditions, alphabet, reading.outcomes(), reading.elapsed());
  }

  @Override
  public CharacterOutcome read(int index, Recognition recognition) {
    return CharacterOutcome.of(dataset.id(index), dataset.labels(index), recognition);
  }

  @Override
  public CharacterOutcome failed(int index, String reason) {
    return new CharacterOutcome.Failed(dataset.id(index), dataset.labels(index), reason);
  }
}
