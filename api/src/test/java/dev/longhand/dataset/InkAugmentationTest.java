package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class InkAugmentationTest {
  private static final Ink PLUS =
      new Ink(List.of(new Stroke(0, 50, 100, 50), new Stroke(50, 0, 50, 100)));

  private static Ink vary(InkAugmentation augmentation, Ink ink, long seed) {
    return augmentation.apply(ink, new SplittableRandom(seed));
  }

  @Test
  void noneLeavesAllInkAsItIs() {
    assertThat(vary(InkAugmentation.NONE, PLUS, 1)).isEqualTo(PLUS);
  }

  @Test
  void theSameSeedGivesTheSameInkAndAnotherSeedAnother() {
    Ink once = vary(InkAugmentation.CHARACTER, PLUS, 1);

    assertThat(vary(InkAugmentation.CHARACTER, PLUS, 1)).isEqualTo(once);
    assertThat(vary(InkAugmentation.CHARACTER, PLUS, 2)).isNotEqualTo(once);
  }

  @Test
  void aTurnKeepsEveryLength() {
    Stroke turned = vary(new InkAugmentation(180, 0, 0, 0, 0, 0), PLUS, 3).strokes().get(0);

    assertThat(length(turned)).isCloseTo(100, within(1e-3));
    assertThat(turned.y(turned.points() - 1) - turned.y(0)).isNotCloseTo(0, within(1f));
  }

  @Test
  void aSlantMovesTheTopAgainstTheBottomOnly() {
    Ink slanted = vary(new InkAugmentation(0, 0.5, 0, 0, 0, 0), PLUS, 4);
    Stroke across = slanted.strokes().get(0);
    Stroke down = slanted.strokes().get(1);

    assertThat(length(across)).isCloseTo(100, within(1e-3));
    assertThat(down.y(down.points() - 1) - down.y(0)).isCloseTo(100, within(1e-3f));
    assertThat(Math.abs(down.x(down.points() - 1) - down.x(0))).isBetween(1f, 50f);
  }

  @Test
  void stretchingWidensAsMuchAsItShortens() {
    Ink stretched = vary(new InkAugmentation(0, 0, 0.4, 0, 0, 0), PLUS, 5);

    double width = length(stretched.strokes().get(0));
    double height = length(stretched.strokes().get(1));
    assertThat(width * height).isCloseTo(100 * 100, within(0.5));
    assertThat(Math.max(width / height, height / width)).isBetween(1.001, 1.4001);
  }

  @Test
  void aStraightStrokeBends() {
    Stroke bent = vary(new InkAugmentation(0, 0, 0, 0.2, 0, 0), PLUS, 6).strokes().get(0);

    double chord =
        Math.hypot(bent.x(bent.points() - 1) - bent.x(0), bent.y(bent.points() - 1) - bent.y(0));
    assertThat(length(bent)).isGreaterThan(chord + 0.1);
  }

  @Test
  void strokesMoveAgainstEachOther() {
    Ink moved = vary(new InkAugmentation(0, 0, 0, 0, 0.1, 0), PLUS, 7);

    float first = moved.strokes().get(0).x(0) - PLUS.strokes().get(0).x(0);
    float second = moved.strokes().get(1).x(0) - PLUS.strokes().get(1).x(0);
    assertThat(first).isBetween(-10f, 10f).isNotEqualTo(second);
    assertThat(second).isBetween(-10f, 10f);
  }

  @Test
  void aCoarseTabletHasItsPointsOnAGrid() {
    Ink circle = circle();
    for (long seed = 0; seed < 20; seed++) {
      Stroke coarse = vary(new InkAugmentation(0, 0, 0, 0, 0, 0.2), circle, seed).strokes().get(0);
      long columns = IntStream.range(0, coarse.points()).mapToObj(coarse::x).distinct().count();
      if (columns < 40) {
        return;
      }
    }
    fail("half of the circles should have few different columns, but none of 20 had");
  }

  private static Ink circle() {
    float[] points = new float[400];
    for (int i = 0; i < 200; i++) {
      points[2 * i] = (float) (50 * Math.cos(i * Math.PI / 100));
      points[2 * i + 1] = (float) (50 * Math.sin(i * Math.PI / 100));
    }
    return new Ink(List.of(new Stroke(points)));
  }

  @Property(tries = 200)
  void anyInkKeepsItsStrokesAndStaysNear(
      @ForAll @FloatRange(min = -1000, max = 1000) float x,
      @ForAll @FloatRange(min = 0, max = 1000) float width,
      @ForAll @FloatRange(min = 0, max = 1000) float height,
      @ForAll long seed) {
    Ink ink = new Ink(List.of(new Stroke(x, 0, x + width, height), new Stroke(x, height)));

    Ink varied = vary(InkAugmentation.CHARACTER, ink, seed);

    assertThat(varied.strokes()).hasSize(2);
    double longest = Math.max(width, height);
    assertThat(length(varied.strokes().get(0))).isLessThanOrEqualTo(3 * longest + 1e-3);
  }

  @Test
  void aDotStaysADot() {
    Ink dot = new Ink(List.of(new Stroke(7, 7)));

    assertThat(vary(InkAugmentation.CHARACTER, dot, 1)).isEqualTo(dot);
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InkAugmentation(181, 0, 0, 0, 0, 0))
        .withMessageContaining("rotation must be in 0…180 degrees, but was 181");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InkAugmentation(0, Double.NaN, 0, 0, 0, 0))
        .withMessageContaining("slant");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InkAugmentation(0, 0, 1, 0, 0, 0))
        .withMessageContaining("stretch");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InkAugmentation(0, 0, 0, 2, 0, 0))
        .withMessageContaining("bend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InkAugmentation(0, 0, 0, 0, -1, 0))
        .withMessageContaining("strokeShift");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InkAugmentation(0, 0, 0, 0, 0, 2))
        .withMessageContaining("grid");
  }

  private static double length(Stroke stroke) {
    double length = 0;
    for (int i = 1; i < stroke.points(); i++) {
      length += Math.hypot(stroke.x(i) - stroke.x(i - 1), stroke.y(i) - stroke.y(i - 1));
    }
    return length;
  }
}
