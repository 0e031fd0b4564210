package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.dataset.Sample;
import dev.longhand.engine.Network;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpinionsTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|/o");

  private static Tiles tiles(Signs signs) {
    return Tiles.prepare(signs, SIGNS, CharacterRecipe.EMNIST_CONVERSION, 1, 1);
  }

  private static float sum(float[] numbers) {
    float sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }

  @Test
  void anOpinionIsTheMeanOverTheTileAndVariedViewsOfIt() {
    Tiles tiles = tiles(Signs.of("signs", "-|/o", 2, 1));
    var counting = new Counting();

    float[][] opinions = Opinions.of(tiles, counting, 1, 5, () -> false);

    assertThat(opinions).hasDimensions(8, 1);
    // Logits 0, 1, 2, 3, 4, one for each view.
    assertThat(opinions[3][0]).isCloseTo(2, within(1e-6f));
    assertThat(counting.seen).hasSize(5);
    assertThat(counting.seen).contains(CharacterTask.batch(tiles, 0, new int[8][]));
  }

  @Test
  void withoutAShareALabelStaysWhatItIs() {
    Tiles mixed = Opinions.mixIn(tiles(Signs.of("signs", "-|", 1, 1)), logits(2, 0, 0, 9, 0), 0);

    assertThat(mixed.get(0).target()).containsExactly(1, 0, 0, 0);
    assertThat(mixed.get(1).target()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void theShareOfTheOpinionIsAddedToThatOfTheLabel() {
    // Nine lying strokes, one of them labelled as an upright one.
    Signs nine = Signs.of("signs", "-", 9, 1);
    Sample wrong = Signs.sample(9, Signs.of("signs", "-", 1, 2).sample(0).content(), "|");
    float[][] logits = logits(10, 5, 0, 0, 0);

    Tiles mixed = Opinions.mixIn(tiles(nine.and(wrong)), logits, 0.5);

    // All look the same, so that the matched opinion of each is how common the classes are.
    assertThat(mixed.get(9).target()[1]).isCloseTo(0.5f + 0.5f * 0.1f, within(1e-3f));
    assertThat(mixed.get(0).target()[1]).isCloseTo(0.5f * 0.1f, within(1e-3f));
    assertThat(sum(mixed.get(9).target())).isCloseTo(1, within(1e-5f));
  }

  /** Else a teacher of all letters, asked about digits, would put letters into their labels. */
  @Test
  void aClassThatNoTileMayBeHasNoPartInTheOpinion() {
    Tiles mixed = Opinions.mixIn(tiles(Signs.of("signs", "-|", 3, 1)), logits(6, 1, 1, 4, 4), 0.8);

    for (int i = 0; i < mixed.size(); i++) {
      assertThat(mixed.get(i).target()[2]).isZero();
      assertThat(mixed.get(i).target()[3]).isZero();
      assertThat(sum(mixed.get(i).target())).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void whoIsStoppedLooksAtNoFurtherBatch() {
    var counting = new Counting();

    Opinions.of(tiles(Signs.of("signs", "-|", 1, 1)), counting, 1, 5, () -> true);

    assertThat(counting.seen).isEmpty();
  }

  @Test
  void whatIsKnownOfTheCandidatesOutweighsAnOpinionOfOneTile() {
    List<Sample> unsure = new ArrayList<>();
    for (Sample sample : Signs.of("signs", "-|", 4, 1).samples()) {
      unsure.add(Signs.sample(unsure.size(), sample.content(), "-", "|"));
    }
    Tiles tiles = tiles(new Signs("unsure", unsure));
    float[][] known = new float[8][];
    for (int i = 0; i < known.length; i++) {
      known[i] = new float[] {0.25f, 0.75f};
    }

    Tiles mixed = Opinions.mixIn(tiles.withShares(known), logits(8, 6, 0, 3, 0), 0.6);

    for (int i = 0; i < mixed.size(); i++) {
      float[] shares = mixed.get(i).target();
      assertThat(shares[1] / shares[0]).isCloseTo(3, within(1e-3f));
      assertThat(sum(shares)).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void anOpinionThatAllowsNoCandidateLeavesThemEqual() {
    List<Sample> unsure =
        List.of(Signs.sample(0, Signs.of("s", "-", 1, 1).sample(0).content(), "-", "|"));

    Tiles mixed =
        Opinions.mixIn(tiles(new Signs("unsure", unsure)), logits(1, -1e6f, -1e6f, 0, 0), 1);

    assertThat(mixed.get(0).target()[0]).isEqualTo(mixed.get(0).target()[1]);
    assertThat(mixed.get(0).target()).doesNotContain(Float.NaN);
  }

  private static float[][] logits(int tiles, float... each) {
    float[][] logits = new float[tiles][];
    for (int i = 0; i < tiles; i++) {
      logits[i] = each;
    }
    return logits;
  }

  /** Gives the number of the run as the one logit. */
  private static final class Counting implements Network {
    private final Set<Tensor> seen = new HashSet<>();
    private int runs;

    @Override
    public Tensor run(Tensor batch) {
      seen.add(batch);
      int samples = batch.shape().extent(0);
      float[] logits = new float[samples];
      java.util.Arrays.fill(logits, runs++);
      return Tensor.of(new Shape(samples, 1), logits);
    }

    @Override
    public void close() {}
  }
}
