package dev.longhand.character;

import dev.longhand.dataset.Dataset;
import dev.longhand.text.Alphabet;
import dev.longhand.training.EpochResult;
import java.util.List;
import java.util.Locale;

/** The card of a newly trained model: what a stranger must know before using it. */
final class ModelCard {

  private ModelCard() {}

  static String of(
      String name,
      Alphabet alphabet,
      List<Dataset> training,
      List<Dataset> validation,
      EpochResult best,
      double temperature,
      String notes) {
    var card = new StringBuilder();
    card.append("# ").append(name).append("\n\nReads one handwritten character of ");
    card.append(alphabet.size()).append(" symbols: ").append(String.join("", alphabet.symbols()));
    card.append("\n\n## Data\n\n");
    training.forEach(dataset -> card.append(line("Trained on", dataset)));
    validation.forEach(dataset -> card.append(line("Chosen on", dataset)));
    card.append("\n## Validation\n\nEpoch ").append(best.epoch()).append(", the best:\n\n");
    best.validation()
        .forEach(
            (metric, value) ->
                card.append(String.format(Locale.ROOT, "- %s: %.4f\n", metric, value)));
    card.append(
        String.format(
            Locale.ROOT,
            "\nThe softmax temperature, fitted on the same data, is %.3f. The logits are"
                + " log-likelihoods: the prior over classes is chosen when reading.\n",
            temperature));
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
