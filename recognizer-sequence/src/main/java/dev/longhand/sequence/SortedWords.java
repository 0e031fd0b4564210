package dev.longhand.sequence;

import java.util.Arrays;

/**
 * Different words in the order of {@link String#compareTo}, one after the other in one array: a
 * million strings of their own would be all over the memory, and most of the time would go into
 * waiting for it.
 */
final class SortedWords {

  /** Bits of a word's number in a key; the two characters before it take 17 each. */
  private static final int NUMBER_BITS = 28;

  private static final int CHARACTER_BITS = 17;

  private final int size;
  private final char[] characters;
  private final int[] starts;

  /** Words as they come. */
  static final class Unsorted {
    private int size;
    private char[] characters;
    private int[] starts = new int[1 << 12];

    /**
     * @param most characters of all words together
     */
    Unsorted(int most) {
      characters = new char[most];
    }

    /** Adds a part of a text; an empty one is no word. */
    void add(String text, int from, int to) {
      if (from == to) {
        return;
      }
      if (size + 1 == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size + 2);
      }
      int start = starts[size];
      text.getChars(from, to, characters, start);
      starts[++size] = start + to - from;
    }

    SortedWords sorted() {
      long[] keys = new long[size];
      Arrays.setAll(keys, word -> word);
      sort(keys, 0, size, 0);
      return new SortedWords(this, keys);
    }

    /** Sorts words that begin alike by their next two characters, and those alike in these too. */
    private void sort(long[] keys, int from, int to, int depth) {
      for (int i = from; i < to; i++) {
        keys[i] = key(number(keys[i]), depth);
      }
      Arrays.parallelSort(keys, from, to);
      for (int start = from; start < to; ) {
        long alike = keys[start] >> NUMBER_BITS;
        int end = start + 1;
        while (end < to && keys[end] >> NUMBER_BITS == alike) {
          end++;
        }
        boolean ended = (alike & ((1 << CHARACTER_BITS) - 1)) == 0;
        if (end - start > 1 && !ended) {
          sort(keys, start, end, depth + 2);
        }
        start = end;
      }
    }

    private long key(int word, int depth) {
      long first = characterOrEnd(word, depth);
      long second = characterOrEnd(word, depth + 1);
      return (first << CHARACTER_BITS | second) << NUMBER_BITS | word;
    }

    /** The end comes before all characters, NUL included. */
    private int characterOrEnd(int word, int depth) {
      int at = starts[word] + depth;
      return at < starts[word + 1] ? characters[at] + 1 : 0;
    }
  }

  private static int number(long key) {
    return (int) (key & ((1 << NUMBER_BITS) - 1));
  }

  private SortedWords(Unsorted words, long[] order) {
    char[] laid = new char[words.starts[words.size]];
    int[] ends = new int[words.size + 1];
    int different = 0;
    for (long key : order) {
      int from = words.starts[number(key)];
      int to = words.starts[number(key) + 1];
      int last = different == 0 ? 0 : ends[different - 1];
      if (different == 0
          || !Arrays.equals(words.characters, from, to, laid, last, ends[different])) {
        System.arraycopy(words.characters, from, laid, ends[different], to - from);
        ends[different + 1] = ends[different] + to - from;
        different++;
      }
    }
    size = different;
    characters = laid;
    starts = ends;
  }

  int size() {
    return size;
  }

  int length(int word) {
    return starts[word + 1] - starts[word];
  }

  char charAt(int word, int index) {
    return characters[starts[word] + index];
  }
}
