package dev.longhand.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.bench.LossCurves.Difference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Loss curves")
class LossCurvesTest {

  @Test
  @DisplayName("differ most in the step where the difference is largest for its size")
  void largest() {
    assertThat(Difference.of("a", List.of(4.0, 2.0, 1.0), "b", List.of(4.2, 2.0, 0.9)))
        .isEqualTo(new Difference("a", "b", (1.0 - 0.9) / 1.0, 3));
    assertThat(Difference.of("a", List.of(4.0, 0.0), "b", List.of(4.0, 0.0)).largest()).isZero();
  }

  @Test
  @DisplayName("of which one is no number differ by what is no number")
  void notANumber() {
    assertThat(Difference.of("a", List.of(1.0, Double.NaN), "b", List.of(1.0, 1.0)).largest())
        .isNaN();
  }

  @Test
  @DisplayName("are compared each with each")
  void pairs() {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    List.of("a", "b", "c").forEach(engine -> losses.put(engine, List.of(1.0)));

    assertThat(LossCurves.of(32, losses).differences())
        .extracting(each -> each.engine() + each.other())
        .containsExactly("ab", "ac", "bc");
    assertThat(LossCurves.of(32, Map.of()).differences()).isEmpty();
  }
}
