package dev.longhand.training;

import dev.longhand.dataset.Dataset;
import java.util.List;
import java.util.Locale;

/** The card of a newly trained model: what a stranger must know before using it. */
public final class ModelCard {

  private ModelCard() {}

  /**
   * @param name of the model
   * @param reads what it reads, in one sentence
   * @param best the epoch that was kept
   * @param decoding how its output becomes a reading, in a sentence or two
   * @param notes what else there is to say, Markdown; may be blank
   * @return Markdown
   */
  public static String of(
      String name,
      String reads,
      List<Dataset> training,
      List<Dataset> validation,
      EpochResult best,
      String decoding,
      String notes) {
    var card = new StringBuilder();
    card.append("# ").append(name).append("\n\n").append(reads);
    card.append("\n\n## Data\n\n");
    training.forEach(dataset -> card.append(line("Trained on", dataset)));
    validation.forEach(dataset -> card.append(line("Chosen on", dataset)));
    card.append("\n## Validation\n\nEpoch ").append(best.epoch()).append(", the best:\n\n");
    best.validation()
        .forEach(
            (metric, value) ->
                card.append(String.format(Locale.ROOT, "- %s: %.4f\n", metric, value)));
    card.append('\n').append(decoding).append('\n');
    if (!notes.isBlank()) {
      card.append('\n').append(notes.strip()).append('\n');
    }
    return card.toString();
  }

  private static String line(String what, Dataset dataset) {
    return String.format(
        Locale.ROOT, "- %s %s: %,d samples\n", what, dataset.name(), dataset.size());
  }
}
