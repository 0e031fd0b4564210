package dev.longhand.sequence;

import java.util.List;

/** From the output of a CTC network to texts. Safe to use from many threads at once. */
interface CtcDecoder {

  /**
   * The texts that explain an output best.
   *
   * @param logProbabilities {@code T×(K+1)}, each row a log-softmax: the alphabet's K symbols in
   *     their order, then the blank
   * @param most how many texts at the most, at least 1
   * @return at least one, best first; all different
   */
  List<Hypothesis> decode(float[][] logProbabilities, int most);
}
