package dev.longhand.cli;

import dev.longhand.dataset.Dataset;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.evaluation.TextOutcome;
import dev.longhand.evaluation.TextReport;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a dataset of words or lines and compares. */
final class TextEvaluation implements DatasetReading.Outcomes<TextOutcome> {
  private final Dataset dataset;

  private TextEvaluation(Dataset dataset) {
    this.dataset = dataset;
  }

  /**
   * An image that cannot be read counts as one on which nothing was read.
   *
   * @param learnt what the model has learnt from; empty when it is not known
   * @throws dev.longhand.dataset.InvalidDataException when the dataset itself is broken
   */
  static TextReport of(
      Dataset dataset,
      List<Dataset> learnt,
      Recognizer recognizer,
      Conditions conditions,
      int threads,
      Progress progress) {
    var reading =
        new DatasetReading<>(dataset, recognizer, new TextEvaluation(dataset), threads, progress);
    return TextReport.of(conditions, reading.outcomes(), reading.elapsed(), texts(learnt));
  }

  private static Set<String> texts(List<Dataset> datasets) {
    Set<String> texts = new HashSet<>();
    for (Dataset dataset : datasets) {
      for (int i = 0; i < dataset.size(); i++) {
        texts.addAll(dataset.labels(i));
      }
    }
    return texts;
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
