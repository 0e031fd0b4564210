package dev.longhand.sequence;

import dev.longhand.text.Alphabet;

/** Language models of a few words. */
final class Models {

  private Models() {}

  static CharacterLanguageModel of(Alphabet alphabet, int order, String... words) {
    var counter = new NgramCounter(order, alphabet.size());
    for (String word : words) {
      counter.add(new Spelling(alphabet).of(word).orElseThrow(), LanguageModelText.ONCE);
    }
    return new CharacterLanguageModel(alphabet, counter.tree());
  }

  /** Of a word, its end included, symbol by symbol. */
  static double logProbability(CharacterLanguageModel model, String word) {
    double sum = 0;
    int context = model.start();
    for (int symbol : new Spelling(model.alphabet()).of(word).orElseThrow()) {
      sum += model.logProbability(context, symbol);
      context = model.extend(context, symbol);
    }
    return sum + model.logProbabilityOfEnd(context);
  }
}
