package dev.longhand.text;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The symbols that a model can read; the order is the order of its classes. A CTC blank is no
 * symbol.
 *
 * @param symbols at least one, each not empty, in Unicode's NFC, all different
 */
public record Alphabet(List<String> symbols) {

  /** 0-9, A-Z, a-z: the 62 classes of EMNIST ByClass, in its order. */
  public static final Alphabet LATIN_62 =
      ofCodePoints("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

  public Alphabet {
    symbols = List.copyOf(symbols);
    if (symbols.isEmpty()) {
      throw new IllegalArgumentException("an alphabet has at least one symbol");
    }
    index(symbols);
  }

  /** One symbol for each code point. */
  public static Alphabet ofCodePoints(String symbols) {
    return new Alphabet(symbols.codePoints().mapToObj(Character::toString).toList());
  }

  public int size() {
    return symbols.size();
  }

  /** The symbol of a class. */
  public String symbol(int index) {
    return symbols.get(index);
  }

  /** The class of a symbol, or empty when it is not in this alphabet. */
  public OptionalInt indexOf(String symbol) {
    int index = symbols.indexOf(symbol);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** The class of each symbol. */
  public Map<String, Integer> index() {
    return index(symbols);
  }

  private static Map<String, Integer> index(List<String> symbols) {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (String symbol : symbols) {
      if (symbol.isEmpty() || !Normalizer.isNormalized(symbol, Normalizer.Form.NFC)) {
        throw new IllegalArgumentException(
            "symbol " + index.size() + " ('" + symbol + "') is empty or not in Unicode's NFC");
      }
      Integer twin = index.putIfAbsent(symbol, index.size());
      if (twin != null) {
        throw new IllegalArgumentException(
            "symbol '" + symbol + "' stands twice, first as " + twin);
      }
    }
    return index;
  }
}
