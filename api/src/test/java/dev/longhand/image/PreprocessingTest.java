package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.image.Preprocessing.Blur;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.DirectionMaps;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitHeight;
import dev.longhand.image.Preprocessing.FitSquare;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.RemoveSpecks;
import dev.longhand.image.Preprocessing.ScaleTo;
import dev.longhand.image.Preprocessing.Step;
import dev.longhand.image.Preprocessing.ThickenStrokes;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PreprocessingTest {
  private static final ExtractInk EXTRACT = new ExtractInk(0.34, 0.08);
  private static final Normalize NORMALIZE = new Normalize(0.2, 0.35);

  @Test
  void extractingAndNormalisingIsEnough() {
    assertThat(new Preprocessing(List.of(EXTRACT, NORMALIZE)).steps()).hasSize(2);
  }

  @Test
  void directionMapsAreFourMoreChannels() {
    Preprocessing square = new Preprocessing(List.of(EXTRACT, new FitSquare(28, 2), NORMALIZE));
    Preprocessing mapped =
        new Preprocessing(List.of(EXTRACT, new FitSquare(28, 2), new DirectionMaps(), NORMALIZE));

    assertThat(square.channels()).isEqualTo(1);
    assertThat(mapped.channels()).isEqualTo(5);
  }

  @Test
  void theStepsAreCopied() {
    List<Step> steps = new java.util.ArrayList<>(List.of(EXTRACT, NORMALIZE));
    var preprocessing = new Preprocessing(steps);

    steps.clear();

    assertThat(preprocessing.steps()).containsExactly(EXTRACT, NORMALIZE);
    assertThatThrownBy(() -> preprocessing.steps().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  static Stream<Arguments> ordersThatMeanNothing() {
    return Stream.of(
        Arguments.of(List.of(), "exactly once, but does so 0 times"),
        Arguments.of(List.of(NORMALIZE), "exactly once, but does so 0 times"),
        Arguments.of(List.of(EXTRACT, EXTRACT, NORMALIZE), "but does so 2 times"),
        Arguments.of(List.of(EXTRACT), "normalising is the last step"),
        Arguments.of(List.of(EXTRACT, NORMALIZE, NORMALIZE), "normalising is the last step"),
        Arguments.of(List.of(EXTRACT, NORMALIZE, new Blur(1)), "normalising is the last step"),
        Arguments.of(
            List.of(new CropInk(0.2), EXTRACT, NORMALIZE),
            "step 0, CropInk[threshold=0.2], needs the ink extracted"),
        Arguments.of(
            List.of(new ReduceTo(64), new Blur(1), EXTRACT, NORMALIZE),
            "step 1, Blur[sigma=1.0], needs the ink extracted"),
        Arguments.of(
            List.of(EXTRACT, new DirectionMaps(), NORMALIZE),
            "direction maps are added once, between fitting into a square and normalising"),
        Arguments.of(
            List.of(EXTRACT, new FitSquare(28, 2), new DirectionMaps(), new Blur(1), NORMALIZE),
            "direction maps are added once"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ordersThatMeanNothing")
  void anOrderThatMeansNothingIsRefused(List<Step> steps, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preprocessing(steps))
        .withMessageContaining(reason);
  }

  static Stream<Arguments> numbersThatMeanNothing() {
    return Stream.of(
        number(() -> new ReduceTo(15), "15"),
        number(() -> new ReduceTo(100_000), "100000"),
        number(() -> new ExtractInk(0, 0.1), "0.0"),
        number(() -> new ExtractInk(1.5, 0.1), "1.5"),
        number(() -> new ExtractInk(Double.NaN, 0.1), "NaN"),
        number(() -> new ExtractInk(0.3, 0), "0.0"),
        number(() -> new ExtractInk(0.3, 1), "1.0"),
        number(() -> new RemoveSpecks(-0.1), "-0.1"),
        number(() -> new RemoveSpecks(1), "1.0"),
        number(() -> new CropInk(0), "0.0"),
        number(() -> new CropInk(Double.NaN), "NaN"),
        number(() -> new ScaleTo(7), "7"),
        number(() -> new ScaleTo(Integer.MAX_VALUE), "2147483647"),
        number(() -> new ThickenStrokes(0), "0.0"),
        number(() -> new ThickenStrokes(1e9), "1.0E9"),
        number(() -> new ThickenStrokes(Double.POSITIVE_INFINITY), "Infinity"),
        number(() -> new Blur(0), "0.0"),
        number(() -> new Blur(101), "101.0"),
        number(() -> new FitSquare(7, 0), "7"),
        number(() -> new FitSquare(1_000_000, 0), "1000000"),
        number(() -> new FitSquare(28, -1), "-1"),
        number(() -> new FitSquare(28, 14), "14"),
        number(() -> new FitHeight(7, 0, 100), "7"),
        number(() -> new FitHeight(32, 9, 100), "9"),
        number(() -> new FitHeight(32, 2, 31), "31"),
        number(() -> new FitHeight(32, 2, 1_000_000), "1000000"),
        number(() -> new Normalize(Double.NaN, 1), "NaN"),
        number(() -> new Normalize(0, 0), "0.0"),
        number(() -> new Normalize(0, Double.POSITIVE_INFINITY), "Infinity"));
  }

  private static Arguments number(Supplier<Step> step, String value) {
    return Arguments.of(step, value);
  }

  @ParameterizedTest(name = "#{index}: {1}")
  @MethodSource("numbersThatMeanNothing")
  void aNumberThatMeansNothingIsRefusedByName(Supplier<Step> step, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(step::get)
        .withMessageContaining("must be")
        .withMessageEndingWith("but was " + value);
  }
}
