package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  private static final long LARGEST_FILE = 1L << 28;
  private static final int LONGEST_WORD = 200;

  private final int words;

  /** The last character of each node. */
  private final char[] characters;

  /** Of each node, and one more for the end of the last one's. */
  private final int[] firstChildren;

  private final BitSet ends;

  /**
   * @param sorted words, all different
   */
  private Lexicon(String[] sorted) {
    words = sorted.length;
    var tree = new Growing();
    tree.add('\0', 0, 0, words);
    for (int node = 0; node < tree.size; node++) {
      tree.firstChildren[node] = tree.size;
      int depth = tree.depths[node];
      int from = tree.from[node];
      int to = tree.to[node];
      if (sorted[from].length() == depth) {
        // The shortest is the first, and this node ends it.
        tree.ends.set(node);
        from++;
      }
      while (from < to) {
        char character = sorted[from].charAt(depth);
        int end = from + 1;
        while (end < to && sorted[end].charAt(depth) == character) {
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
    return of(words.toArray(String[]::new), words.size(), "the lexicon");
  }

  /**
   * Reads a lexicon: UTF-8, a word on each line; white space around words and empty lines do not
   * count.
   *
   * @throws LonghandException when the file is missing, holds no word, is not UTF-8 or no list of
   *     words, in one line that starts with the file
   */
  public static Lexicon read(Path file) {
    String text = text(file);
    String[] words = new String[1 << 12];
    int count = 0;
    int line = 1;
    for (int start = 0; start < text.length(); line++) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String word = text.substring(start, end).strip();
      if (word.length() > LONGEST_WORD) {
        throw new LonghandException(
            file
                + ": line "
                + line
                + " has "
                + word.length()
                + " characters, but a word has at most "
                + LONGEST_WORD
                + "; a lexicon has one word a line");
      }
      if (!word.isEmpty()) {
        if (count == words.length) {
          words = Arrays.copyOf(words, 2 * count);
        }
        words[count++] = word;
      }
      start = end + 1;
    }
    return of(words, count, file.toString());
  }

  private static Lexicon of(String[] words, int count, String source) {
    String[] sorted = Arrays.copyOf(words, count);
    Arrays.sort(sorted);
    int different = 0;
    for (String word : sorted) {
      if (!word.isEmpty() && (different == 0 || !word.equals(sorted[different - 1]))) {
        sorted[different++] = word;
      }
    }
    if (different == 0) {
      throw new LonghandException(source + ": has no words; a lexicon has one word a line");
    }
    return new Lexicon(Arrays.copyOf(sorted, different));
  }

  private static String text(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new LonghandException(file + ": is a folder, not a lexicon");
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new LonghandException(
            file
                + ": has "
                + Files.size(file)
                + " bytes, but a lexicon has at most "
                + LARGEST_FILE);
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return Normalizer.normalize(
          text.startsWith("\ufeff") ? text.substring(1) : text, Normalizer.Form.NFC);
    } catch (CharacterCodingException e) {
      throw new LonghandException(file + ": the lexicon is not text in UTF-8; convert it first", e);
    } catch (NoSuchFileException e) {
      throw new LonghandException(file + ": there is no such lexicon", e);
    } catch (IOException e) {
      throw new LonghandException(file + ": the lexicon cannot be read: " + e.getMessage(), e);
    }
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
