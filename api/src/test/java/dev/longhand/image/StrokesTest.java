package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.ink.Ink;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrokesTest {

  @Test
  void withoutInkTheWidthIsZero() {
    assertThat(Strokes.width(Plane.blank(5, 7))).isZero();
  }

  /**
   * Counting steps along the axes suits all slants on average: an upright bar seems 4/π as wide as
   * it is, less what its ends add to the outline.
   */
  @ParameterizedTest(name = "{0} px, upright and lying")
  @ValueSource(ints = {1, 2, 5, 12, 30})
  void anUprightBarSeemsFourOverPiAsWide(int width) {
    Plane bar = Plane.blank(width + 6, 206);
    for (int y = 3; y < 203; y++) {
      for (int x = 3; x < 3 + width; x++) {
        bar.values()[y * bar.width() + x] = 1;
      }
    }
    double expected = 4 / Math.PI * width * 200.0 / (width + 200);

    assertThat(Strokes.width(bar)).isCloseTo(expected, within(1e-9));
    assertThat(Strokes.width(bar.transpose())).isCloseTo(expected, within(1e-9));
    Plane tight = bar.crop(3, 3, width, 200);
    assertThat(Strokes.width(tight)).as("touching all edges").isCloseTo(expected, within(1e-9));
  }

  @ParameterizedTest(name = "a ring drawn {0} px wide")
  @ValueSource(ints = {3, 6, 12, 20})
  void aRoundStrokeIsMeasuredTrue(int width) {
    Plane ring = ink(InkRenderer.render(Scenes.ZERO.ink(), new Pen(160, width, 4)));

    assertThat(Strokes.width(ring)).isCloseTo(width, within(0.05 * width + 0.2));
  }

  @ParameterizedTest(name = "{0}, drawn {1} px wide, to at least 11 px")
  @CsvSource({"UPPER_A, 1", "UPPER_A, 3", "UPPER_S, 3", "ZERO, 2", "LOWER_I, 4"})
  void thinStrokesBecomeAboutAsWideAsAsked(Scenes letter, int width) {
    Plane thin = ink(InkRenderer.render(letter.ink(), new Pen(112, width, 4)));

    Plane thick = Strokes.thicken(thin, 11);

    assertThat(Strokes.width(thick)).isBetween(9.0, 14.0);
    assertThat(thick.width()).isGreaterThan(thin.width());
  }

  @ParameterizedTest
  @EnumSource(Scenes.class)
  void wideStrokesStayAsTheyAre(Scenes letter) {
    Plane wide = ink(InkRenderer.render(letter.ink(), new Pen(112, 16, 4)));

    assertThat(Strokes.thicken(wide, 11)).isSameAs(wide);
  }

  @Property(tries = 50)
  void thickeningNeverTakesInkAway(
      @ForAll @IntRange(min = 1, max = 10) int width,
      @ForAll @IntRange(min = 1, max = 10) int height,
      @ForAll @IntRange(min = 1, max = 30) int minimum,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);

    Plane thick = Strokes.thicken(plane, minimum);

    int border = (thick.width() - width) / 2;
    assertThat(thick.height() - height).isEqualTo(2 * border);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(thick.at(x + border, y + border)).isGreaterThanOrEqualTo(plane.at(x, y));
      }
    }
  }

  @Test
  void aDotThickensToADisc() {
    Plane disc = Strokes.thicken(ink(InkRenderer.render(dot(), new Pen(1, 3, 1))), 20);

    // The disc's rim fades, so that fractions of a pixel count; it is round all the same.
    for (int y = 0; y < disc.height(); y++) {
      for (int x = 0; x < disc.width(); x++) {
        assertThat(disc.at(x, y)).isEqualTo(disc.at(y, x));
        assertThat(disc.at(x, y)).isEqualTo(disc.at(disc.width() - 1 - x, y));
      }
    }
    assertThat(disc.at(0, 0)).isZero();
    assertThat(disc.at(disc.width() / 2, disc.height() / 2)).isEqualTo(1);
  }

  private static Ink dot() {
    return new Ink(java.util.List.of(new Ink.Stroke(0, 0)));
  }

  private static Plane ink(GrayImage drawing) {
    return Plane.of(Scenes.under(drawing, (x, y, coverage) -> coverage));
  }
}
