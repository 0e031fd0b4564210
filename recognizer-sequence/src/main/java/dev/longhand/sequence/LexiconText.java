package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text of a lexicon's words as they stand in text, or else, at a cost, any text.
 *
 * <p>A word is read as it is in the lexicon, with its first letter as a capital, or all in
 * capitals; before and after it may be anything but letters, which may also be all there is, as in
 * a number. A hyphen, a slash or a space may join words.
 *
 * @param positions where in words this beginning may be, each once, in order; none when no text of
 *     the lexicon begins so
 * @param free the same as any text is weighed
 */
record LexiconText(Words words, int[] positions, FreeText free, double escapeCost)
    implements Beginning {

  /** The position after a word: neither in the tree of words nor before it. */
  private static final int AFTER = -1;

  /** At the start of a word, and not in one that is all in capitals. */
  private static final int START = position(Lexicon.ROOT, false);

  /**
   * @param escapeCost what a text outside the lexicon loses; positive infinity rules it out
   */
  static LexiconText start(Words words, FreeText free, double escapeCost) {
    return new LexiconText(words, new int[] {START}, free, escapeCost);
  }

  private static int position(int node, boolean capitals) {
    return 2 * node + (capitals ? 1 : 0);
  }

  @Override
  public double weight() {
    return positions.length > 0 ? free.weight() : free.weight() - escapeCost;
  }

  @Override
  public double weightAsWhole() {
    return isWhole() ? free.weightAsWhole() : free.weightAsWhole() - escapeCost;
  }

  private boolean isWhole() {
    for (int position : positions) {
      if (position == AFTER || position == START || words.lexicon.isWord(position >> 1)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public double mostWeightOfLonger() {
    double any = free.mostWeightOfLonger();
    return positions.length > 0 ? any : any - escapeCost;
  }

  @Override
  public @Nullable LexiconText then(int symbol) {
    var next = new Positions(5 * positions.length);
    for (int position : positions) {
      words.follow(position, words.signs[symbol], next);
    }
    int[] found = next.inOrder();
    return found.length == 0 && escapeCost == Double.POSITIVE_INFINITY
        ? null
        : new LexiconText(words, found, free.then(symbol), escapeCost);
  }

  /** Positions as they are found. */
  private static final class Positions {
    private final int[] found;
    private int size;

    Positions(int most) {
      found = new int[most];
    }

    void add(int position) {
      for (int i = 0; i < size; i++) {
        if (found[i] == position) {
          return;
        }
      }
      found[size++] = position;
    }

    void addNode(int node, boolean capitals) {
      if (node >= 0) {
        add(position(node, capitals));
      }
    }

    int[] inOrder() {
      int[] result = Arrays.copyOf(found, size);
      Arrays.sort(result);
      return result;
    }
  }

  /** A symbol of the alphabet as words are spelled with it. */
  private record Sign(
      String text, String small, boolean isLetter, boolean isCapital, boolean joins) {

    static Sign of(String symbol) {
      String small = symbol.toLowerCase(Locale.ROOT);
      return new Sign(
          symbol,
          small,
          symbol.codePoints().anyMatch(Character::isLetter),
          !small.equals(symbol),
          symbol.equals("-") || symbol.equals("/") || symbol.isBlank());
    }
  }

  /** A lexicon's words in the symbols of an alphabet. */
  static final class Words {
    private final Lexicon lexicon;
    private final Sign[] signs;

    Words(Lexicon lexicon, Alphabet alphabet) {
      this.lexicon = lexicon;
      this.signs = alphabet.symbols().stream().map(Sign::of).toArray(Sign[]::new);
    }

    private void follow(int position, Sign sign, Positions next) {
      if (position == AFTER) {
        followWord(sign, next);
        return;
      }
      int node = position >> 1;
      boolean capitals = (position & 1) == 1;
      if (position == START) {
        if (!sign.isLetter) {
          next.add(START);
        }
        int asIs = lexicon.child(node, sign.text);
        next.addNode(asIs, false);
        if (sign.isCapital) {
          next.addNode(asIs, true);
          int small = lexicon.child(node, sign.small);
          next.addNode(small, false);
          next.addNode(small, true);
        }
        return;
      }
      if (!capitals || sign.isCapital || !sign.isLetter) {
        next.addNode(lexicon.child(node, sign.text), capitals);
      }
      if (capitals && sign.isCapital) {
        next.addNode(lexicon.child(node, sign.small), true);
      }
      if (lexicon.isWord(node)) {
        followWord(sign, next);
      }
    }

    private static void followWord(Sign sign, Positions next) {
      if (!sign.isLetter) {
        next.add(AFTER);
      }
      if (sign.joins) {
        next.add(START);
      }
    }
  }
}
