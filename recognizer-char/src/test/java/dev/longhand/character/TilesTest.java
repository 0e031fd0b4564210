package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Sample;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.text.Alphabet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TilesTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|/o");

  private static Tiles prepare(Signs signs, int pens) {
    return Tiles.prepare(signs, SIGNS, CharacterRecipe.EMNIST_CONVERSION, pens, 1);
  }

  @Test
  void aTileIsWhatReadingPrepares() {
    Signs signs = Signs.of("signs", "-o", 1, 1);
    var pipeline = new PreprocessingPipeline(CharacterRecipe.EMNIST_CONVERSION);
    float[] expected = pipeline.prepare(signs.sample(1).image()).input().toArray();

    Tiles tiles = prepare(signs, 1);

    float[] batch = new float[expected.length];
    tiles.normalize(Tiles.ink(tiles.get(1), 0), batch, 0);
    assertThat(tiles.get(1).candidates()).containsExactly(3);
    for (int i = 0; i < batch.length; i++) {
      // A byte holds ink in steps of 1/255, which normalising divides by 0.35.
      assertThat(batch[i]).isCloseTo(expected[i], within(0.006f));
    }
  }

  @Test
  void strokesAreDrawnWithEachPenFromThinToThick() {
    Tiles tiles = prepare(Signs.of("signs", "o", 3, 1), 3);

    for (int i = 0; i < tiles.size(); i++) {
      assertThat(tiles.get(i).ink().length).isEqualTo(3);
      assertThat(mass(tiles.get(i), 2)).isGreaterThan(mass(tiles.get(i), 0));
    }
  }

  private static double mass(Tiles.Tile tile, int pen) {
    double sum = 0;
    for (float ink : Tiles.ink(tile, pen)) {
      sum += ink;
    }
    return sum;
  }

  @Test
  void imagesArePreparedOnceHoweverManyPens() {
    Signs drawn = Signs.of("signs", "/", 1, 1);
    var image = Signs.sample(0, new Sample.Pixels(drawn.sample(0).image()), "/");

    assertThat(prepare(new Signs("images", List.of(image)), 3).get(0).ink().length).isEqualTo(1);
  }

  @Test
  void theSameDataGivesTheSameDigestAndOtherDataAnother() {
    String digest = prepare(Signs.of("signs", "-|", 2, 1), 2).sha256();

    assertThat(prepare(Signs.of("renamed", "-|", 2, 1), 2).sha256()).isEqualTo(digest);
    assertThat(prepare(Signs.of("signs", "-|", 2, 2), 2).sha256()).isNotEqualTo(digest);
    assertThat(prepare(Signs.of("signs", "|-", 2, 1), 2).sha256()).isNotEqualTo(digest);
    assertThat(prepare(Signs.of("signs", "-|", 2, 1), 3).sha256()).isNotEqualTo(digest);
    Tiles known = prepare(Signs.of("signs", "-|", 2, 1), 2).withShares(new float[4][1]);
    assertThat(known.sha256()).as("opinions differ from machine to machine").isEqualTo(digest);
  }

  @Test
  void whatMayBeSeveralClassesKeepsEachOnce() {
    var content = Signs.of("signs", "o", 1, 1).sample(0).content();
    Signs unsure = new Signs("unsure", List.of(Signs.sample(0, content, "o", "-", "o")));

    assertThat(prepare(unsure, 1).get(0).candidates()).containsExactly(3, 0);
  }

  @Test
  void samplesWithoutInkAreLeftOutAndCounted() {
    Signs some = Signs.of("signs", "-", 2, 1).and(Signs.sample(2, Signs.blank(), "-"));

    Tiles tiles = prepare(some, 1);

    assertThat(tiles.size()).isEqualTo(2);
    assertThat(tiles.unreadable()).isEqualTo(1);
    assertThat(tiles.and(tiles).size()).isEqualTo(4);
    assertThat(tiles.and(tiles).unreadable()).isEqualTo(2);
  }

  @Test
  void aDatasetWithoutAnyInkIsRefused() {
    Signs blank = new Signs("blanks", List.of(Signs.sample(0, Signs.blank(), "-")));

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> prepare(blank, 1))
        .withMessage("blanks has no sample with ink on it");
  }

  @Test
  void aLabelOutsideTheAlphabetIsToldWithItsSample() {
    Signs strange =
        Signs.of("signs", "-", 40, 1)
            .and(Signs.sample(40, Signs.of("x", "o", 1, 1).sample(0).content(), "ß"));

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> prepare(strange, 1))
        .withMessage(
            "sample 'sample-40' of signs is labelled 'ß', which is none of the model's symbols"
                + " -|/o");
  }

  @Test
  void theFrequenciesAreThoseOfTheSamplesPlusOne() {
    Tiles tiles = prepare(Signs.of("signs", "-|/", 2, 1), 1);

    // None shows an o, which is rare then, and not impossible.
    assertThat(ClassPriors.of(tiles, SIGNS).frequencies()).containsExactly(3, 3, 3, 1);
  }

  @Test
  void someTileOfEachClassCoversAnAlphabet() {
    Signs unsure =
        new Signs(
            "unsure",
            List.of(Signs.sample(0, Signs.of("s", "o", 1, 1).sample(0).content(), "o", "/")));

    assertThat(prepare(Signs.of("lying", "-|", 2, 1), 1).cover(SIGNS)).isFalse();
    assertThat(prepare(Signs.of("lying", "-|", 2, 1), 1).and(prepare(unsure, 1)).cover(SIGNS))
        .isTrue();
  }

  @Test
  void anUnsureSampleCountsForItsClassesAsEmnistHasThem() {
    var content = Signs.of("signs", "o", 1, 1).sample(0).content();
    Signs unsure = new Signs("unsure", List.of(Signs.sample(0, content, "O", "o")));
    Alphabet letters = Alphabet.ofCodePoints("Oox");

    Tiles tiles = Tiles.prepare(unsure, letters, CharacterRecipe.EMNIST_CONVERSION, 1, 1);
    double[] frequencies = ClassPriors.of(tiles, letters).frequencies();

    // EMNIST's training set has 24,983 O and 2,749 o.
    assertThat(frequencies[0] - 1).isCloseTo(24_983 / 27_732.0, within(1e-9));
    assertThat(frequencies[1] - 1).isCloseTo(2_749 / 27_732.0, within(1e-9));
    assertThat(frequencies[2]).isEqualTo(1);
    Tiles known = tiles.withShares(new float[][] {{0.25f, 0.75f}});
    assertThat(ClassPriors.of(known, letters).frequencies()).containsExactly(1.25, 1.75, 1);
    assertThat(Arrays.stream(frequencies).sum()).isCloseTo(4, within(1e-9));
  }
}
