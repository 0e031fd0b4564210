package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.List;

/**
 * Best-path decoding: the likeliest class of each frame, repeats merged, blanks dropped. It finds
 * one text, whose score is the log probability of that one path.
 *
 * @see <a href="https://www.cs.toronto.edu/~graves/icml_2006.pdf">Graves et al., 2006, section
 *     3.2</a>
 */
final class GreedyDecoder implements CtcDecoder {
  private final Alphabet alphabet;
  private final int blank;

  GreedyDecoder(Alphabet alphabet) {
    this.alphabet = alphabet;
    this.blank = alphabet.size();
  }

  @Override
  public List<Hypothesis> decode(float[][] logProbabilities, int most) {
    Ctc.requireRows(logProbabilities, alphabet);
    if (most < 1) {
      throw new IllegalArgumentException("at least 1 text must be asked for, but was " + most);
    }
    var text = new StringBuilder();
    double score = 0;
    int previous = blank;
    for (float[] frame : logProbabilities) {
      int best = likeliest(frame);
      score += frame[best];
      if (best != previous && best != blank) {
        text.append(alphabet.symbol(best));
      }
      previous = best;
    }
    return List.of(new Hypothesis(text.toString(), score));
  }

  private static int likeliest(float[] frame) {
    int best = 0;
    for (int k = 1; k < frame.length; k++) {
      if (frame[k] > frame[best]) {
        best = k;
      }
    }
    return best;
  }
}
