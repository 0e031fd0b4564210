package dev.longhand.sequence;

import java.util.Arrays;

/**
 * How often sequences of symbols, n-grams, were seen. Each is the child of the sequence without its
 * last symbol; node 0 is the empty one. Nodes are in the order of their levels, and siblings in the
 * order of their symbols, so that children are a range.
 *
 * @param order the length of the longest
 * @param symbols the last symbol of each
 * @param counts of each; that of node 0 means nothing
 * @param firstChildren of each, and one more for the end of the last one's children
 */
record NgramTree(int order, char[] symbols, int[] counts, int[] firstChildren) {

  int size() {
    return symbols.length;
  }

  int symbol(int node) {
    return symbols[node];
  }

  int count(int node) {
    return counts[node];
  }

  int firstChild(int node) {
    return firstChildren[node];
  }

  int endOfChildren(int node) {
    return firstChildren[node + 1];
  }

  boolean hasChildren(int node) {
    return firstChildren[node] < firstChildren[node + 1];
  }

  /** The n-gram with one more symbol, or -1. */
  int child(int node, int symbol) {
    int from = firstChildren[node];
    int to = firstChildren[node + 1] - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int found = symbols[middle];
      if (found < symbol) {
        from = middle + 1;
      } else if (found > symbol) {
        to = middle - 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  /** Without the n-grams of more than two symbols that were seen more rarely. */
  NgramTree withoutRarerThan(int count) {
    var kept = new Builder(order, size());
    int[] sources = new int[size()];
    for (int node = 0; node < kept.size(); node++) {
      kept.startChildren();
      int source = sources[node];
      for (int child = firstChild(source); child < endOfChildren(source); child++) {
        boolean isShort = source <= endOfChildren(0) - 1;
        if (isShort || counts[child] >= count) {
          sources[kept.size()] = child;
          kept.add(symbols[child], counts[child]);
        }
      }
    }
    return kept.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NgramTree tree
        && order == tree.order
        && Arrays.equals(symbols, tree.symbols)
        && Arrays.equals(counts, tree.counts)
        && Arrays.equals(firstChildren, tree.firstChildren);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(symbols) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return size() - 1 + " n-grams of up to " + order + " symbols";
  }

  /**
   * Takes the nodes in their order: {@link #startChildren} for each node in turn, and then its
   * children.
   */
  static final class Builder {
    private final int order;
    private char[] symbols;
    private int[] counts;
    private int[] firstChildren;
    private int size = 1;
    private int started;

    Builder(int order, int expectedSize) {
      this.order = order;
      symbols = new char[expectedSize];
      counts = new int[expectedSize];
      firstChildren = new int[expectedSize + 1];
    }

    int size() {
      return size;
    }

    void startChildren() {
      firstChildren[started++] = size;
    }

    void add(int symbol, int count) {
      if (size == symbols.length) {
        int more = size + size / 2 + 16;
        symbols = Arrays.copyOf(symbols, more);
        counts = Arrays.copyOf(counts, more);
        firstChildren = Arrays.copyOf(firstChildren, more + 1);
      }
      symbols[size] = (char) symbol;
      counts[size++] = count;
    }

    NgramTree build() {
      int[] ends = Arrays.copyOf(firstChildren, size + 1);
      Arrays.fill(ends, started, size + 1, size);
      return new NgramTree(order, Arrays.copyOf(symbols, size), Arrays.copyOf(counts, size), ends);
    }
  }
}
