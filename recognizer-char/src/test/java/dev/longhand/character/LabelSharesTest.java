package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.dataset.Sample;
import dev.longhand.engine.Network;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelSharesTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|/o");

  /** 30 samples known as {@code -} or {@code |}, among some that are known. */
  private static Tiles tiles() {
    Signs drawn = Signs.of("drawn", "-|/", 15, 1);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      String label = drawn.labels(i).get(0);
      String[] labels = label.equals("/") ? new String[] {"/"} : new String[] {"-", "|"};
      samples.add(Signs.sample(i, drawn.sample(i).content(), labels));
    }
    return Tiles.prepare(
        new Signs("unsure", samples), SIGNS, CharacterRecipe.EMNIST_CONVERSION, 1, 1);
  }

  /** Sees a flat tile as '-', yet leans to '|' on all of them. */
  private record Leaning(float lean) implements Network {
    @Override
    public Tensor run(Tensor batch) {
      int samples = batch.shape().extent(0);
      float[] logits = new float[samples * 4];
      for (int i = 0; i < samples; i++) {
        // A column left of the middle: a lying stroke has ink there, an upright one has none.
        boolean lying = false;
        for (int y = 0; y < 28; y++) {
          lying |= batch.at(i * 784 + y * 28 + 5) > 0;
        }
        logits[4 * i] = lying ? 3 : 0;
        logits[4 * i + 1] = lean + (lying ? 0 : 3);
      }
      return Tensor.of(new Shape(samples, 4), logits);
    }

    @Override
    public void close() {}
  }

  @Test
  void theMeanShareIsAsCommonAsTheClassWhateverTheNetworkLeansTo() {
    var prior = new ClassPrior("p", 3, 1, 5, 5);

    Tiles resolved = LabelShares.fill(tiles(), new Leaning(4), prior);

    double lying = 0;
    int unsure = 0;
    for (int i = 0; i < resolved.size(); i++) {
      Tiles.Tile tile = resolved.get(i);
      if (tile.candidates().length == 1) {
        assertThat(tile.shares()).isEmpty();
      } else {
        assertThat(tile.shares()[0] + tile.shares()[1]).isCloseTo(1, within(1e-5f));
        lying += tile.shares()[0];
        unsure++;
      }
    }
    assertThat(unsure).isEqualTo(30);
    assertThat(lying / unsure).isCloseTo(0.75, within(0.01));
  }

  @Test
  void whatLooksMoreLikeAClassHasMoreOfIt() {
    Tiles resolved = LabelShares.fill(tiles(), new Leaning(4), ClassPrior.uniform(4));

    for (int i = 0; i < resolved.size(); i++) {
      float[] shares = resolved.get(i).shares();
      if (i % 3 == 0) {
        assertThat(shares[0]).as("a lying stroke").isGreaterThan(0.8f);
      } else if (i % 3 == 1) {
        assertThat(shares[1]).as("an upright stroke").isGreaterThan(0.8f);
      }
    }
  }

  @Test
  void extremeScoresAreMatchedToo() {
    var random = new SplittableRandom(1);
    double[][] scores = new double[100][2];
    for (double[] row : scores) {
      row[0] = 500 + random.nextGaussian();
      row[1] = -500;
    }

    LabelShares.match(scores, new double[] {0.5, 0.5});

    double mean = 0;
    for (double[] row : scores) {
      mean += 1 / (1 + Math.exp(row[1] - row[0])) / scores.length;
    }
    assertThat(mean).isCloseTo(0.5, within(0.01));
  }
}
