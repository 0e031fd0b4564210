package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  @DisplayName("errors are the gaps of the bins, weighted for ECE and the largest for MCE")
  void knownErrors() {
    var calibration =
        Calibration.of(
            new double[] {0.9, 0.9, 0.9, 0.3}, new boolean[] {true, true, false, false}, 2);
    assertThat(calibration.bins().get(0).gap()).isCloseTo(0.3, within(1e-12));
    assertThat(calibration.bins().get(1).gap()).isCloseTo(0.9 - 2 / 3.0, within(1e-12));
    assertThat(calibration.expectedError())
        .isCloseTo(0.25 * 0.3 + 0.75 * (0.9 - 2 / 3.0), within(1e-12));
    assertThat(calibration.maximumError()).isCloseTo(0.3, within(1e-12));
  }

  @Test
  @DisplayName("a bin holds its upper edge and not its lower one, but for 0")
  void edges() {
    var calibration = Calibration.of(new double[] {0, 0.25, 0.5, 0.75, 1}, new boolean[5], 4);
    assertThat(calibration.bins())
        .extracting(Calibration.Bin::count)
        .containsExactly(2L, 1L, 1L, 1L);
    assertThat(calibration.bins().get(1).above()).isEqualTo(0.25);
    assertThat(calibration.bins().get(1).upTo()).isEqualTo(0.5);
  }

  @Test
  void fifteenBinsAreUsual() {
    assertThat(Calibration.of(new double[0], new boolean[0]).bins()).hasSize(15);
  }

  @Test
  void withoutReadingsThereIsNoError() {
    var none = Calibration.of(new double[0], new boolean[0]);
    assertThat(none.expectedError()).isNaN();
    assertThat(none.maximumError()).isNaN();
    assertThat(none.bins()).allMatch(Calibration.Bin::isEmpty);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Calibration.of(new double[] {1.5}, new boolean[1]))
        .hasMessage("confidence 0 must be in 0…1, but was 1.5");
    assertThatThrownBy(() -> Calibration.of(new double[] {Double.NaN}, new boolean[1]))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Calibration.of(new double[1], new boolean[2]))
        .hasMessage("1 confidences cannot belong to 2 readings");
  }

  @Property(tries = 20)
  void whoIsRightAsOftenAsSaidHasNoError(@ForAll long seed) {
    // The standard error of a bin's accuracy among 20,000 / 15 readings is below 0.014.
    var calibration = simulate(seed, 20_000, 0);
    assertThat(calibration.expectedError()).isLessThan(0.03);
    assertThat(calibration.count()).isEqualTo(20_000);
  }

  @Property(tries = 20)
  void whoIsTooSureIsOffByThat(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.05, max = 0.4) double excess) {
    assertThat(simulate(seed, 20_000, excess).expectedError()).isCloseTo(excess, within(0.03));
  }

  @Property(tries = 100)
  void theExpectedErrorIsAShareAndNotAboveTheLargest(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int count) {
    var calibration = simulate(seed, count, 0.2);
    assertThat(calibration.expectedError()).isBetween(0.0, calibration.maximumError() + 1e-12);
    assertThat(calibration.maximumError()).isBetween(0.0, 1.0);
  }

  /**
   * Readings with confidences uniform in 0.5…1, each right with that probability less an excess.
   */
  private static Calibration simulate(long seed, int count, double excess) {
    var random = new SplittableRandom(seed);
    double[] confidences = new double[count];
    Arrays.setAll(confidences, i -> 0.5 + 0.5 * random.nextDouble());
    boolean[] right = new boolean[count];
    for (int i = 0; i < count; i++) {
      right[i] = random.nextDouble() < confidences[i] - excess;
    }
    return Calibration.of(confidences, right);
  }
}
