package dev.longhand.character;

import dev.longhand.text.Alphabet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Which symbols are the same letter. */
final class CaseFold {

  private CaseFold() {}

  /** For each symbol of the alphabet the index of the first that is the same but for case. */
  static int[] of(Alphabet alphabet) {
    Map<String, Integer> first = new LinkedHashMap<>();
    int[] fold = new int[alphabet.size()];
    for (int k = 0; k < fold.length; k++) {
      String folded = alphabet.symbol(k).toLowerCase(Locale.ROOT);
      fold[k] = Objects.requireNonNullElse(first.putIfAbsent(folded, k), k);
    }
    return fold;
  }
}
