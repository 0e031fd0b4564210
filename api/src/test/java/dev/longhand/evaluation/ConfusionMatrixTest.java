package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.evaluation.ConfusionMatrix.Confusion;
import dev.longhand.text.Alphabet;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private static final int O = 0;
  private static final int ZERO = 1;
  private static final int Q = 2;
  private final ConfusionMatrix matrix = new ConfusionMatrix(Alphabet.ofCodePoints("O0Q"));

  @Test
  void truthComesFirstAndReadingSecond() {
    matrix.add(O, ZERO);
    assertThat(matrix.count(O, ZERO)).isEqualTo(1);
    assertThat(matrix.count(ZERO, O)).isZero();
    assertThat(matrix.countOfTruth(O)).isEqualTo(1);
    assertThat(matrix.countOfReading(O)).isZero();
  }

  @Test
  void ratesAreShares() {
    add(O, O, 6);
    add(O, ZERO, 2);
    add(ZERO, ZERO, 1);
    add(Q, O, 1);
    assertThat(matrix.count()).isEqualTo(10);
    assertThat(matrix.accuracy()).isEqualTo(0.7);
    assertThat(matrix.recall(O)).isEqualTo(0.75);
    assertThat(matrix.precision(ZERO)).isEqualTo(1.0 / 3);
    assertThat(matrix.precision(Q)).isNaN();
  }

  @Test
  void theCommonestMistakesComeFirstAndEqualOnesInTheAlphabetsOrder() {
    add(O, O, 9);
    add(Q, O, 1);
    add(O, Q, 1);
    add(ZERO, O, 3);
    assertThat(matrix.mostConfused(9))
        .containsExactly(
            new Confusion("0", "O", 3), new Confusion("O", "Q", 1), new Confusion("Q", "O", 1));
    assertThat(matrix.mostConfused(1)).hasSize(1);
  }

  @Test
  void anEmptyMatrixHasNoAccuracy() {
    assertThat(matrix.accuracy()).isNaN();
    assertThat(matrix.recall(O)).isNaN();
    assertThat(matrix.mostConfused(5)).isEmpty();
  }

  private void add(int truth, int reading, int times) {
    for (int i = 0; i < times; i++) {
      matrix.add(truth, reading);
    }
  }
}
