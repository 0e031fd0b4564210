package dev.longhand.sequence;

import dev.longhand.LonghandException;
import java.util.Arrays;

/** Counts the n-grams of words, each with the boundary before and after it. */
final class NgramCounter {

  /** Bounds the memory of counting to a few hundred megabytes. */
  private static final int MOST = 8_000_000;

  private static final int NONE = -1;

  private final int order;
  private final int boundary;

  private int size = 1;
  private char[] symbols = new char[1 << 16];
  private long[] counts = new long[1 << 16];
  private int[] parents = new int[1 << 16];
  private int[] firstChildren = new int[1 << 16];
  private int[] siblings = new int[1 << 16];

  /** Open addressing: nodes by their parent and symbol. */
  private int[] table = new int[1 << 18];

  /**
   * @param boundary the class of the start and of the end of a word
   */
  NgramCounter(int order, int boundary) {
    this.order = order;
    this.boundary = boundary;
    Arrays.fill(table, NONE);
    firstChildren[0] = NONE;
  }

  /**
   * @param word classes of symbols
   * @param times how often it was seen
   */
  void add(int[] word, long times) {
    int[] bounded = new int[word.length + 2];
    bounded[0] = boundary;
    System.arraycopy(word, 0, bounded, 1, word.length);
    bounded[word.length + 1] = boundary;
    for (int start = 0; start < bounded.length; start++) {
      int node = 0;
      for (int end = start; end < Math.min(bounded.length, start + order); end++) {
        node = child(node, bounded[end]);
        // The start of a word is a context, but does not follow anything.
        if (end > 0) {
          counts[node] += times;
        }
      }
    }
  }

  private int child(int parent, int symbol) {
    int slot = slot(parent, symbol);
    if (table[slot] != NONE) {
      return table[slot];
    }
    if (size == MOST) {
      throw new LonghandException(
          "the text has more than "
              + MOST
              + " different sequences of up to "
              + order
              + " symbols; take less text or a smaller order");
    }
    if (size == symbols.length) {
      int more = size * 2;
      symbols = Arrays.copyOf(symbols, more);
      counts = Arrays.copyOf(counts, more);
      parents = Arrays.copyOf(parents, more);
      firstChildren = Arrays.copyOf(firstChildren, more);
      siblings = Arrays.copyOf(siblings, more);
      enlargeTable();
      slot = slot(parent, symbol);
    }
    int node = size++;
    symbols[node] = (char) symbol;
    parents[node] = parent;
    firstChildren[node] = NONE;
    siblings[node] = firstChildren[parent];
    firstChildren[parent] = node;
    table[slot] = node;
    return node;
  }

  private int slot(int parent, int symbol) {
    long mixed = (((long) parent << 16) | symbol) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (table.length - 1);
    while (table[slot] != NONE
        && (parents[table[slot]] != parent || symbols[table[slot]] != symbol)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void enlargeTable() {
    table = new int[table.length * 2];
    Arrays.fill(table, NONE);
    for (int node = 1; node < size; node++) {
      table[slot(parents[node], symbols[node])] = node;
    }
  }

  NgramTree tree() {
    var tree = new NgramTree.Builder(order, size);
    int[] sources = new int[size];
    for (int node = 0; node < tree.size(); node++) {
      tree.startChildren();
      int[] children = childrenInOrder(sources[node]);
      for (int child : children) {
        sources[tree.size()] = child;
        tree.add(symbols[child], (int) Math.min(counts[child], Integer.MAX_VALUE));
      }
    }
    return tree.build();
  }

  private int[] childrenInOrder(int node) {
    int count = 0;
    for (int child = firstChildren[node]; child != NONE; child = siblings[child]) {
      count++;
    }
    long[] bySymbol = new long[count];
    for (int child = firstChildren[node]; child != NONE; child = siblings[child]) {
      bySymbol[--count] = (long) symbols[child] << 32 | child;
    }
    Arrays.sort(bySymbol);
    return Arrays.stream(bySymbol).mapToInt(key -> (int) key).toArray();
  }
}
