package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prefix beam search: frame by frame, the likeliest beginnings of the text, each with the
 * probability of all the paths that give it.
 *
 * <p>A path that ends in a blank and one that ends in the last symbol are summed apart, because the
 * same symbol once more is a new one after the former and none after the latter.
 *
 * @see <a href="https://arxiv.org/abs/1408.2873">Hannun et al., 2014, algorithm 1</a>
 */
final class PrefixSearch {
  private static final double IMPOSSIBLE = Double.NEGATIVE_INFINITY;

  private final Alphabet alphabet;
  private final int width;
  private final double logThreshold;

  /**
   * @param width how many beginnings survive a frame
   * @param threshold in a frame, a symbol of a lower probability begins nothing new; 0 lets all
   */
  PrefixSearch(Alphabet alphabet, int width, double threshold) {
    if (width < 1) {
      throw new IllegalArgumentException("a beam is at least 1 wide, but was " + width);
    }
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "the threshold of symbols must be in 0 … 1, 1 excluded, but was " + threshold);
    }
    this.alphabet = alphabet;
    this.width = width;
    this.logThreshold = Math.log(threshold);
  }

  /**
   * @param empty the beginning of all texts
   * @return best first; none when no beginning that survived is a whole text
   */
  List<Hypothesis> search(float[][] logProbabilities, Beginning empty, int most) {
    Ctc.requireRows(logProbabilities, alphabet);
    if (most < 1) {
      throw new IllegalArgumentException("at least 1 text must be asked for, but was " + most);
    }
    Prefix root = new Prefix(null, -1, empty);
    root.blank = 0;
    root.isInBeam = true;
    var beam = new Beam(width);
    beam.offer(root);
    int[] likely = new int[alphabet.size()];
    for (float[] frame : logProbabilities) {
      beam = next(beam, frame, likely, likely(frame, likely));
    }
    return texts(beam, most);
  }

  /** Collects the symbols that may begin something new, likeliest first. */
  private int likely(float[] frame, int[] symbols) {
    int count = 0;
    for (int symbol = 0; symbol < alphabet.size(); symbol++) {
      if (frame[symbol] >= logThreshold && frame[symbol] > IMPOSSIBLE) {
        int at = count++;
        for (; at > 0 && frame[symbols[at - 1]] < frame[symbol]; at--) {
          symbols[at] = symbols[at - 1];
        }
        symbols[at] = symbol;
      }
    }
    return count;
  }

  /**
   * What survives one more frame. A beginning of this beam goes on by a blank, by its last symbol
   * held, or is made by that symbol from the one before it; a new one comes from the one before it
   * only. So each has its score at once, and what would be too bad for the beam is not even made.
   */
  private Beam next(Beam beam, float[] frame, int[] likely, int likelyOnes) {
    for (int i = 0; i < beam.size; i++) {
      beam.prefixes[i].stay(frame, alphabet.size());
    }
    var next = new Beam(width);
    for (int i = 0; i < beam.size; i++) {
      beam.prefixes[i].endFrame();
      next.offer(beam.prefixes[i]);
    }
    for (int i = 0; i < beam.size; i++) {
      Prefix prefix = beam.prefixes[i];
      for (int k = 0; k < likelyOnes; k++) {
        int symbol = likely[k];
        if (prefix.before + frame[symbol] + prefix.mostWeightOfLonger() <= next.worst()) {
          break;
        }
        double paths = prefix.before(symbol) + frame[symbol];
        if (paths + prefix.mostWeightOfLonger() <= next.worst()) {
          continue;
        }
        Prefix longer = prefix.then(symbol);
        if (longer.text != null && !longer.isInBeam) {
          longer.begin(paths);
          next.offer(longer);
        }
      }
    }
    for (int i = 0; i < beam.size; i++) {
      beam.prefixes[i].isInBeam = false;
    }
    for (int i = 0; i < next.size; i++) {
      next.prefixes[i].isInBeam = true;
    }
    return next;
  }

  private List<Hypothesis> texts(Beam beam, int most) {
    // Symbols of several characters may spell one text in two ways.
    Map<String, Hypothesis> byText = new LinkedHashMap<>();
    for (int i = 0; i < beam.size; i++) {
      Prefix prefix = beam.prefixes[i];
      double score = prefix.all() + prefix.weightAsWhole();
      if (score > IMPOSSIBLE) {
        String text = prefix.spelled(alphabet);
        byText.merge(
            text,
            new Hypothesis(text, score),
            (one, other) -> one.score() >= other.score() ? one : other);
      }
    }
    return byText.values().stream()
        .sorted(Comparator.comparingDouble(Hypothesis::score).reversed())
        .limit(most)
        .toList();
  }

  /** The best beginnings, best first. */
  private static final class Beam {
    private final int width;
    private Prefix[] prefixes;
    private int size;

    Beam(int width) {
      this.width = width;
      this.prefixes = new Prefix[Math.min(width, 16)];
    }

    /** What is not above it has no place. */
    double worst() {
      return size < width ? IMPOSSIBLE : prefixes[size - 1].score;
    }

    void offer(Prefix prefix) {
      if (prefix.score <= worst()) {
        return;
      }
      if (size == width) {
        size--;
      } else if (size == prefixes.length) {
        prefixes = Arrays.copyOf(prefixes, Math.min(width, 2 * size));
      }
      int at = size++;
      for (; at > 0 && prefixes[at - 1].score < prefix.score; at--) {
        prefixes[at] = prefixes[at - 1];
      }
      prefixes[at] = prefix;
    }
  }

  /**
   * A beginning in the tree of all that were met; one that fell out of the beam may come back, and
   * is then weighed already.
   */
  private static final class Prefix {
    final @Nullable Prefix parent;
    final int symbol;

    /** Null when no text begins so. */
    final @Nullable Beginning text;

    /** All paths that give it and end in a blank, and all that end in its last symbol. */
    double blank = IMPOSSIBLE;

    double symbolLast = IMPOSSIBLE;

    /** The same after one more frame, while others still ask for what was before. */
    private double nextBlank;

    private double nextSymbolLast;

    /** All paths that give it, before this frame; and those of them that end in a blank. */
    private double before;

    private double blankBefore;

    double score;
    boolean isInBeam;
    private @Nullable Prefix firstChild;
    private @Nullable Prefix sibling;

    Prefix(@Nullable Prefix parent, int symbol, @Nullable Beginning text) {
      this.parent = parent;
      this.symbol = symbol;
      this.text = text;
    }

    Prefix then(int next) {
      for (Prefix child = firstChild; child != null; child = child.sibling) {
        if (child.symbol == next) {
          return child;
        }
      }
      Prefix child = new Prefix(this, next, text == null ? null : text.then(next));
      child.sibling = firstChild;
      firstChild = child;
      return child;
    }

    double all() {
      return LogSum.of(blank, symbolLast);
    }

    /** Goes on as it is for one more frame. */
    void stay(float[] frame, int blankClass) {
      before = all();
      blankBefore = blank;
      nextBlank = before + frame[blankClass];
      nextSymbolLast = IMPOSSIBLE;
      if (parent != null) {
        nextSymbolLast = symbolLast + frame[symbol];
        if (parent.isInBeam) {
          double made = symbol == parent.symbol ? parent.blank : parent.all();
          nextSymbolLast = LogSum.of(nextSymbolLast, made + frame[symbol]);
        }
      }
    }

    void endFrame() {
      blank = nextBlank;
      symbolLast = nextSymbolLast;
      score = all() + weight();
    }

    /** Begins with this frame. */
    void begin(double paths) {
      blank = IMPOSSIBLE;
      symbolLast = paths;
      score = paths + weight();
    }

    /** All paths, before this frame, that one more symbol makes longer. */
    double before(int longerBy) {
      return longerBy == symbol ? blankBefore : before;
    }

    double weight() {
      return text == null ? IMPOSSIBLE : text.weight();
    }

    double mostWeightOfLonger() {
      return text == null ? IMPOSSIBLE : text.mostWeightOfLonger();
    }

    double weightAsWhole() {
      return text == null ? IMPOSSIBLE : text.weightAsWhole();
    }

    String spelled(Alphabet alphabet) {
      var backwards = new ArrayList<String>();
      for (Prefix prefix = this; prefix.parent != null; prefix = prefix.parent) {
        backwards.add(alphabet.symbol(prefix.symbol));
      }
      Collections.reverse(backwards);
      return String.join("", backwards);
    }
  }
}
