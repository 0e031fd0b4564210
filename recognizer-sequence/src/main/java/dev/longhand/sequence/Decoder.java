package dev.longhand.sequence;

import java.util.Arrays;
import java.util.Locale;

/** The ways from a network's output to text. */
public enum Decoder {
  /** The likeliest class of each column. */
  GREEDY,
  /** The likeliest texts, weighed by the model's language model where it has one. */
  BEAM,
  /** The likeliest words of a lexicon. */
  LEXICON;

  /**
   * @throws IllegalArgumentException when there is none of that name, listing those there are
   */
  static Decoder of(String name) {
    return Arrays.stream(values())
        .filter(decoder -> decoder.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no decoder is called '" + name + "'; there are " + Arrays.asList(values())));
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
