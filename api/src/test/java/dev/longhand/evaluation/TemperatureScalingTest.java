package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TemperatureScalingTest {
  private static final int CLASSES = 5;

  @Property(tries = 30)
  void noTemperatureOfAGridIsBetter(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.3, max = 5) double sharpness) {
    var drawn = draw(seed, 200, sharpness);
    double fitted = TemperatureScaling.fit(drawn.logits(), drawn.truths());
    double least = TemperatureScaling.negativeLogLikelihood(drawn.logits(), drawn.truths(), fitted);
    for (double t = TemperatureScaling.LOWEST; t <= TemperatureScaling.HIGHEST; t *= 1.02) {
      assertThat(TemperatureScaling.negativeLogLikelihood(drawn.logits(), drawn.truths(), t))
          .as("temperature %s against the fitted %s", t, fitted)
          .isGreaterThan(least - 1e-9);
    }
  }

  @Property(tries = 10)
  void logitsMadeTooSharpAreDividedByWhatSharpenedThem(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 4) double sharpness) {
    var drawn = draw(seed, 20_000, sharpness);
    assertThat(TemperatureScaling.fit(drawn.logits(), drawn.truths()))
        .isCloseTo(sharpness, Percentage.withPercentage(8));
  }

  @Test
  @DisplayName("of two classes with logits ±1 and 3 of 4 right, the temperature is 2 / ln 3")
  void closedForm() {
    Tensor logits = Tensor.of(Shape.of(4, 2), 1, -1, 1, -1, 1, -1, 1, -1);
    assertThat(TemperatureScaling.fit(logits, new int[] {0, 0, 0, 1}))
        .isCloseTo(2 / Math.log(3), within(1e-6));
  }

  @Test
  void whatIsAlwaysRightOrAlwaysWrongStaysWithinTheBounds() {
    Tensor logits = Tensor.of(Shape.of(2, 2), 1, -1, 1, -1);
    assertThat(TemperatureScaling.fit(logits, new int[] {0, 0}))
        .isCloseTo(TemperatureScaling.LOWEST, Percentage.withPercentage(30));
    assertThat(TemperatureScaling.fit(logits, new int[] {1, 1}))
        .isCloseTo(TemperatureScaling.HIGHEST, within(1e-3));
  }

  @Test
  void samplesWithoutAClassAreLeftOut() {
    Tensor logits = Tensor.of(Shape.of(5, 2), 1, -1, 1, -1, 1, -1, 1, -1, 9, -7);
    assertThat(TemperatureScaling.fit(logits, new int[] {0, 0, 0, 1, -1}))
        .isCloseTo(2 / Math.log(3), within(1e-6));
  }

  @Test
  void withoutSamplesNothingChanges() {
    assertThat(TemperatureScaling.fit(Tensor.zeros(Shape.of(1, 3)), new int[] {-1})).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    Tensor logits = Tensor.zeros(Shape.of(2, 3));
    assertThatThrownBy(() -> TemperatureScaling.fit(logits, new int[] {0}))
        .hasMessage("logits must be 1×K, but are 2×3");
    assertThatThrownBy(() -> TemperatureScaling.fit(logits, new int[] {0, 3}))
        .hasMessage("class 3 is none of 3");
  }

  private record Drawn(Tensor logits, int[] truths) {}

  /** Truths drawn from the softmax of logits, which are then multiplied by a sharpness. */
  private static Drawn draw(long seed, int samples, double sharpness) {
    var random = new SplittableRandom(seed);
    float[] logits = new float[samples * CLASSES];
    int[] truths = new int[samples];
    for (int n = 0; n < samples; n++) {
      double[] cumulated = new double[CLASSES];
      double total = 0;
      for (int k = 0; k < CLASSES; k++) {
        double logit = 2 * random.nextGaussian();
        logits[n * CLASSES + k] = (float) (sharpness * logit);
        total += Math.exp(logit);
        cumulated[k] = total;
      }
      double point = total * random.nextDouble();
      while (truths[n] < CLASSES - 1 && cumulated[truths[n]] < point) {
        truths[n]++;
      }
    }
    return new Drawn(Tensor.of(Shape.of(samples, CLASSES), logits), truths);
  }
}
