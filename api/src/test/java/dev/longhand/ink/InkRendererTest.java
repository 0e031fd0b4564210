package dev.longhand.ink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.image.GrayImage;
import dev.longhand.image.PenPath;
import dev.longhand.ink.Ink.Stroke;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InkRendererTest {
  private static final Ink LETTER_A =
      ink(new Stroke(0, 100, 40, 0, 80, 100), new Stroke(18, 60, 62, 60));

  private static Ink ink(Stroke... strokes) {
    return new Ink(List.of(strokes));
  }

  /** In pixels of full ink. */
  private static double area(GrayImage image) {
    double sum = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        sum += 1 - image.at(x, y) / 255.0;
      }
    }
    return sum;
  }

  @ParameterizedTest(name = "{0} px")
  @ValueSource(doubles = {1, 2, 3.5, 8, 15, 40})
  void aDotIsADiscOfTheNibsWidth(double width) {
    GrayImage dot = InkRenderer.render(ink(new Stroke(7, -3)), new Pen(100, width, 3));

    assertThat(dot.width()).isEqualTo(dot.height());
    double expected = Math.PI * width * width / 4;
    assertThat(area(dot)).isCloseTo(expected, within(0.02 * expected + 0.4));
    int side = dot.width();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        assertThat(dot.at(x, y)).isEqualTo(dot.at(y, x));
      }
    }
    assertThat(dot.at(side / 2, side / 2)).isLessThan(width < 2 ? 255 : 10);
  }

  /** A stroke of length L and width w with round ends covers L·w + π·w²/4. */
  @Property(tries = 300)
  void aStrokeHasItsWidthAtEverySlant(
      @ForAll @DoubleRange(min = 1, max = 20) double width,
      @ForAll @IntRange(max = 360) int degrees) {
    double slant = Math.toRadians(degrees);
    float dx = (float) (1000 * Math.cos(slant));
    float dy = (float) (1000 * Math.sin(slant));
    double longest = 150;
    double length = longest / Math.max(Math.abs(Math.cos(slant)), Math.abs(Math.sin(slant)));

    GrayImage line = InkRenderer.render(ink(new Stroke(0, 0, dx, dy)), new Pen(longest, width, 2));

    double expected = length * width + Math.PI * width * width / 4;
    // Exactly aslant, every pixel meets the soft rim alike, and errors of sampling do not cancel.
    double aslant = degrees % 90 == 45 ? 0.13 * length : 0;
    assertThat(area(line)).isCloseTo(expected, within(0.02 * expected + aslant));
  }

  @Test
  void theLongerSideIsThePensAndTheMarginIsWhite() {
    GrayImage image = InkRenderer.render(LETTER_A, new Pen(100, 8, 12));

    // 100 px between points, and on each side half a nib, half a soft pixel and the margin.
    assertThat(image.height()).isEqualTo(100 + 2 * 4 + 1 + 2 * 12);
    assertThat(image.width()).isEqualTo(80 + 2 * 4 + 1 + 2 * 12);
    for (int x = 0; x < image.width(); x++) {
      for (int y = 0; y < 12; y++) {
        assertThat(image.at(x, y)).isEqualTo(255);
        assertThat(image.at(x, image.height() - 1 - y)).isEqualTo(255);
      }
    }
  }

  @Test
  void theImageKnowsHowThePenMoved() {
    GrayImage image =
        InkRenderer.render(ink(new Stroke(0, 0, 50, 0), new Stroke(50, 50)), new Pen(100, 6, 3));

    assertThat(image.path())
        .contains(
            new PenPath(
                List.of(
                    new PenPath.Stroke(6.5f, 6.5f, 106.5f, 6.5f),
                    new PenPath.Stroke(106.5f, 106.5f))));
    assertThat(image.at(106, 6)).isZero();
  }

  @Test
  void aMirroredDrawingIsTheMirroredImage() {
    GrayImage image = InkRenderer.render(LETTER_A, new Pen(100, 7, 3));

    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        assertThat(image.at(x, y)).isEqualTo(image.at(image.width() - 1 - x, y));
      }
    }
  }

  /** Powers of two, so that moving and scaling lose nothing of the coordinates. */
  @Property(tries = 40)
  void movingAndScalingTheStrokesChangesNothing(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = -64, max = 64) Integer> points,
      @ForAll @IntRange(min = -8, max = 8) int power,
      @ForAll @IntRange(min = -1024, max = 1024) int shift) {
    int count = points.size() / 2 * 2;
    float[] here = new float[count];
    float[] there = new float[count];
    for (int i = 0; i < count; i++) {
      here[i] = points.get(i);
      there[i] = Math.scalb(points.get(i) + shift, power);
    }

    GrayImage expected = InkRenderer.render(ink(new Stroke(here)));

    assertThat(InkRenderer.render(ink(new Stroke(there)))).isEqualTo(expected);
  }

  @Test
  void theOrderAndDirectionOfStrokesLeaveNoTraceInThePixels() {
    Ink backwards = ink(new Stroke(62, 60, 18, 60), new Stroke(80, 100, 40, 0, 0, 100));

    GrayImage there = InkRenderer.render(LETTER_A);
    GrayImage back = InkRenderer.render(backwards);

    for (int y = 0; y < there.height(); y++) {
      for (int x = 0; x < there.width(); x++) {
        assertThat(back.at(x, y)).isCloseTo(there.at(x, y), within(1));
      }
    }
  }

  @Test
  void coincidentPointsAreADot() {
    byte[] dot = InkRenderer.render(ink(new Stroke(5, 5))).toArray();

    assertThat(InkRenderer.render(ink(new Stroke(5, 5, 5, 5, 5, 5))).toArray()).isEqualTo(dot);
    assertThat(InkRenderer.render(ink(new Stroke(5, 5), new Stroke(5, 5))).toArray())
        .isEqualTo(dot);
  }

  @Test
  void drawingIsTheSameOnEveryPlatform() {
    var crc = new CRC32();
    crc.update(InkRenderer.render(LETTER_A).toArray());
    crc.update(
        InkRenderer.render(ink(new Stroke(0, 0, 3, 7, -2, 9)), new Pen(64, 3.3, 4)).toArray());

    assertThat(crc.getValue()).isEqualTo(2361340152L);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      floats = {
        Float.MIN_VALUE,
        1e-40f,
        Float.MIN_NORMAL,
        1e-20f,
        1,
        1e20f,
        1e30f,
        Float.MAX_VALUE
      })
  void hostileCoordinatesAreDrawnAsUsual(float unit) {
    GrayImage image = InkRenderer.render(ink(new Stroke(-unit, unit, 0, -unit, unit, unit)));

    assertThat(image.width()).isBetween(140, 150);
    assertThat(image.height()).isBetween(140, 150);
    assertThat(area(image)).isGreaterThan(1000);
  }

  @Test
  void extremeAspectsMakeNoLargeImage() {
    GrayImage wide = InkRenderer.render(ink(new Stroke(-1e30f, 0, 1e30f, 1e-30f)));
    GrayImage tall = InkRenderer.render(ink(new Stroke(0, Float.MAX_VALUE, 0, -Float.MAX_VALUE)));

    assertThat(wide.width()).isEqualTo(tall.height()).isLessThan(150);
    assertThat(wide.height()).isEqualTo(tall.width()).isLessThan(40);
  }

  @Property(tries = 60)
  void anyInkIsDrawnWithinThePensBounds(
      @ForAll @Size(min = 2, max = 40) List<@FloatRange(min = -1e30f, max = 1e30f) Float> points,
      @ForAll @IntRange(min = 1, max = 60) int longestSide,
      @ForAll @IntRange(min = 1, max = 20) int width) {
    float[] coordinates = new float[points.size() / 2 * 2];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = points.get(i);
    }

    GrayImage image =
        InkRenderer.render(ink(new Stroke(coordinates)), new Pen(longestSide, width, 1));

    int most = longestSide + width + 4;
    assertThat(image.width()).isLessThanOrEqualTo(most);
    assertThat(image.height()).isLessThanOrEqualTo(most);
    assertThat(area(image)).isPositive();
  }

  @Test
  void manyPointsAreDrawn() {
    var random = new SplittableRandom(3);
    float[] coordinates = new float[100_000];
    float x = 0;
    float y = 0;
    for (int i = 0; i < coordinates.length; i += 2) {
      x += (float) random.nextGaussian();
      y += (float) random.nextGaussian();
      coordinates[i] = x;
      coordinates[i + 1] = y;
    }

    assertThat(area(InkRenderer.render(ink(new Stroke(coordinates))))).isGreaterThan(1000);
  }

  @Test
  void aPenThatDrawsNothingOrTooMuchIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Pen(0.5, 8, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pen(Double.NaN, 8, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pen(1e9, 8, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pen(100, 0, 2))
        .withMessageContaining("0.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Pen(100, Double.NaN, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pen(100, 8, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Pen(100, 8, 100_000));
  }
}
