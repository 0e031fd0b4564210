package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {
  private static final int SIDE = 28;

  /** A soft cross with arms of 3 px. */
  private static float[] cross() {
    float[] ink = new float[SIDE * SIDE];
    for (int i = 6; i < 22; i++) {
      for (int d = -2; d <= 2; d++) {
        float value = Math.abs(d) == 2 ? 0.4f : 1;
        ink[i * SIDE + 14 + d] = Math.max(ink[i * SIDE + 14 + d], value);
        ink[(14 + d) * SIDE + i] = Math.max(ink[(14 + d) * SIDE + i], value);
      }
    }
    return ink;
  }

  private static float[] vary(Augmentation augmentation, float[] ink, long seed) {
    return augmentation.apply(ink, SIDE, SIDE, new SplittableRandom(seed));
  }

  @Test
  void noneLeavesEveryImageAsItIs() {
    float[] ink = cross();

    float[] same = vary(Augmentation.NONE, ink, 1);

    assertThat(same).isEqualTo(ink).isNotSameAs(ink);
  }

  @Test
  void theSameSeedGivesTheSameImageAndAnotherSeedAnother() {
    float[] once = vary(Augmentation.CHARACTER, cross(), 1);

    assertThat(vary(Augmentation.CHARACTER, cross(), 1)).isEqualTo(once);
    assertThat(vary(Augmentation.CHARACTER, cross(), 2)).isNotEqualTo(once);
  }

  @Test
  void imagesThatFollowAreMovedWithTheFirstAndNotVariedOtherwise() {
    float[] two = Arrays.copyOf(cross(), 2 * SIDE * SIDE);
    System.arraycopy(cross(), 0, two, SIDE * SIDE, SIDE * SIDE);
    var moving = new Augmentation(15, 0.3, 0.2, 2, 1, 0, 0, 0);
    var all = new Augmentation(15, 0.3, 0.2, 2, 1, 0.7, 1, 0.1);

    float[] moved = vary(moving, two, 1);
    float[] varied = vary(all, two, 1);

    float[] alone = vary(moving, cross(), 1);
    assertThat(image(moved, 0)).isEqualTo(alone);
    assertThat(image(moved, 1)).isEqualTo(alone);
    assertThat(image(varied, 0)).isEqualTo(vary(all, cross(), 1)).isNotEqualTo(alone);
    assertThat(image(varied, 1)).isEqualTo(alone);
  }

  private static float[] image(float[] images, int index) {
    return Arrays.copyOfRange(images, index * SIDE * SIDE, (index + 1) * SIDE * SIDE);
  }

  @Test
  void theImageThatWasGivenIsLeftAlone() {
    float[] ink = cross();

    var unused = vary(Augmentation.CHARACTER, ink, 1);

    assertThat(ink).isEqualTo(cross());
  }

  @Test
  void aCharacterKeepsAboutItsInkAndItsPlace() {
    double before = mass(cross());
    double sum = 0;
    for (int seed = 0; seed < 500; seed++) {
      float[] varied = vary(Augmentation.CHARACTER, cross(), seed);
      double mass = mass(varied);
      sum += mass;
      assertThat(mass).as("seed %d", seed).isBetween(0.45 * before, 1.9 * before);
      double centreX = 0;
      for (int i = 0; i < varied.length; i++) {
        centreX += varied[i] * (i % SIDE) / mass;
      }
      assertThat(centreX).as("seed %d", seed).isCloseTo(14, within(3.0));
    }
    assertThat(sum / 500).isBetween(0.9 * before, 1.15 * before);
  }

  @Test
  void eachMeansAloneDoesWhatItSays() {
    var only = new SplittableRandom(0);
    float[] ink = cross();

    var turned = new Augmentation(45, 0, 0, 0, 0, 0, 0, 0).apply(ink, SIDE, SIDE, only);
    var moved = new Augmentation(0, 0, 0, 4, 0, 0, 0, 0).apply(ink, SIDE, SIDE, only);
    var soft = new Augmentation(0, 0, 0, 0, 0, 0, 1, 0).apply(ink, SIDE, SIDE, only);
    var noisy = new Augmentation(0, 0, 0, 0, 0, 0, 0, 0.1).apply(ink, SIDE, SIDE, only);

    assertThat(mass(turned)).isCloseTo(mass(ink), within(0.03 * mass(ink)));
    assertThat(mass(moved)).isCloseTo(mass(ink), within(0.01 * mass(ink)));
    assertThat(mass(soft)).isCloseTo(mass(ink), within(0.01 * mass(ink)));
    assertThat(largestStep(soft)).isLessThan(largestStep(ink));
    assertThat(turned).isNotEqualTo(ink);
    assertThat(moved).isNotEqualTo(ink);
    assertThat(noisy).isNotEqualTo(ink);
  }

  @Test
  void strokesBecomeThinnerAndThicker() {
    var augmentation = new Augmentation(0, 0, 0, 0, 0, 1, 0, 0);
    double before = mass(cross());
    double least = before;
    double most = before;
    for (int seed = 0; seed < 40; seed++) {
      double mass = mass(vary(augmentation, cross(), seed));
      least = Math.min(least, mass);
      most = Math.max(most, mass);
    }
    assertThat(least).isLessThan(0.7 * before);
    assertThat(most).isGreaterThan(1.3 * before);
  }

  @Test
  void aShareOfTheImagesIsLeftAsItIs() {
    var augmentation = Augmentation.STRONG.leaving(0.25);
    float[] ink = cross();
    int untouched = 0;
    for (int seed = 0; seed < 1000; seed++) {
      untouched += Arrays.equals(vary(augmentation, ink, seed), ink) ? 1 : 0;
    }
    assertThat(untouched).isBetween(200, 300);
    assertThat(vary(Augmentation.STRONG.leaving(1), ink, 3)).isEqualTo(ink);
    assertThat(vary(Augmentation.STRONG.leaving(0), ink, 3))
        .isEqualTo(vary(Augmentation.STRONG, ink, 3));
  }

  @Property(tries = 300)
  void whateverIsDoneInkStaysInRange(
      @ForAll @DoubleRange(max = 180) double rotation,
      @ForAll @DoubleRange(max = 10) double shear,
      @ForAll @DoubleRange(max = 0.99) double scale,
      @ForAll @DoubleRange(max = 100) double shift,
      @ForAll @DoubleRange(max = 100) double elastic,
      @ForAll @DoubleRange(max = 1) double share,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll long seed) {
    var augmentation =
        new Augmentation(rotation, shear, scale, shift, elastic, share, share, share);
    var random = new SplittableRandom(seed);
    float[] ink = new float[width * height];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (float) random.nextDouble();
    }

    float[] varied = augmentation.apply(ink, width, height, random);

    assertThat(varied).hasSameSizeAs(ink);
    for (float value : varied) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  static Stream<Arguments> numbersThatMeanNothing() {
    return Stream.of(
        number(() -> new Augmentation(-1, 0, 0, 0, 0, 0, 0, 0), "rotation"),
        number(() -> new Augmentation(181, 0, 0, 0, 0, 0, 0, 0), "rotation"),
        number(() -> new Augmentation(0, Double.NaN, 0, 0, 0, 0, 0, 0), "shear"),
        number(() -> new Augmentation(0, 0, 1, 0, 0, 0, 0, 0), "scale"),
        number(() -> new Augmentation(0, 0, 0, Double.POSITIVE_INFINITY, 0, 0, 0, 0), "shift"),
        number(() -> new Augmentation(0, 0, 0, 0, -0.1, 0, 0, 0), "elastic"),
        number(() -> new Augmentation(0, 0, 0, 0, 0, 1.1, 0, 0), "stroke"),
        number(() -> new Augmentation(0, 0, 0, 0, 0, 0, 2, 0), "softness"),
        number(() -> new Augmentation(0, 0, 0, 0, 0, 0, 0, Double.NaN), "noise"),
        number(() -> Augmentation.NONE.leaving(-0.1), "untouched"));
  }

  private static Arguments number(Supplier<Augmentation> augmentation, String name) {
    return Arguments.of(name, augmentation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbersThatMeanNothing")
  void aNumberThatMeansNothingIsRefusedByName(String name, Supplier<Augmentation> augmentation) {
    assertThatIllegalArgumentException()
        .isThrownBy(augmentation::get)
        .withMessageContaining(name)
        .withMessageContaining("but was");
  }

  private static double mass(float[] ink) {
    double sum = 0;
    for (float value : ink) {
      sum += value;
    }
    return sum;
  }

  private static double largestStep(float[] ink) {
    double largest = 0;
    for (int i = 1; i < ink.length; i++) {
      largest = Math.max(largest, Math.abs(ink[i] - ink[i - 1]));
    }
    return largest;
  }
}
