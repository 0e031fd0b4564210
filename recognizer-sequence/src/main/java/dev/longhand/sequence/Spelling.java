package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Texts as the classes of an alphabet's symbols. Where one symbol begins with another, the longest
 * that fits is taken.
 */
final class Spelling {
  private final Map<String, Integer> classes;
  private final int longest;

  /** The class of each Latin-1 character that is a symbol, or -1: nearly all text is of these. */
  private final int[] latin = new int[256];

  Spelling(Alphabet alphabet) {
    classes = new HashMap<>(alphabet.index());
    longest = alphabet.symbols().stream().mapToInt(String::length).max().orElseThrow();
    Arrays.setAll(latin, c -> classes.getOrDefault(Character.toString(c), -1));
  }

  /**
   * @param text in Unicode's NFC
   * @return empty when something in it is not of the alphabet
   */
  Optional<int[]> of(String text) {
    int[] spelled = new int[text.length()];
    int length = 0;
    for (int at = 0; at < text.length(); length++) {
      int symbol = -1;
      int end = at;
      if (longest > 1) {
        for (end = Math.min(text.length(), at + longest); end > at + 1 && symbol < 0; end--) {
          symbol = classes.getOrDefault(text.substring(at, end), -1);
        }
        end = symbol < 0 ? at : end + 1;
      }
      if (symbol < 0) {
        char c = text.charAt(at);
        symbol = c < latin.length ? latin[c] : classes.getOrDefault(Character.toString(c), -1);
        end = at + 1;
      }
      if (symbol < 0) {
        return Optional.empty();
      }
      spelled[length] = symbol;
      at = end;
    }
    return Optional.of(Arrays.copyOf(spelled, length));
  }
}
