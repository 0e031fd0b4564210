package dev.longhand.sequence;

import dev.longhand.text.Alphabet;

/** What every decoder asks of a network's output. */
final class Ctc {

  private Ctc() {}

  /** Refuses an output that is not of this alphabet and a blank. */
  static void requireRows(float[][] logProbabilities, Alphabet alphabet) {
    for (int t = 0; t < logProbabilities.length; t++) {
      if (logProbabilities[t].length != alphabet.size() + 1) {
        throw new IllegalArgumentException(
            "each frame has the alphabet's "
                + alphabet.size()
                + " symbols and the blank, but frame "
                + t
                + " has "
                + logProbabilities[t].length
                + " numbers");
      }
    }
  }
}
