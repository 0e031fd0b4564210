package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any text: weighed by how usual a language model finds it, and by its length, because each further
 * symbol can only make a text less probable.
 *
 * @param context of the model, where there is one, after these symbols
 * @param weight {@code alpha · log P(symbols) + beta · symbols}
 */
record FreeText(
    @Nullable CharacterLanguageModel model, double alpha, double beta, int context, double weight)
    implements Beginning {

  /** The empty beginning. */
  static FreeText start(
      Alphabet alphabet, Optional<CharacterLanguageModel> model, double alpha, double beta) {
    if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("alpha must be finite and at least 0, but was " + alpha);
    }
    if (!Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be finite, but was " + beta);
    }
    model.ifPresent(it -> requireSameAlphabet(it, alphabet));
    CharacterLanguageModel used = alpha > 0 ? model.orElse(null) : null;
    return new FreeText(used, alpha, beta, used == null ? 0 : used.start(), 0);
  }

  private static void requireSameAlphabet(CharacterLanguageModel model, Alphabet alphabet) {
    if (!model.alphabet().equals(alphabet)) {
      throw new LonghandException(
          "the language model is of another alphabet: it has "
              + model.alphabet().size()
              + " symbols, "
              + String.join("", model.alphabet().symbols())
              + ", but the network reads "
              + alphabet.size()
              + ", "
              + String.join("", alphabet.symbols())
              + "; make one with 'longhand train language-model' for this model");
    }
  }

  @Override
  public double weightAsWhole() {
    return model == null ? weight : weight + alpha * model.logProbabilityOfEnd(context);
  }

  @Override
  public double mostWeightOfLonger() {
    return weight + beta;
  }

  @Override
  public FreeText then(int symbol) {
    return model == null
        ? new FreeText(null, alpha, beta, 0, weight + beta)
        : new FreeText(
            model,
            alpha,
            beta,
            model.extend(context, symbol),
            weight + beta + alpha * model.logProbability(context, symbol));
  }
}
