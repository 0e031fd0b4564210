package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CtcLossTest {
  private static final int CLASSES = 4;
  private static final int BLANK = CLASSES - 1;

  private static double[][] randomRows(int columns, Random random) {
    float[] logits = new float[columns * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (2 * random.nextGaussian());
    }
    return LogSoftmax.rows(logits, 0, columns, CLASSES);
  }

  /** The sum over all paths, one after the other. */
  private static double probability(int[] label, double[][] logProbabilities) {
    int columns = logProbabilities.length;
    double sum = 0;
    for (int path = 0; path < Math.pow(CLASSES, columns); path++) {
      List<Integer> collapsed = new ArrayList<>();
      int before = BLANK;
      double logPath = 0;
      int rest = path;
      for (int t = 0; t < columns; t++) {
        int k = rest % CLASSES;
        rest /= CLASSES;
        logPath += logProbabilities[t][k];
        if (k != before && k != BLANK) {
          collapsed.add(k);
        }
        before = k;
      }
      if (collapsed.equals(Arrays.stream(label).boxed().toList())) {
        sum += Math.exp(logPath);
      }
    }
    return sum;
  }

  @Property(tries = 100)
  @Label("the likelihood is the sum over all paths that collapse to the label")
  void bruteForce(
      @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll @IntRange(max = 3) int length,
      @ForAll long seed) {
    var random = new Random(seed);
    int[] label = random.ints(length, 0, BLANK).toArray();
    double[][] rows = randomRows(columns, random);

    double likelihood = Math.exp(-CtcLoss.negativeLogLikelihood(label, rows));

    assertThat(likelihood).isCloseTo(probability(label, rows), within(1e-9));
    assertThat(CtcLoss.columnsNeeded(label) <= columns).isEqualTo(likelihood > 0);
  }

  @Test
  void aRepeatedLetterNeedsABlankBetween() {
    assertThat(CtcLoss.columnsNeeded(0, 0, 1)).isEqualTo(4);
    assertThat(CtcLoss.columnsNeeded(0, 1, 0)).isEqualTo(3);
    assertThat(CtcLoss.columnsNeeded()).isZero();

    double[][] three = randomRows(3, new Random(1));

    assertThat(Math.exp(-CtcLoss.negativeLogLikelihood(new int[] {2, 2}, three)))
        .isCloseTo(Math.exp(three[0][2] + three[1][BLANK] + three[2][2]), within(1e-12));
  }

  @Test
  void theEmptyLabelIsAllBlanks() {
    double[][] rows = randomRows(4, new Random(2));

    double blanks = rows[0][BLANK] + rows[1][BLANK] + rows[2][BLANK] + rows[3][BLANK];

    assertThat(CtcLoss.negativeLogLikelihood(new int[0], rows)).isCloseTo(-blanks, within(1e-12));
  }

  @Test
  void aThousandColumnsDoNotUnderflow() {
    double[][] rows = randomRows(1000, new Random(3));
    int[] label = new Random(4).ints(300, 0, BLANK).toArray();

    assertThat(CtcLoss.negativeLogLikelihood(label, rows)).isPositive().isFinite();
  }

  @Property(tries = 30)
  @Label("the gradient is that of finite differences, padding has none, the loss is the mean")
  void finiteDifferences(@ForAll long seed) {
    var random = new Random(seed);
    int steps = 7;
    int[][] labels = {
      random.ints(3, 0, BLANK).toArray(), {}, {1, 1}, random.ints(1, 0, BLANK).toArray()
    };
    int[] columns = {7, 4, 5, 3};
    float[] logits = new float[labels.length * steps * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (2 * random.nextGaussian());
    }
    var loss = new CtcLoss(labels, columns, new String[] {"a", "b", "c", "d"});
    var shape = new Shape(labels.length, steps, CLASSES);

    ValueAndGradient given = loss.evaluate(Tensor.of(shape, logits));

    double mean = 0;
    for (int sample = 0; sample < labels.length; sample++) {
      double[][] rows = LogSoftmax.rows(logits, sample * steps * CLASSES, columns[sample], CLASSES);
      mean += CtcLoss.negativeLogLikelihood(labels[sample], rows) / labels.length;
    }
    assertThat(given.value()).isCloseTo(mean, within(1e-9));
    for (int i = 0; i < logits.length; i++) {
      int column = i / CLASSES % steps;
      if (column >= columns[i / CLASSES / steps]) {
        assertThat(given.gradient().at(i)).isZero();
        continue;
      }
      assertThat((double) given.gradient().at(i))
          .isCloseTo(slope(loss, shape, logits, i), within(2e-3));
    }
  }

  private static double slope(CtcLoss loss, Shape shape, float[] logits, int i) {
    float step = 1e-2f;
    float[] moved = logits.clone();
    moved[i] = logits[i] + step;
    double above = loss.evaluate(Tensor.of(shape, moved)).value();
    moved[i] = logits[i] - step;
    double below = loss.evaluate(Tensor.of(shape, moved)).value();
    return (above - below) / (2 * step);
  }

  @Test
  void aLabelThatCannotFitIsRefusedWithItsSample() {
    int[][] labels = {{0}, {1, 1, 1}};

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> new CtcLoss(labels, new int[] {4, 4}, new String[] {"a.png", "b.png"}))
        .withMessageContainingAll("'b.png'", "3 symbols", "needs 5 columns", "gives 4");
  }
}
