package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.text.Alphabet;
import org.junit.jupiter.api.Test;

class GreedyDecoderTest {
  private static final Alphabet AB = Alphabet.ofCodePoints("ab");
  private static final int BLANK = 2;

  private final GreedyDecoder decoder = new GreedyDecoder(AB);

  @Test
  void repeatsAreOneSymbolUnlessABlankIsBetween() {
    assertThat(read(0, 0, BLANK, 0, 1, 1, BLANK)).isEqualTo("aab");
    assertThat(read(BLANK, BLANK)).isEmpty();
    assertThat(read()).isEmpty();
  }

  @Test
  void theScoreIsTheLogProbabilityOfThePath() {
    float[][] output = {Outputs.logSoftmax(2, 0, 1), Outputs.logSoftmax(0, 3, 1)};
    Hypothesis best = decoder.decode(output, 5).get(0);
    assertThat(best.text()).isEqualTo("ab");
    assertThat(best.score()).isCloseTo(output[0][0] + (double) output[1][1], within(1e-9));
  }

  @Test
  void anOutputOfAnotherAlphabetIsRefused() {
    assertThatThrownBy(() -> decoder.decode(new float[][] {{0, 0, 0}, {0, 0}}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "each frame has the alphabet's 2 symbols and the blank, but frame 1 has 2 numbers");
  }

  private String read(int... path) {
    float[][] output = new float[path.length][];
    for (int t = 0; t < path.length; t++) {
      double[] logits = new double[3];
      logits[path[t]] = 5;
      output[t] = Outputs.logSoftmax(logits);
    }
    return decoder.decode(output, 1).get(0).text();
  }
}
