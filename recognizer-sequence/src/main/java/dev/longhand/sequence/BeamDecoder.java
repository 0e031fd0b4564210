package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.List;
import java.util.Optional;

/**
 * The likeliest texts, each by all of its paths, with what a language model finds usual.
 *
 * <p>The score of a text is {@code log P(text | output) + alpha · log P(text, end) + beta ·
 * symbols}; without a model it is exact where the beam is wide enough to hold every beginning, and
 * else a little too low.
 */
final class BeamDecoder implements CtcDecoder {

  /**
   * What a symbol needs in a frame to begin anything: most of an alphabet is far below, and looking
   * at it is most of the work.
   */
  private static final double THRESHOLD = 1e-4;

  private final PrefixSearch search;
  private final FreeText empty;

  /**
   * @param width how many beginnings survive a frame, at least 1
   * @param model of the same alphabet
   * @param alpha weight of the model, at least 0; without a model it means nothing
   * @param beta what each symbol adds to the score
   * @throws dev.longhand.LonghandException when the model is of another alphabet
   */
  BeamDecoder(
      Alphabet alphabet,
      int width,
      Optional<CharacterLanguageModel> model,
      double alpha,
      double beta) {
    this(alphabet, width, model, alpha, beta, THRESHOLD);
  }

  /**
   * @param threshold as of {@link PrefixSearch}
   */
  BeamDecoder(
      Alphabet alphabet,
      int width,
      Optional<CharacterLanguageModel> model,
      double alpha,
      double beta,
      double threshold) {
    this.search = new PrefixSearch(alphabet, width, threshold);
    this.empty = FreeText.start(alphabet, model, alpha, beta);
  }

  @Override
  public List<Hypothesis> decode(float[][] logProbabilities, int most) {
    return search.search(logProbabilities, empty, most);
  }
}
