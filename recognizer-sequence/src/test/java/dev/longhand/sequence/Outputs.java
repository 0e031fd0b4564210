package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Outputs of networks that were never trained. */
final class Outputs {

  private Outputs() {}

  /** Any output of these frames; some symbols are impossible in some. */
  static Arbitrary<float[][]> arbitrary(Alphabet alphabet, int mostFrames) {
    Arbitrary<Double> logit =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.doubles().between(-6, 6).ofScale(3)),
            Tuple.of(1, Arbitraries.just(Double.NEGATIVE_INFINITY)));
    return logit
        .array(double[].class)
        .ofSize(alphabet.size())
        .map(
            symbols -> {
              double[] frame = Arrays.copyOf(symbols, symbols.length + 1);
              return logSoftmax(frame);
            })
        .array(float[][].class)
        .ofMaxSize(mostFrames);
  }

  /**
   * As of a network that reads a text quite well: narrow peaks, blanks between, some doubt.
   *
   * @param frames at least two for each symbol
   */
  static float[][] reading(Alphabet alphabet, int[] text, int frames, SplittableRandom random) {
    float[][] output = new float[frames][];
    for (int t = 0; t < frames; t++) {
      double[] logits = new double[alphabet.size() + 1];
      for (int k = 0; k < logits.length; k++) {
        logits[k] = random.nextDouble() * 4;
      }
      int at = t * text.length / frames;
      boolean peak = t == (at * frames + frames / 2) / text.length;
      if (peak) {
        logits[text[at]] += 6;
        logits[random.nextInt(alphabet.size())] += 6;
        logits[random.nextInt(alphabet.size())] += 5;
        logits[alphabet.size()] += 3;
      } else {
        logits[alphabet.size()] += 9;
        logits[text[at]] += 3;
      }
      output[t] = logSoftmax(logits);
    }
    return output;
  }

  static float[] logSoftmax(double... logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    float[] row = new float[logits.length];
    for (int k = 0; k < row.length; k++) {
      row[k] = (float) (logits[k] - Math.log(sum));
    }
    return row;
  }
}
