package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.training.LearningRateSchedule.Constant;
import dev.longhand.training.LearningRateSchedule.Cosine;
import dev.longhand.training.LearningRateSchedule.OneCycle;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void aConstantRateStaysAtThePeak() {
    assertThat(new Constant().factor(0, 10)).isEqualTo(1);
    assertThat(new Constant().factor(9, 10)).isEqualTo(1);
  }

  @Test
  void aCosineWarmsUpInEqualStepsAndEndsAtItsFraction() {
    var cosine = new Cosine(0.3, 0.1);
    assertThat(cosine.factor(0, 11)).isEqualTo(1 / 4.0);
    assertThat(cosine.factor(1, 11)).isEqualTo(2 / 4.0);
    assertThat(cosine.factor(2, 11)).isEqualTo(3 / 4.0);
    assertThat(cosine.factor(3, 11)).isEqualTo(1);
    assertThat(new Cosine(0, 0).factor(5, 11)).isCloseTo(0.5, within(1e-12));
    assertThat(cosine.factor(10, 11)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void oneCycleRisesFallsAndVanishes() {
    var cycle = new OneCycle(0.25, 0.04, 1e-4);
    assertThat(cycle.factor(0, 101)).isCloseTo(0.04, within(1e-12));
    assertThat(cycle.factor(25, 101)).isEqualTo(1);
    assertThat(cycle.factor(100, 101)).isCloseTo(1e-4, within(1e-12));
  }

  @Property(tries = 300)
  void everyFactorIsInRangeAndRisesThenFalls(
      @ForAll @DoubleRange(min = 0, max = 0.99) double rise,
      @ForAll @DoubleRange(min = 0, max = 1) double end,
      @ForAll @IntRange(min = 1, max = 60) int total) {
    for (LearningRateSchedule schedule :
        new LearningRateSchedule[] {new Cosine(rise, end), new OneCycle(rise, end, end)}) {
      int peak = 0;
      for (int step = 0; step < total; step++) {
        assertThat(schedule.factor(step, total)).isBetween(0.0, 1 + 1e-12);
        if (schedule.factor(step, total) > schedule.factor(peak, total)) {
          peak = step;
        }
      }
      assertThat(schedule.factor(peak, total)).isEqualTo(1);
      for (int step = 1; step < total; step++) {
        double change = schedule.factor(step, total) - schedule.factor(step - 1, total);
        assertThat(step <= peak ? change : -change).isGreaterThan(-1e-12);
      }
    }
  }

  @Test
  void whatCannotBeIsRefusedWithItsValue() {
    assertThatThrownBy(() -> new Cosine(1, 0))
        .hasMessage("warmUp must be less than 1, but was 1.0");
    assertThatThrownBy(() -> new Cosine(0, -0.5))
        .hasMessage("finalFraction must be in 0…1, but was -0.5");
    assertThatThrownBy(() -> new OneCycle(0.5, Double.NaN, 0))
        .hasMessage("initialFraction must be in 0…1, but was NaN");
    assertThatThrownBy(() -> new Constant().factor(10, 10))
        .hasMessage("step must be from 0 to 10, exclusive, but was 10");
  }
}
