package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.image.Preprocessing.Blur;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitHeight;
import dev.longhand.image.Preprocessing.FitSquare;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.RemoveSpecks;
import dev.longhand.image.Preprocessing.ScaleTo;
import dev.longhand.image.Preprocessing.ThickenStrokes;
import dev.longhand.ink.Ink;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import dev.longhand.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever light, paper and camera do to a letter, it arrives as nearly the same 28×28 px. The
 * bounds are what was measured, and a little more.
 */
class PreprocessingPipelineTest {
  private static final int SIDE = 28;

  private static final PreprocessingPipeline PIPELINE =
      new PreprocessingPipeline(
          new Preprocessing(
              List.of(
                  new ReduceTo(256),
                  new ExtractInk(0.34, 0.08),
                  new RemoveSpecks(0.02),
                  new CropInk(0.2),
                  new ScaleTo(128),
                  new ThickenStrokes(11),
                  new Blur(1),
                  new FitSquare(SIDE, 2),
                  // So that what comes out is the ink itself.
                  new Normalize(0, 1))));

  private static float[] tile(GrayImage image) {
    return PIPELINE.prepare(image).input().toArray();
  }

  /** Changes that leave the drawing where it is: each pixel's luminance becomes another. */
  static Stream<Arguments> lights() {
    Map<String, UnaryOperator<GrayImage>> lights = new LinkedHashMap<>();
    lights.put("white on black", light((x, y, ink) -> ink));
    lights.put("pale pencil", light((x, y, ink) -> 0.7 - 0.12 * ink));
    lights.put("in the dark", light((x, y, ink) -> 0.3 - 0.1 * ink));
    lights.put("chalk on slate", light((x, y, ink) -> 0.25 + 0.3 * ink));
    lights.put("a shadow from the right", light((x, y, ink) -> (1 - x / 320.0) * (1 - 0.6 * ink)));
    lights.put("a deep shadow from below", light((x, y, ink) -> (1 - y / 220.0) * (1 - 0.6 * ink)));
    lights.put(
        "a corner in shadow", light((x, y, ink) -> (0.9 - (x + y) / 700.0) * (1 - 0.4 * ink)));
    lights.put("a shadow, inverted", light((x, y, ink) -> 1 - (1 - x / 320.0) * (1 - 0.6 * ink)));
    lights.put("the table's edge", light((x, y, ink) -> y == 159 ? 0.3 : 0.85 - 0.5 * ink));
    lights.put("fine grain", grainy(0.02));
    lights.put("coarse grain", grainy(0.05));
    return everyLetter(lights);
  }

  private static UnaryOperator<GrayImage> light(Scenes.Light light) {
    return drawing -> Scenes.under(drawing, light);
  }

  private static UnaryOperator<GrayImage> grainy(double deviation) {
    return drawing -> {
      var random = new SplittableRandom(5);
      return Scenes.under(
          drawing, (x, y, ink) -> 0.85 - 0.6 * ink + Scenes.grain(random, deviation));
    };
  }

  private static Stream<Arguments> everyLetter(Map<String, UnaryOperator<GrayImage>> changes) {
    return changes.entrySet().stream()
        .flatMap(
            change ->
                Arrays.stream(Scenes.values())
                    .map(letter -> Arguments.of(letter, change.getKey(), change.getValue())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("lights")
  void lightAndPaperLeaveTheLetterAsItIs(
      Scenes letter, String name, UnaryOperator<GrayImage> change) {
    GrayImage drawing = letter.plain();

    float[] changed = tile(change.apply(drawing));

    assertThat(meanDifference(changed, tile(drawing))).isLessThan(0.02);
    assertThat(correlation(changed, tile(drawing))).isGreaterThan(0.98);
  }

  static Stream<Arguments> cameras() {
    Map<String, UnaryOperator<GrayImage>> cameras = new LinkedHashMap<>();
    cameras.put("in a corner of a sheet", drawing -> Scenes.on(drawing, 320, 320, 10, 150));
    cameras.put("on a wide sheet", drawing -> Scenes.on(drawing, 480, 200, 300, 20));
    cameras.put("on a large sheet", drawing -> Scenes.on(drawing, 900, 900, 420, 520));
    cameras.put("on a tall strip", drawing -> Scenes.on(drawing, 162, 400, 1, 30));
    return everyLetter(cameras);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cameras")
  void theSheetAroundItLeavesTheLetterAsItIs(
      Scenes letter, String name, UnaryOperator<GrayImage> change) {
    GrayImage drawing = letter.plain();

    float[] changed = tile(change.apply(drawing));

    assertThat(meanDifference(changed, tile(drawing))).isLessThan(0.03);
    assertThat(correlation(changed, tile(drawing))).isGreaterThan(0.97);
  }

  @ParameterizedTest(name = "{0} at {1} times the size")
  @CsvSource({
    "UPPER_A, 0.5", "UPPER_A, 2", "UPPER_A, 5",
    "UPPER_S, 0.5", "UPPER_S, 2", "UPPER_S, 5",
    "ZERO, 0.5", "ZERO, 2", "ZERO, 5",
    "FIVE, 0.5", "FIVE, 2", "FIVE, 5",
    "LOWER_I, 0.5", "LOWER_I, 2", "LOWER_I, 5"
  })
  void theSizeLeavesTheLetterAsItIs(Scenes letter, double times) {
    Pen pen = new Pen(112 * times, 8 * times, (int) (12 * times));

    float[] scaled = tile(InkRenderer.render(letter.ink(), pen));

    float[] plain = tile(InkRenderer.render(letter.ink()));
    assertThat(meanDifference(scaled, plain)).isLessThan(0.025);
    assertThat(correlation(scaled, plain)).isGreaterThan(0.97);
  }

  @ParameterizedTest
  @EnumSource(Scenes.class)
  void aTransparentDrawingIsOneOnWhite(Scenes letter) throws IOException {
    GrayImage drawing = letter.plain();
    var transparent = new BufferedImage(160, 160, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 160; y++) {
      for (int x = 0; x < 160; x++) {
        // Black of which as much shows as there is ink.
        transparent.setRGB(x, y, (255 - drawing.at(x, y)) << 24);
      }
    }
    var png = new ByteArrayOutputStream();
    ImageIO.write(transparent, "png", png);

    float[] read = tile(ImageReader.read(png.toByteArray(), "drawing.png"));

    assertThat(meanDifference(read, tile(drawing))).isLessThan(0.005);
  }

  @ParameterizedTest
  @EnumSource(Scenes.class)
  void aPencilBecomesAsWideAsAPen(Scenes letter) {
    float[] pencil = tile(InkRenderer.render(letter.ink(), new Pen(112, 2, 12)));
    float[] pen = tile(InkRenderer.render(letter.ink(), Pen.USUAL));

    assertThat(mass(pencil)).isCloseTo(mass(pen), within(0.25 * mass(pen)));
  }

  static Stream<Arguments> blankPages() {
    return Stream.of(
        Arguments.of("white", page(160, 120, (x, y, ink) -> 1)),
        Arguments.of("black", page(160, 120, (x, y, ink) -> 0)),
        Arguments.of("grey", page(160, 120, (x, y, ink) -> 0.5)),
        Arguments.of("one pixel", page(1, 1, (x, y, ink) -> 0.5)),
        Arguments.of("one white pixel", page(1, 1, (x, y, ink) -> 1)),
        Arguments.of("a row", page(300, 1, (x, y, ink) -> 0.9)),
        Arguments.of("a column", page(1, 300, (x, y, ink) -> 0.9)),
        Arguments.of("a slope", page(160, 120, (x, y, ink) -> 1 - x / 250.0)),
        Arguments.of("a steep slope", page(160, 120, (x, y, ink) -> 1 - (x + y) / 380.0)),
        Arguments.of("a rising slope", page(120, 160, (x, y, ink) -> 0.3 + y / 250.0)),
        Arguments.of("fine grain", grain(160, 120, 0.01)),
        Arguments.of("coarse grain", grain(160, 120, 0.06)),
        Arguments.of("grain on a large page", grain(700, 500, 0.06)));
  }

  private static GrayImage page(int width, int height, Scenes.Light light) {
    return Scenes.under(Scenes.paper(width, height, 255), light);
  }

  private static GrayImage grain(int width, int height, double deviation) {
    var random = new SplittableRandom(7);
    return page(width, height, (x, y, ink) -> 0.6 + Scenes.grain(random, deviation));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blankPages")
  void aBlankPageHasNoInk(String name, GrayImage page) {
    assertThatExceptionOfType(NoInkException.class)
        .isThrownBy(() -> PIPELINE.prepare(page))
        .withMessageStartingWith("no ink found");
  }

  @Test
  void specksGoAndTheDotOfAnIStays() {
    GrayImage dotted = Scenes.LOWER_I.plain();
    byte[] dirty = dotted.toArray();
    for (int[] speck : new int[][] {{20, 20}, {140, 30}, {25, 120}, {130, 140}, {40, 70}}) {
      dirty[speck[1] * 160 + speck[0]] = 60;
      dirty[speck[1] * 160 + speck[0] + 1] = 60;
    }

    float[] clean = tile(GrayImage.of(160, 160, dirty));

    assertThat(meanDifference(clean, tile(dotted))).isLessThan(0.01);
    // The i spans the tile: its dot is at the top, its foot at the bottom, and between is a gap.
    assertThat(rowMass(clean, 3)).isPositive();
    assertThat(rowMass(clean, 24)).isPositive();
    assertThat(rowMass(clean, 6)).isLessThan(rowMass(clean, 3));
    assertThat(rowMass(clean, 6)).isLessThan(rowMass(clean, 10));
  }

  @Test
  void aNeighboursStrokeAtTheEdgeGoes() {
    GrayImage alone = Scenes.UPPER_A.plain();
    byte[] crowded = alone.toArray();
    for (int y = 40; y < 70; y++) {
      for (int x = 155; x < 160; x++) {
        crowded[y * 160 + x] = 0;
      }
    }

    assertThat(meanDifference(tile(GrayImage.of(160, 160, crowded)), tile(alone)))
        .isLessThan(0.005);
  }

  @Test
  void theInkBoxIsInPixelsOfTheImageThatWasGiven() {
    // The nib of 8 px leaves ink half its width around the points.
    GrayImage drawn = InkRenderer.render(Scenes.UPPER_A.ink(), new Pen(100, 8, 0));
    assertThat(boxOf(Scenes.on(drawn, 240, 200, 50, 30)))
        .satisfies(box -> isNear(box, 50, 30, 89, 109, 2));

    GrayImage large = InkRenderer.render(Scenes.UPPER_A.ink(), new Pen(1000, 80, 0));
    assertThat(boxOf(Scenes.on(large, 2400, 2000, 500, 300)))
        .satisfies(box -> isNear(box, 500, 300, 881, 1081, 12));
  }

  private static Prepared.Box boxOf(GrayImage image) {
    return PIPELINE.prepare(image).inkBox();
  }

  private static void isNear(
      Prepared.Box box, int left, int top, int width, int height, int tolerance) {
    assertThat(box.left()).isCloseTo(left, within(tolerance));
    assertThat(box.top()).isCloseTo(top, within(tolerance));
    assertThat(box.width()).isCloseTo(width, within(2 * tolerance));
    assertThat(box.height()).isCloseTo(height, within(2 * tolerance));
  }

  /** The conversion is EMNIST's own, so its images need hardly any. */
  @ParameterizedTest(name = "tile {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void anEmnistImageStaysNearlyAsItIs(int index) throws IOException {
    GrayImage emnist = emnist(index);
    float[] before = Plane.of(emnist).values();

    float[] after = tile(emnist);

    assertThat(meanDifference(after, before)).isLessThan(0.06);
    assertThat(correlation(after, before)).isGreaterThan(0.94);
  }

  @ParameterizedTest(name = "tile {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aPhotoOfAnEmnistImageIsPreparedAsTheImageIs(int index) throws IOException {
    GrayImage emnist = emnist(index);
    GrayImage black = Scenes.under(emnist, (x, y, paper) -> paper);
    GrayImage photo =
        Scenes.under(Scenes.on(black, 48, 56, 10, 12), (x, y, ink) -> 0.8 - 0.3 * ink);

    assertThat(meanDifference(tile(photo), tile(emnist))).isLessThan(0.03);
    assertThat(correlation(tile(photo), tile(emnist))).isGreaterThan(0.97);
  }

  private static GrayImage emnist(int index) throws IOException {
    try (InputStream tiles =
        PreprocessingPipelineTest.class.getResourceAsStream("emnist-tiles.bin")) {
      tiles.skipNBytes((long) index * SIDE * SIDE);
      return GrayImage.of(SIDE, SIDE, tiles.readNBytes(SIDE * SIDE));
    }
  }

  @ParameterizedTest
  @EnumSource(Scenes.class)
  void whatIsPreparedMayBePreparedAgain(Scenes letter) {
    float[] once = tile(letter.plain());
    byte[] pixels = new byte[once.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(255 * once[i]);
    }

    float[] twice = tile(GrayImage.of(SIDE, SIDE, pixels));

    assertThat(meanDifference(twice, once)).isLessThan(0.07);
    assertThat(correlation(twice, once)).isGreaterThan(0.9);
  }

  @ParameterizedTest(name = "{0}×{1}")
  @CsvSource({
    "400, 3", "3, 400", "1, 400", "400, 1", "2, 2", "3, 3", "5, 4", "7, 1", "1, 2", "4000, 2"
  })
  void anExtremeShapeWithADarkMiddleIsPreparedOrHasNoInk(int width, int height) {
    GrayImage image =
        page(
            width,
            height,
            (x, y, ink) -> Math.abs(x - width / 2) <= width / 20 && y == height / 2 ? 0 : 1);

    assertPreparedOrNoInk(image);
  }

  @Test
  void aLineAcrossTheWholeImageIsFound() {
    GrayImage line = page(200, 3, (x, y, ink) -> y == 1 ? 0 : 1);

    float[] tile = tile(line);

    assertThat(rowMass(tile, 14) + rowMass(tile, 13)).isGreaterThan(20);
    assertThat(rowMass(tile, 4)).isZero();
  }

  @Test
  void aLargePhotoIsPrepared() {
    GrayImage drawn = InkRenderer.render(Scenes.ZERO.ink(), new Pen(3000, 200, 0));
    GrayImage photo = Scenes.on(drawn, 5000, 5000, 900, 700);

    assertThat(correlation(tile(photo), tile(Scenes.ZERO.plain()))).isGreaterThan(0.95);
  }

  @Property(tries = 150)
  void anyImageIsPreparedOrHasNoInk(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(max = 255) int darkest,
      @ForAll @IntRange(max = 255) int share,
      @ForAll long seed) {
    var random = new SplittableRandom(seed);
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.nextInt(256) < share ? random.nextInt(darkest + 1) : 255);
    }

    assertPreparedOrNoInk(GrayImage.of(width, height, pixels));
  }

  private static void assertPreparedOrNoInk(GrayImage image) {
    Prepared prepared;
    try {
      prepared = PIPELINE.prepare(image);
    } catch (NoInkException e) {
      return;
    }
    assertThat(prepared.input().shape()).isEqualTo(new Shape(1, SIDE, SIDE));
    for (float value : prepared.input().toArray()) {
      assertThat(value).isBetween(0f, 1f);
    }
    Prepared.Box box = prepared.inkBox();
    assertThat(box.left()).isNotNegative();
    assertThat(box.top()).isNotNegative();
    assertThat(box.width()).isBetween(1, image.width() - box.left());
    assertThat(box.height()).isBetween(1, image.height() - box.top());
  }

  @Test
  void everyStageIsShown() {
    GrayImage drawing = Scenes.FIVE.plain();

    List<PreprocessingPipeline.Stage> stages = PIPELINE.explain(drawing);

    assertThat(stages)
        .extracting(PreprocessingPipeline.Stage::step)
        .containsExactly(
            "ReduceTo",
            "ExtractInk",
            "RemoveSpecks",
            "CropInk",
            "ScaleTo",
            "ThickenStrokes",
            "Blur",
            "FitSquare");
    assertThat(stages.get(0).image()).isEqualTo(drawing);
    GrayImage last = stages.get(stages.size() - 1).image();
    float[] tile = tile(drawing);
    for (int i = 0; i < tile.length; i++) {
      assertThat(last.at(i % SIDE, i / SIDE)).isCloseTo(Math.round(255 * tile[i]), within(1));
    }
  }

  private static PreprocessingPipeline line(int widest) {
    return new PreprocessingPipeline(
        new Preprocessing(
            List.of(
                new ExtractInk(1, 0.08),
                new CropInk(0.2),
                new FitHeight(32, 2, widest),
                new Normalize(0, 1))));
  }

  /** A black bar on white paper. */
  private static GrayImage bar(int width, int height) {
    int margin = 40;
    byte[] pixels = new byte[(width + 2 * margin) * (height + 2 * margin)];
    java.util.Arrays.fill(pixels, (byte) 255);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[(y + margin) * (width + 2 * margin) + x + margin] = 0;
      }
    }
    return GrayImage.of(width + 2 * margin, height + 2 * margin, pixels);
  }

  @Test
  void aLineComesOutAtItsHeightAndKeepsItsAspect() {
    Prepared prepared = line(4000).prepare(bar(280, 56));

    assertThat(prepared.input().shape()).isEqualTo(new Shape(1, 32, 4 + 140));
    assertThat(prepared.inkBox()).isEqualTo(new Prepared.Box(40, 40, 280, 56));
  }

  @Test
  void aLineThatIsTooLongIsRefusedWithWhatToDo() {
    assertThatExceptionOfType(TooWideException.class)
        .isThrownBy(() -> line(100).prepare(bar(280, 56)))
        .withMessageContainingAll("280 px wide", "144 px", "at most 100", "Cut the image");
  }

  @Test
  void theSizeOfALineThatIsTooLongIsThatInTheImageAsItWasGiven() {
    var reducing =
        new PreprocessingPipeline(
            new Preprocessing(
                List.of(
                    new ReduceTo(180),
                    new ExtractInk(1, 0.08),
                    new CropInk(0.2),
                    new FitHeight(32, 2, 100),
                    new Normalize(0, 1))));
    assertThatExceptionOfType(TooWideException.class)
        .isThrownBy(() -> reducing.prepare(bar(280, 56)))
        .withMessageContaining("280 px wide and 56 px high");
  }

  @Test
  void normalisingShiftsAndScales() {
    var shifted =
        new PreprocessingPipeline(
            new Preprocessing(List.of(new ExtractInk(0.34, 0.08), new Normalize(0.25, 0.5))));

    float[] normalised = shifted.prepare(Scenes.UPPER_A.plain()).input().toArray();

    // Paper is 0 and full ink 1 before.
    assertThat(normalised).contains(-0.5f, 1.5f);
  }

  @Test
  void whereNothingIsCroppedTheInkBoxIsTheImage() {
    var whole =
        new PreprocessingPipeline(
            new Preprocessing(List.of(new ExtractInk(0.34, 0.08), new Normalize(0, 1))));

    Prepared prepared = whole.prepare(Scenes.UPPER_A.plain());

    assertThat(prepared.inkBox()).isEqualTo(new Prepared.Box(0, 0, 160, 160));
    assertThat(prepared.input().shape()).isEqualTo(new Shape(1, 160, 160));
  }

  @Test
  void aThinLoneStrokeOnALargeSheetIsFound() {
    var hyphen = new Ink(List.of(new Ink.Stroke(0, 0, 40, 0)));
    GrayImage drawn = InkRenderer.render(hyphen, new Pen(200, 8, 0));

    float[] tile = tile(Scenes.on(drawn, 1500, 1200, 900, 300));

    assertThat(rowMass(tile, 13) + rowMass(tile, 14)).isGreaterThan(10);
    assertThat(rowMass(tile, 3) + rowMass(tile, 24)).isZero();
  }

  private static double meanDifference(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs(one[i] - other[i]);
    }
    return sum / one.length;
  }

  /** Pearson's. */
  private static double correlation(float[] one, float[] other) {
    double meanOne = mass(one) / one.length;
    double meanOther = mass(other) / other.length;
    double covariance = 0;
    double varianceOne = 0;
    double varianceOther = 0;
    for (int i = 0; i < one.length; i++) {
      covariance += (one[i] - meanOne) * (other[i] - meanOther);
      varianceOne += (one[i] - meanOne) * (one[i] - meanOne);
      varianceOther += (other[i] - meanOther) * (other[i] - meanOther);
    }
    return covariance / Math.sqrt(varianceOne * varianceOther);
  }

  private static double mass(float[] tile) {
    double sum = 0;
    for (float value : tile) {
      sum += value;
    }
    return sum;
  }

  private static double rowMass(float[] tile, int row) {
    double sum = 0;
    for (int x = 0; x < SIDE; x++) {
      sum += tile[row * SIDE + x];
    }
    return sum;
  }
}
