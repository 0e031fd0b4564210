package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The likeliest texts of a lexicon's words; {@link LexiconText} says which these are.
 *
 * <p>The score of a text is that of {@link BeamDecoder}; one outside the lexicon loses the escape
 * cost, or without such a cost is never read.
 */
final class LexiconDecoder implements CtcDecoder {

  /** Lower than where any text goes, because a word may need a symbol that the network denies. */
  private static final double THRESHOLD = 1e-6;

  /** When no word survives, the beam is made so many times as wide, and again. */
  private static final int WIDER = 8;

  private static final int WIDEST = 1 << 12;

  private final Alphabet alphabet;
  private final int width;
  private final PrefixSearch search;
  private final LexiconText empty;

  /**
   * @param width how many beginnings survive a frame, at least 1
   * @param model of the same alphabet; weighs texts in and outside the lexicon
   * @param alpha weight of the model, at least 0; without a model it means nothing
   * @param beta what each symbol adds to the score
   * @param escapeCost what a text outside the lexicon loses, at least 0, as a natural logarithm;
   *     empty to read nothing but words of the lexicon
   * @throws LonghandException when the model is of another alphabet, or no word of the lexicon can
   *     be read with this one
   */
  LexiconDecoder(
      Alphabet alphabet,
      Lexicon lexicon,
      int width,
      Optional<CharacterLanguageModel> model,
      double alpha,
      double beta,
      OptionalDouble escapeCost) {
    this(alphabet, lexicon, width, model, alpha, beta, escapeCost, THRESHOLD);
  }

  LexiconDecoder(
      Alphabet alphabet,
      Lexicon lexicon,
      int width,
      Optional<CharacterLanguageModel> model,
      double alpha,
      double beta,
      OptionalDouble escapeCost,
      double threshold) {
    double cost = escapeCost.orElse(Double.POSITIVE_INFINITY);
    if (!(cost >= 0)) {
      throw new IllegalArgumentException("the escape cost must be at least 0, but was " + cost);
    }
    lexicon.requireSomeOf(alphabet);
    this.alphabet = alphabet;
    this.width = width;
    this.search = new PrefixSearch(alphabet, width, threshold);
    this.empty =
        LexiconText.start(
            new LexiconText.Words(lexicon, alphabet),
            FreeText.start(alphabet, model, alpha, beta),
            cost);
  }

  @Override
  public List<Hypothesis> decode(float[][] logProbabilities, int most) {
    List<Hypothesis> found = search.search(logProbabilities, empty, most);
    for (int wider = width; found.isEmpty() && wider < WIDEST; ) {
      wider = Math.min(WIDEST, WIDER * wider);
      found = new PrefixSearch(alphabet, wider, 0).search(logProbabilities, empty, most);
    }
    return found.isEmpty() ? List.of(nothing(logProbabilities)) : found;
  }

  /** The empty text, which the lexicon always allows. */
  private Hypothesis nothing(float[][] logProbabilities) {
    double score = empty.weightAsWhole();
    for (float[] frame : logProbabilities) {
      score += frame[alphabet.size()];
    }
    return new Hypothesis("", score);
  }
}
