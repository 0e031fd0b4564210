package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {

  @Property(tries = 200)
  void aConstantStaysConstantAndValuesStayInRange(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 1, max = 60) int newWidth,
      @ForAll @IntRange(min = 1, max = 60) int newHeight,
      @ForAll long seed) {
    Plane constant = Plane.blank(width, height);
    java.util.Arrays.fill(constant.values(), 0.375f);

    for (float value : Resampling.scale(constant, newWidth, newHeight).values()) {
      assertThat(value).isCloseTo(0.375f, within(1e-5f));
    }
    Plane scaled = Resampling.scale(Scenes.random(width, height, seed), newWidth, newHeight);
    assertThat(scaled.width()).isEqualTo(newWidth);
    assertThat(scaled.height()).isEqualTo(newHeight);
    for (float value : scaled.values()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Property(tries = 50)
  void theSameSizeIsTheSamePlane(
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);

    assertThat(Resampling.scale(plane, width, height).values()).isEqualTo(plane.values());
  }

  @Property(tries = 50)
  void columnsAndRowsAreTreatedAlike(
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 40) int side,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);
    // Clamping between the two passes is not linear, so soften what rings.
    Plane soft = Filters.blur(plane, 2);

    float[] one = Resampling.scale(soft, side, side).transpose().values();
    float[] other = Resampling.scale(soft.transpose(), side, side).values();

    for (int i = 0; i < one.length; i++) {
      assertThat(one[i]).isCloseTo(other[i], within(1e-4f));
    }
  }

  /** Keys, 1981, section III: the kernel reproduces straight lines exactly. */
  @Test
  void aRampStaysARampAwayFromItsEnds() {
    Plane ramp = Plane.blank(20, 1);
    for (int x = 0; x < 20; x++) {
      ramp.values()[x] = x / 20f;
    }

    Plane scaled = Resampling.scale(ramp, 50, 1);

    for (int x = 10; x < 40; x++) {
      double expected = ((x + 0.5) * 0.4 - 0.5) / 20;
      assertThat((double) scaled.at(x, 0)).isCloseTo(expected, within(1e-5));
    }
  }

  @ParameterizedTest(name = "to {0}×{0} px")
  @CsvSource({"8", "14", "28", "50", "112", "200", "333"})
  void theShareOfInkIsPreserved(int side) {
    Plane paper = Filters.blur(Plane.of(Scenes.FIVE.plain()), 2);

    Plane scaled = Resampling.scale(paper, side, side);

    // What rings beyond white is cut off, the more the smaller the image.
    assertThat(mean(scaled)).isCloseTo(mean(paper), within(0.007));
  }

  @Test
  void nothingIsSkippedWhenShrinking() {
    // One bright column in each nine: plain bicubic interpolation at a ninth would hit all or none.
    Plane stripes = Plane.blank(9 * 9, 3);
    for (int i = 0; i < stripes.values().length; i++) {
      stripes.values()[i] = i % 9 == 0 ? 1 : 0;
    }

    Plane scaled = Resampling.scale(stripes, 9, 3);

    for (int x = 2; x < 7; x++) {
      assertThat(scaled.at(x, 1)).isBetween(0.05f, 0.2f);
    }
  }

  @ParameterizedTest(name = "{0}×{1} scaled to {2} is {3}×{4}")
  @CsvSource({
    "100, 50, 20, 20, 10",
    "50, 100, 20, 10, 20",
    "400, 3, 128, 128, 1",
    "400, 1, 16, 16, 1",
    "1, 1, 128, 128, 128",
    "1, 5000, 8, 1, 8",
    "3, 2, 3, 3, 2"
  })
  void theLongerSideIsMetAndTheAspectKept(
      int width, int height, int longestSide, int newWidth, int newHeight) {
    Plane scaled = Resampling.scaleTo(Scenes.random(width, height, 1), longestSide);

    assertThat(scaled.width()).isEqualTo(newWidth);
    assertThat(scaled.height()).isEqualTo(newHeight);
  }

  private static double mean(Plane plane) {
    double sum = 0;
    for (float value : plane.values()) {
      sum += value;
    }
    return sum / plane.values().length;
  }
}
