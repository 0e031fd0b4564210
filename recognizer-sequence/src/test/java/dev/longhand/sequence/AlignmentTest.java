package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  private static final int BLANK = 2;

  /** Rows in which one class is likely. */
  private static double[][] rows(int... likely) {
    double[][] rows = new double[likely.length][3];
    for (int t = 0; t < likely.length; t++) {
      for (int k = 0; k < 3; k++) {
        rows[t][k] = Math.log(k == likely[t] ? 0.8 : 0.1);
      }
    }
    return rows;
  }

  @Test
  void eachSymbolHasTheColumnsThatShowIt() {
    List<Alignment.Run> runs =
        Alignment.of(new int[] {0, 1, 1}, rows(BLANK, 0, 0, BLANK, 1, BLANK, 1, 1));

    assertThat(runs).extracting(Alignment.Run::from).containsExactly(1, 4, 6);
    assertThat(runs).extracting(Alignment.Run::to).containsExactly(2, 4, 7);
    assertThat(runs.get(0).probability()).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void anEmptyTextHasNoRuns() {
    assertThat(Alignment.of(new int[0], rows(BLANK))).isEmpty();
  }

  @Test
  void aTextThatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Alignment.of(new int[] {1, 1}, rows(1, 1)))
        .withMessageContaining("2 columns");
  }

  @Property(tries = 200)
  @Label("runs go from left to right and do not overlap, whatever the probabilities")
  void order(@ForAll @IntRange(min = 1, max = 4) int length, @ForAll long seed) {
    var random = new Random(seed);
    int[] label = random.ints(length, 0, BLANK).toArray();
    int columns = CtcLoss.columnsNeeded(label) + random.nextInt(4);
    float[] logits = new float[3 * columns];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }

    List<Alignment.Run> runs = Alignment.of(label, LogSoftmax.rows(logits, 0, columns, 3));

    int free = 0;
    for (Alignment.Run run : runs) {
      assertThat(run.from()).isBetween(free, run.to());
      assertThat(run.to()).isLessThan(columns);
      assertThat(run.probability()).isBetween(0.0, 1.0);
      free = run.to() + 1;
    }
    assertThat(runs).hasSize(length);
  }
}
