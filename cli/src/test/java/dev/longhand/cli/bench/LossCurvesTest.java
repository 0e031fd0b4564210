package dev.longhand.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.bench.LossCurves.Curve;
import dev.longhand.cli.bench.LossCurves.Difference;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Loss curves")
class LossCurvesTest {

  @Test
  @DisplayName("differ most in the step where the difference is largest for its size")
  void largest() {
    assertThat(Difference.of(curve("a", 4.0, 2.0, 1.0), curve("b", 4.2, 2.0, 0.9)))
        .isEqualTo(new Difference("a (1 thread)", "b (1 thread)", (1.0 - 0.9) / 1.0, 3));
    assertThat(Difference.of(curve("a", 4.0, 0.0), curve("b", 4.0, 0.0)).largest()).isZero();
  }

  @Test
  @DisplayName("of which one is no number differ by what is no number")
  void notANumber() {
    assertThat(Difference.of(curve("a", 1.0, Double.NaN), curve("b", 1.0, 1.0)).largest()).isNaN();
  }

  @Test
  @DisplayName("are compared each with each")
  void pairs() {
    List<Curve> curves = List.of(curve("a", 1.0), curve("b", 1.0), new Curve("b", 2, List.of(1.0)));

    assertThat(LossCurves.of("SGD", 32, curves).differences())
        .extracting(each -> each.of() + " " + each.to())
        .containsExactly(
            "a (1 thread) b (1 thread)",
            "a (1 thread) b (2 threads)",
            "b (1 thread) b (2 threads)");
    assertThat(LossCurves.of("SGD", 32, List.of()).differences()).isEmpty();
  }

  private static Curve curve(String engine, Double... losses) {
    return new Curve(engine, 1, List.of(losses));
  }
}
