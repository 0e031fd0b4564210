package dev.longhand.sequence;

import org.jspecify.annotations.Nullable;

/**
 * The first symbols of a text, as something other than the network weighs them: a language model, a
 * lexicon. Immutable; weights are natural logarithms, larger is better.
 */
interface Beginning {

  /** Of all that begins so. */
  double weight();

  /** Of the text that ends here; negative infinity when none does. */
  double weightAsWhole();

  /** No longer beginning by one symbol weighs more. */
  double mostWeightOfLonger();

  /**
   * The same with one more symbol.
   *
   * @return null when no text begins so
   */
  @Nullable Beginning then(int symbol);
}
