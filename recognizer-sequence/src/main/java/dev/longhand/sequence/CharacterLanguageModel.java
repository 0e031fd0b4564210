package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How usual a word is, symbol by symbol: an n-gram model over the symbols of an alphabet and the
 * boundary of words, with interpolated Witten–Bell smoothing. Immutable.
 *
 * <p>After a context <i>h</i> that was seen <i>c</i> times, with <i>n</i> different symbols after
 * it, the symbol <i>s</i> has the probability {@code (c(h s) + n · P(s | h')) / (c + n)}, where
 * <i>h'</i> is the context without its first symbol; below the empty context all symbols are
 * equally probable. So nothing is impossible, and the probabilities of what may follow a context,
 * symbols and the end of the word, sum to 1.
 *
 * <p>A context is a number, which means something to this model only: {@link #start}, and {@link
 * #extend} of one. Where the alphabet has the space, a space is the end of one word and the start
 * of the next.
 *
 * <p>The n-grams that something was seen after, those with children in their tree, are the contexts
 * that it knows.
 *
 * @see <a href="https://doi.org/10.1109/18.87000">Witten and Bell, 1991, method C</a>
 * @see <a href="https://dash.harvard.edu/handle/1/25104739">Chen and Goodman, 1998, section 2.4</a>
 */
public final class CharacterLanguageModel {

  /** The longest n-grams that a model may have. */
  static final int LONGEST = 20;

  /** The empty context. */
  private static final int ROOT = 0;

  private final Alphabet alphabet;
  private final NgramTree tree;

  /** The class of the space, or -1. */
  private final int space;

  /**
   * One class for the start of a word, where it is a context, and for its end, where it follows.
   */
  private final int boundary;

  private final int start;

  /** The logarithm of what each of all symbols has where nothing is known. */
  private final double logUniform;

  /** Of each n-gram: the logarithm of its last symbol's probability after the others. */
  private final float[] logProbability;

  /** Of each context: the logarithm of n / (c + n). */
  private final float[] logUnseen;

  /** Of each context: itself without its first symbols, as few of them as leave a context. */
  private final int[] shorter;

  /** Of each n-gram: the longest end of it that is a context, itself if it is one. */
  private final int[] next;

  CharacterLanguageModel(Alphabet alphabet, NgramTree tree) {
    this.alphabet = alphabet;
    this.tree = tree;
    boundary = alphabet.size();
    OptionalInt spaceClass = alphabet.indexOf(" ");
    space = spaceClass.orElse(-1);
    logUniform = -Math.log(alphabet.size() + 1 - (spaceClass.isPresent() ? 1 : 0));
    logProbability = new float[tree.size()];
    logUnseen = new float[tree.size()];
    shorter = new int[tree.size()];
    next = new int[tree.size()];
    for (int context = ROOT; context < tree.size(); context++) {
      if (tree.hasChildren(context)) {
        weighChildren(context);
      }
    }
    int afterBoundary = tree.child(ROOT, boundary);
    start = afterBoundary >= 0 ? next[afterBoundary] : ROOT;
  }

  /** Contexts come level by level, so that all shorter ones are done. */
  private void weighChildren(int context) {
    int from = tree.firstChild(context);
    int to = tree.endOfChildren(context);
    double seen = 0;
    for (int child = from; child < to; child++) {
      seen += tree.count(child);
    }
    // Counts are hundredths of an occurrence; what is different was each met once, whole.
    double different = LanguageModelText.ONCE * (to - from);
    logUnseen[context] = (float) Math.log(different / (seen + different));
    for (int child = from; child < to; child++) {
      int symbol = tree.symbol(child);
      double below =
          Math.exp(context == ROOT ? logUniform : logProbability(shorter[context], symbol));
      logProbability[child] =
          (float) Math.log((tree.count(child) + different * below) / (seen + different));
      shorter[child] = context == ROOT ? ROOT : contextAfter(shorter[context], symbol);
      next[child] = tree.hasChildren(child) ? child : shorter[child];
    }
  }

  /**
   * Learns from words.
   *
   * @param order how long the longest n-grams are, 1 to 20, the boundary of words counted
   * @param most how many bytes it may have; the rarest n-grams are left out until it fits
   * @throws LonghandException when no word is of the alphabet alone
   */
  public static CharacterLanguageModel of(
      LanguageModelText text, Alphabet alphabet, int order, int most) {
    if (order < 1 || order > LONGEST) {
      throw new IllegalArgumentException(
          "the order must be 1 to " + LONGEST + ", but was " + order);
    }
    int words = text.words().size();
    // The numbers that go with a list would make a model all the same, of nothing that was asked.
    if (text.outside(alphabet) == words) {
      throw new LonghandException(
          String.format(
              Locale.ROOT,
              "%s: none of the %,d different words has only symbols of the alphabet %s; give text"
                  + " of that alphabet",
              text.source(),
              words,
              String.join("", alphabet.symbols())));
    }
    var spelling = new Spelling(alphabet);
    var counter = new NgramCounter(order, alphabet.size());
    text.counts()
        .forEach(
            (word, count) -> spelling.of(word).ifPresent(symbols -> counter.add(symbols, count)));
    NgramTree tree = counter.tree();
    var model = new CharacterLanguageModel(alphabet, tree);
    for (long rarest = 2; model.toBytes().length > most; rarest += 1 + rarest / 4) {
      tree = tree.withoutRarerThan((int) Math.min(rarest, Integer.MAX_VALUE));
      int before = model.size();
      model = new CharacterLanguageModel(alphabet, tree);
      if (rarest > Integer.MAX_VALUE && model.size() == before) {
        throw new LonghandException(
            "a language model of these symbols cannot be as small as " + most + " bytes");
      }
    }
    return model;
  }

  /**
   * Reads a model from bytes as {@link #toBytes} gives them.
   *
   * @param source where they come from, for messages
   * @throws LonghandException when they are damaged or no model, in one line that starts with the
   *     source
   */
  public static CharacterLanguageModel read(ByteBuffer bytes, String source) {
    try {
      return LanguageModelBytes.read(bytes);
    } catch (LonghandException e) {
      throw new LonghandException(source + ": " + e.getMessage(), e);
    }
  }

  /** The same model is the same bytes. */
  public byte[] toBytes() {
    return LanguageModelBytes.write(this);
  }

  /** The symbols that it knows, in the order of their classes. */
  public Alphabet alphabet() {
    return alphabet;
  }

  /** How long its longest n-grams are, the boundary of words counted. */
  public int order() {
    return tree.order();
  }

  /** How many n-grams it knows. */
  public int size() {
    return tree.size() - 1;
  }

  NgramTree tree() {
    return tree;
  }

  /** The context at the start of a word. */
  int start() {
    return start;
  }

  /** The context after one more symbol. */
  int extend(int context, int symbol) {
    return symbol == space ? start : contextAfter(context, symbol);
  }

  /**
   * The natural logarithm of the probability that the symbol comes next in a word.
   *
   * @param symbol a class of the alphabet
   */
  double logProbability(int context, int symbol) {
    int outcome = symbol == space ? boundary : symbol;
    double unseen = 0;
    for (int known = context; ; known = shorter[known]) {
      int child = tree.child(known, outcome);
      if (child >= 0) {
        return unseen + logProbability[child];
      }
      unseen += logUnseen[known];
      if (known == ROOT) {
        return unseen + logUniform;
      }
    }
  }

  /** The natural logarithm of the probability that the word ends. */
  double logProbabilityOfEnd(int context) {
    return logProbability(context, boundary);
  }

  private int contextAfter(int context, int symbol) {
    for (int known = context; ; known = shorter[known]) {
      int child = tree.child(known, symbol);
      if (child >= 0) {
        return next[child];
      }
      if (known == ROOT) {
        return ROOT;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharacterLanguageModel model
        && alphabet.equals(model.alphabet)
        && tree.equals(model.tree);
  }

  @Override
  public int hashCode() {
    return 31 * alphabet.hashCode() + tree.hashCode();
  }

  @Override
  public String toString() {
    return "a language model of order " + order() + " with " + size() + " n-grams";
  }
}
