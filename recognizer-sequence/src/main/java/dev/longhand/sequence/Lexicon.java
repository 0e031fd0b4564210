package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import dev.longhand.text.TextFile;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/**
 * The words that a reading is expected to be of, as a prefix tree. Immutable.
 *
 * <p>Nodes are in the order of their levels, and siblings in the order of their characters, so that
 * children are a range; node 0 is the empty beginning.
 */
public final class Lexicon {
  static final int ROOT = 0;

  private static final int LONGEST_WORD = 200;

  private final int words;

  /** The last character of each node. */
  private final char[] characters;

  /** Of each node, and one more for the end of the last one's. */
  private final int[] firstChildren;

  private final BitSet ends;

  private Lexicon(SortedWords sorted) {
    words = sorted.size();
    var tree = new Growing();
    tree.add('\0', 0, 0, words);
    for (int node = 0; node < tree.size; node++) {
      tree.firstChildren[node] = tree.size;
      int depth = tree.depths[node];
      int from = tree.from[node];
      int to = tree.to[node];
      if (sorted.length(from) == depth) {
        // The shortest is the first, and this node ends it.
        tree.ends.set(node);
        from++;
      }
      while (from < to) {
        char character = sorted.charAt(from, depth);
        int end = from + 1;
        while (end < to && sorted.charAt(end, depth) == character) {
          end++;
        }
        tree.add(character, depth + 1, from, end);
        from = end;
      }
    }
    characters = Arrays.copyOf(tree.characters, tree.size);
    firstChildren = Arrays.copyOf(tree.firstChildren, tree.size + 1);
    firstChildren[tree.size] = tree.size;
    ends = tree.ends;
  }

  /** The tree while it is built; each node knows the range of words that begin with it. */
  private static final class Growing {
    private int size;
    private char[] characters = new char[1 << 12];
    private int[] firstChildren = new int[1 << 12];
    private short[] depths = new short[1 << 12];
    private int[] from = new int[1 << 12];
    private int[] to = new int[1 << 12];
    private final BitSet ends = new BitSet();

    void add(char character, int depth, int fromWord, int toWord) {
      if (size + 1 >= characters.length) {
        int more = size + size / 2 + 2;
        characters = Arrays.copyOf(characters, more);
        firstChildren = Arrays.copyOf(firstChildren, more);
        depths = Arrays.copyOf(depths, more);
        from = Arrays.copyOf(from, more);
        to = Arrays.copyOf(to, more);
      }
      characters[size] = character;
      depths[size] = (short) depth;
      from[size] = fromWord;
      to[size++] = toWord;
    }
  }

  /**
   * @throws LonghandException when there is no word
   */
  public static Lexicon of(Collection<String> words) {
    var unsorted = new SortedWords.Unsorted(words.stream().mapToInt(String::length).sum());
    words.forEach(word -> unsorted.add(word, 0, word.length()));
    return of(unsorted, "the lexicon");
  }

  /**
   * Reads a lexicon: UTF-8, a word on each line; white space around words and empty lines do not
   * count.
   *
   * @throws LonghandException when the file is missing, holds no word, is not UTF-8 or no list of
   *     words, in one line that starts with the file
   */
  public static Lexicon read(Path file) {
    String text =
        Normalizer.normalize(
            TextFile.read(file, "a lexicon, one word a line"), Normalizer.Form.NFC);
    var words = new SortedWords.Unsorted(text.length());
    int line = 1;
    for (int next = 0; next < text.length(); line++) {
      int start = next;
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      next = end + 1;
      while (start < end && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      while (start < end && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      if (end - start > LONGEST_WORD) {
        throw new LonghandException(
            file
                + ": line "
                + line
                + " has "
                + (end - start)
                + " characters, but a word has at most "
                + LONGEST_WORD
                + "; a lexicon has one word a line");
      }
      words.add(text, start, end);
    }
    return of(words, file.toString());
  }

  private static Lexicon of(SortedWords.Unsorted words, String source) {
    SortedWords sorted = words.sorted();
    if (sorted.size() == 0) {
      throw new LonghandException(source + ": has no words; a lexicon has one word a line");
    }
    return new Lexicon(sorted);
  }

  /** How many different words it has. */
  public int size() {
    return words;
  }

  /** How many of its words have something that is not of the alphabet, and so are never read. */
  public int outside(Alphabet alphabet) {
    var known = new BitSet();
    alphabet.symbols().forEach(symbol -> symbol.chars().forEach(known::set));
    BitSet within = new BitSet();
    within.set(ROOT);
    int reachable = 0;
    for (int node = 0; node < characters.length; node++) {
      if (!within.get(node)) {
        continue;
      }
      if (ends.get(node)) {
        reachable++;
      }
      for (int child = firstChildren[node]; child < firstChildren[node + 1]; child++) {
        within.set(child, known.get(characters[child]));
      }
    }
    return words - reachable;
  }

  /**
   * @throws LonghandException when none of its words is of the alphabet
   */
  void requireSomeOf(Alphabet alphabet) {
    if (outside(alphabet) == words) {
      throw new LonghandException(
          "none of the "
              + words
              + " words of the lexicon can be read: all have symbols that are not in the model's"
              + " alphabet, "
              + String.join("", alphabet.symbols()));
    }
  }

  /** The beginning with these characters more, or -1 when no word begins so. */
  int child(int node, String more) {
    int at = node;
    for (int i = 0; i < more.length() && at >= 0; i++) {
      at = child(at, more.charAt(i));
    }
    return at;
  }

  private int child(int node, char character) {
    int found =
        Arrays.binarySearch(characters, firstChildren[node], firstChildren[node + 1], character);
    return found < 0 ? -1 : found;
  }

  /** Whether a word ends here. */
  boolean isWord(int node) {
    return ends.get(node);
  }

  @Override
  public String toString() {
    return "a lexicon of " + words + " words";
  }
}
