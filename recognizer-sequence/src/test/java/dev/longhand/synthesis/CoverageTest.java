package dev.longhand.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Coverage")
class CoverageTest {

  @Test
  void isTheAreaThatATriangleTakesOfEachPixel() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 200; trial++) {
      float[] corners = new float[6];
      for (int i = 0; i < 6; i++) {
        corners[i] = (float) (8 * random.nextDouble());
      }
      float[] covered = fill(8, 8, corners);
      for (int pixel = 0; pixel < covered.length; pixel++) {
        assertThat((double) covered[pixel])
            .isCloseTo(sampled(corners, pixel % 8, pixel / 8), within(0.03));
      }
    }
  }

  @Test
  void isCutOffAtTheImage() {
    float[] covered = fill(4, 3, -5, -5, 2.5f, -5, 2.5f, 9, -5, 9);
    assertThat(covered).containsExactly(1, 1, 0.5f, 0, 1, 1, 0.5f, 0, 1, 1, 0.5f, 0);
  }

  private static float[] fill(int width, int height, float... corners) {
    Coverage coverage = new Coverage(width, height);
    for (int i = 0; i < corners.length; i += 2) {
      int next = (i + 2) % corners.length;
      coverage.addSide(corners[i], corners[i + 1], corners[next], corners[next + 1]);
    }
    return coverage.covered();
  }

  /** The share of 40×40 points in the pixel that are inside. */
  private static double sampled(float[] corners, int column, int row) {
    int inside = 0;
    for (int i = 0; i < 1600; i++) {
      double x = column + (i % 40 + 0.5) / 40;
      int line = i / 40;
      double y = row + (line + 0.5) / 40;
      boolean a = side(corners, 0, 2, x, y);
      inside += a == side(corners, 2, 4, x, y) && a == side(corners, 4, 0, x, y) ? 1 : 0;
    }
    return inside / 1600.0;
  }

  private static boolean side(float[] corners, int from, int to, double x, double y) {
    return (corners[to] - corners[from]) * (y - corners[from + 1])
            - (corners[to + 1] - corners[from + 1]) * (x - corners[from])
        > 0;
  }
}
