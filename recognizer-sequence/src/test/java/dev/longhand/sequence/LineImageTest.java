package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.image.PreprocessingPipeline;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineImageTest {
  private static final GrayImage WORD =
      Beads.sample("word", "vlo", new SplittableRandom(4)).image();

  private static double ink(GrayImage image) {
    double ink = 0;
    for (float value : LineImage.ink(image)) {
      ink += value;
    }
    return ink;
  }

  @Test
  void aPreparedImageBecomesWhatItWasBeforeNormalising() {
    Prepared prepared = new PreprocessingPipeline(WordRecipe.PREPROCESSING).prepare(WORD);

    GrayImage image = LineImage.of(prepared);

    assertThat(image.height()).isEqualTo(32);
    float[] ink = LineImage.ink(image);
    for (int i = 0; i < ink.length; i++) {
      float normalised = (ink[i] - LineImage.MEAN) / LineImage.DEVIATION;
      assertThat(normalised).isCloseTo(prepared.input().at(i), within(0.02f));
    }
  }

  @Test
  void varyingLosesNoInkAndChangesTheWidth() {
    GrayImage line =
        LineImage.of(new PreprocessingPipeline(WordRecipe.PREPROCESSING).prepare(WORD));
    for (int seed = 0; seed < 20; seed++) {
      GrayImage varied = LineImage.vary(line, 0.25, 0.25, new SplittableRandom(seed));

      assertThat(varied.height()).isEqualTo(32);
      // Stretching spreads the ink over more columns; no letter is cut off.
      double stretch = ink(varied) / ink(line);
      assertThat(stretch).isBetween(0.7, 1.4);
    }
  }

  @Test
  void withoutVariationAnImageStaysAsItIs() {
    assertThat(LineImage.vary(WORD, 0, 0, new SplittableRandom(1))).isEqualTo(WORD);
  }

  @Test
  void anImageIsStretchedToAWidth() {
    GrayImage wide = LineImage.toWidth(WORD, 3 * WORD.width());

    assertThat(wide.width()).isEqualTo(3 * WORD.width());
    assertThat(ink(wide) / ink(WORD)).isCloseTo(3, within(0.2));
  }
}
