package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.image.Preprocessing.Blur;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.DirectionMaps;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitSquare;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.ScaleTo;
import dev.longhand.image.Preprocessing.ThickenStrokes;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DirectionMapsTest {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final float DEVIATION = 0.35f;

  private static PreprocessingPipeline pipeline(boolean mapped) {
    List<Preprocessing.Step> steps =
        List.of(
            new ReduceTo(256),
            new ExtractInk(0.34, 0.08),
            new CropInk(0.2),
            new ScaleTo(128),
            new ThickenStrokes(11),
            new Blur(1),
            new FitSquare(SIDE, 2),
            new DirectionMaps(),
            new Normalize(0.2, DEVIATION));
    return new PreprocessingPipeline(
        new Preprocessing(
            steps.stream().filter(step -> mapped || !(step instanceof DirectionMaps)).toList()));
  }

  private static Tensor prepare(float[]... strokes) {
    return pipeline(true).prepare(InkRenderer.render(ink(strokes))).input();
  }

  private static Ink ink(float[]... strokes) {
    return new Ink(Arrays.stream(strokes).map(Stroke::new).toList());
  }

  /** One of the five images: the ink, and what was drawn to the right, left, down and up. */
  private static float[] image(Tensor input, int index) {
    return Arrays.copyOfRange(input.toArray(), index * PIXELS, (index + 1) * PIXELS);
  }

  private static double sum(float[] image) {
    double sum = 0;
    for (float value : image) {
      sum += value;
    }
    return sum;
  }

  @Test
  void eachDirectionHasItsMap() {
    float[][] square = {{0, 0, 100, 0}, {100, 100, 0, 100}, {100, 0, 100, 100}, {0, 100, 0, 0}};

    for (int direction = 0; direction < 4; direction++) {
      // A second stroke, of one point, so that all four are drawn equally large.
      Tensor input = prepare(square[direction], new float[] {50, 50});
      for (int map = 0; map < 4; map++) {
        double drawn = sum(image(input, 1 + map)) * DEVIATION;
        assertThat(drawn).isCloseTo(map == direction ? 21.5 * 1.5 : 0, within(2.0));
      }
    }
  }

  @Test
  void theMapsLieWhereTheInkLies() {
    Tensor input = prepare(new float[] {0, 0, 40, 100, 70, 20}, new float[] {10, 60, 60, 66});

    double[] ink = centre(image(input, 0), 0.2f / DEVIATION);
    float[] together = new float[PIXELS];
    for (int map = 1; map <= 4; map++) {
      float[] each = image(input, map);
      for (int i = 0; i < PIXELS; i++) {
        // A step right and down counts in both maps, but for the square of its shares.
        together[i] = (float) Math.hypot(together[i], each[i]);
      }
    }
    double[] drawn = centre(together, 0);

    assertThat(drawn[0]).isCloseTo(ink[0], within(0.4));
    assertThat(drawn[1]).isCloseTo(ink[1], within(0.4));
  }

  private static double[] centre(float[] image, float added) {
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < PIXELS; i++) {
      double value = image[i] + added;
      sum += value;
      int row = i / SIDE;
      x += value * (i % SIDE);
      y += value * row;
    }
    return new double[] {x / sum, y / sum};
  }

  @Test
  void theOtherWayRoundRightIsLeftAndDownIsUp() {
    Tensor there = prepare(new float[] {0, 0, 40, 100, 70, 20});
    Tensor back = prepare(new float[] {70, 20, 40, 100, 0, 0});

    assertThat(image(back, 0)).isEqualTo(image(there, 0));
    int[] opposite = {2, 1, 4, 3};
    for (int map = 1; map <= 4; map++) {
      assertThat(image(back, map)).containsExactly(image(there, opposite[map - 1]), within(1e-4f));
    }
  }

  @Test
  void ofAnImageNobodyKnowsHowThePenMovedAndTheMapsAreEmpty() {
    GrayImage drawn = InkRenderer.render(ink(new float[] {0, 0, 40, 100, 70, 20}));
    GrayImage scanned = GrayImage.of(drawn.width(), drawn.height(), drawn.toArray());

    Tensor input = pipeline(true).prepare(scanned).input();

    assertThat(input.shape()).isEqualTo(new Shape(5, SIDE, SIDE));
    assertThat(image(input, 0)).isEqualTo(pipeline(false).prepare(drawn).input().toArray());
    for (int map = 1; map <= 4; map++) {
      assertThat(image(input, map)).containsOnly(0);
    }
  }

  @Test
  void aDotHasNoDirection() {
    Tensor input = prepare(new float[] {3, 3});

    for (int map = 1; map <= 4; map++) {
      assertThat(image(input, map)).containsOnly(0);
    }
  }

  @Test
  void theMapsAreShownBesideTheInk() {
    GrayImage drawn = InkRenderer.render(ink(new float[] {0, 0, 100, 0}, new float[] {50, 50}));
    GrayImage scanned = GrayImage.of(drawn.width(), drawn.height(), drawn.toArray());

    var stages = pipeline(true).explain(drawn);
    GrayImage shown = stages.get(stages.size() - 1).image();

    assertThat(stages.get(stages.size() - 1).step()).isEqualTo("DirectionMaps");
    assertThat(shown.width()).isEqualTo(5 * SIDE);
    assertThat(shown.height()).isEqualTo(SIDE);
    for (int x = 0; x < 5 * SIDE; x++) {
      int brightest = 0;
      for (int y = 0; y < SIDE; y++) {
        brightest = Math.max(brightest, shown.at(x, y));
      }
      boolean within = (x > 2 && x < 25) || (x > SIDE + 3 && x < SIDE + 24);
      assertThat(brightest > 100).as("column %d", x).isEqualTo(within);
    }
    assertThat(pipeline(true).explain(scanned))
        .extracting(PreprocessingPipeline.Stage::step)
        .endsWith("FitSquare");
  }

  @Property(tries = 200)
  void whateverIsDrawnTheMapsStayInRange(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -1000, max = 1000) Integer> points,
      @ForAll @DoubleRange(min = 1, max = 60) double nib) {
    float[] stroke = new float[2 * points.size()];
    for (int i = 0; i < stroke.length; i++) {
      stroke[i] = points.get((i * 7) % points.size());
    }
    GrayImage image = InkRenderer.render(ink(stroke), new Pen(112, nib, 12));
    Tensor input;
    try {
      input = pipeline(true).prepare(image).input();
    } catch (NoInkException e) {
      return; // As a sheet that is nearly all ink.
    }
    for (int i = PIXELS; i < 5 * PIXELS; i++) {
      assertThat(input.at(i)).isBetween(0f, 1 / DEVIATION);
    }
  }
}
