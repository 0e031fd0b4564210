package dev.longhand.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.image.GrayImage;
import dev.longhand.image.Preprocessing;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitHeight;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.RemoveSpecks;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PaperTest {
  private static final List<String> TEXTS =
      List.of("Wednesday", "minimum", "i", "jumping", "$3.50", "A.", "quiet!", "of", "12:30");

  private final Typesetter typesetter = Typesetter.of(Fonts.FOLDER);
  private final PreprocessingPipeline pipeline =
      new PreprocessingPipeline(
          new Preprocessing(
              List.of(
                  new ReduceTo(1600),
                  new ExtractInk(0.34, 0.08),
                  new RemoveSpecks(0.003),
                  new CropInk(0.2),
                  new FitHeight(32, 2, 4000),
                  new Normalize(0, 1))));

  @Test
  void leavesTheWritingWhereTheReaderFindsIt() {
    SplittableRandom random = new SplittableRandom(1);
    int alike = 0;
    int pictures = 300;
    for (int i = 0; i < pictures; i++) {
      GrayImage ink = typesetter.draw(TEXTS.get(i % TEXTS.size()), 72, random);
      Tensor seen = pipeline.prepare(Paper.photograph(ink, random)).input();
      double expected = (double) (ink.width() - 4) / (ink.height() - 4);
      int width = seen.shape().extents()[2];
      alike += Math.abs((width - 4) / 28.0 / expected - 1) < 0.1 ? 1 : 0;
    }
    assertThat(alike).as("writing of the width it was drawn in").isGreaterThan(pictures * 95 / 100);
  }

  @Test
  void isTheSameForTheSameSeed() {
    GrayImage ink = typesetter.draw("Paper", 64, new SplittableRandom(1));
    for (int seed = 0; seed < 20; seed++) {
      GrayImage picture = Paper.photograph(ink, new SplittableRandom(seed));
      assertThat(Paper.photograph(ink, new SplittableRandom(seed))).isEqualTo(picture);
      assertThat(picture).isNotEqualTo(Paper.photograph(ink, new SplittableRandom(seed + 1)));
      assertThat(picture.height()).isGreaterThan(ink.height());
      assertThat(picture.width()).isGreaterThan(ink.width());
    }
  }

  @Test
  void isNowAndThenDarkWithLightInk() {
    GrayImage ink = typesetter.draw("chalk", 64, new SplittableRandom(1));
    int dark = 0;
    for (int seed = 0; seed < 200; seed++) {
      GrayImage picture = Paper.photograph(ink, new SplittableRandom(seed));
      dark += picture.at(0, 0) < 110 ? 1 : 0;
    }
    assertThat(dark).isBetween(4, 40);
  }
}
