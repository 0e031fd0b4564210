package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Filters against their definitions, pixel by pixel; windows may be larger than the plane. */
class FiltersTest {

  @Property(tries = 200)
  void dilationIsTheMaximumOfTheWindow(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(max = 15) int radius,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);

    Plane dilated = Filters.dilate(plane, radius);

    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float expected = Float.NEGATIVE_INFINITY;
        for (int wy = Math.max(0, y - radius); wy <= Math.min(height - 1, y + radius); wy++) {
          for (int wx = Math.max(0, x - radius); wx <= Math.min(width - 1, x + radius); wx++) {
            expected = Math.max(expected, plane.at(wx, wy));
          }
        }
        assertThat(dilated.at(x, y)).as("at %d, %d", x, y).isEqualTo(expected);
      }
    }
  }

  @Property(tries = 100)
  void erosionIsDilationOfTheNegative(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(max = 15) int radius,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);
    Plane negative = Plane.blank(width, height);
    for (int i = 0; i < negative.values().length; i++) {
      negative.values()[i] = 1 - plane.values()[i];
    }

    float[] eroded = Filters.erode(plane, radius).values();
    float[] dilated = Filters.dilate(negative, radius).values();

    for (int i = 0; i < eroded.length; i++) {
      assertThat(eroded[i]).isCloseTo(1 - dilated[i], within(1e-6f));
    }
  }

  /** As mathematical morphology says of every closing: it never darkens, and once is enough. */
  @Property(tries = 100)
  void aClosingOnlyFillsAndOnceIsEnough(
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(max = 4) int radius,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);

    Plane closed = Filters.close(plane, radius);
    Plane again = Filters.close(closed, radius);

    assertThat(closed.values())
        .isEqualTo(Filters.erode(Filters.dilate(plane, radius), radius).values());
    for (int i = 0; i < plane.values().length; i++) {
      assertThat(closed.values()[i]).isGreaterThanOrEqualTo(plane.values()[i]);
    }
    assertThat(again.values()).isEqualTo(closed.values());
  }

  @Property(tries = 60)
  void aBlurIsTheGaussianMeanOfNearestPixels(
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @DoubleRange(min = 0.1, max = 4) double sigma,
      @ForAll long seed) {
    Plane plane = Scenes.random(width, height, seed);

    Plane blurred = Filters.blur(plane, sigma);

    int reach = (int) Math.ceil(3 * sigma);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        double weights = 0;
        for (int dy = -reach; dy <= reach; dy++) {
          for (int dx = -reach; dx <= reach; dx++) {
            double weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
            int nearestX = Math.max(0, Math.min(width - 1, x + dx));
            int nearestY = Math.max(0, Math.min(height - 1, y + dy));
            sum += weight * plane.at(nearestX, nearestY);
            weights += weight;
          }
        }
        assertThat((double) blurred.at(x, y)).isCloseTo(sum / weights, within(1e-5));
      }
    }
  }

  @Test
  void aBlurMuchWiderThanThePlaneIsFinite() {
    Plane blurred = Filters.blur(Scenes.plane("#..", ".+."), 100);

    for (float value : blurred.values()) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void aBlurKeepsTheInkOfADotInTheMiddle() {
    Plane dot = Plane.blank(41, 41);
    dot.values()[20 * 41 + 20] = 1;

    Plane blurred = Filters.blur(dot, 2);

    double sum = 0;
    double variance = 0;
    for (int y = 0; y < 41; y++) {
      for (int x = 0; x < 41; x++) {
        sum += blurred.at(x, y);
        variance += blurred.at(x, y) * (x - 20) * (x - 20);
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    // A little less than σ² = 4, as the bell is cut at 3 σ.
    assertThat(variance).isBetween(3.8, 4.0);
  }
}
