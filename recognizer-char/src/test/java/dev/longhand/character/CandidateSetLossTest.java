package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateSetLossTest {
  private static final int CLASSES = 5;

  /** Binary fractions, so that a step along a logit is exact in float. */
  private static final float STEP = 1 / 64f;

  private static final float[] EQUAL = logShares(1, 1, 1, 1, 1);

  private static float[] logShares(double... frequencies) {
    return new ClassPrior("test", frequencies).logShares();
  }

  private static Tensor row(float... logits) {
    return Tensor.of(new Shape(1, logits.length), logits);
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The oracle is calculus: (L(x+h) − L(x−h)) / 2h. */
  @Property(tries = 200)
  void theGradientIsTheSlopeOfTheLoss(
      @ForAll @Size(2 * CLASSES) List<@FloatRange(min = -4, max = 4) Float> logits,
      @ForAll @NotEmpty @UniqueElements List<@IntRange(max = CLASSES - 1) Integer> first,
      @ForAll @NotEmpty @UniqueElements List<@IntRange(max = CLASSES - 1) Integer> second,
      @ForAll @IntRange(max = 3) int smoothing,
      @ForAll @Size(CLASSES) List<@IntRange(min = 1, max = 1000) Integer> frequencies,
      @ForAll boolean shared) {
    int[][] candidates = {array(first), array(second)};
    float[] prior = logShares(frequencies.stream().mapToDouble(Integer::doubleValue).toArray());
    var loss =
        shared
            ? new CandidateSetLoss(
                candidates, shares(candidates), new float[][] {prior, prior}, smoothing / 10f)
            : new CandidateSetLoss(candidates, prior, smoothing / 10f);

    Tensor gradient = loss.evaluate(batch(logits, 0, 0)).gradient();

    for (int i = 0; i < logits.size(); i++) {
      double slope =
          (loss.evaluate(batch(logits, i, STEP)).value()
                  - loss.evaluate(batch(logits, i, -STEP)).value())
              / (2 * STEP);
      assertThat((double) gradient.at(i)).as("∂loss/∂logit[%d]", i).isCloseTo(slope, within(2e-4));
    }
  }

  /** The first candidate is twice as likely as each other. */
  private static float[][] shares(int[][] candidates) {
    float[][] shares = new float[candidates.length][];
    for (int i = 0; i < shares.length; i++) {
      int count = candidates[i].length;
      shares[i] = new float[count];
      for (int k = 0; k < count; k++) {
        shares[i][k] = (k == 0 ? 2f : 1f) / (count + 1);
      }
    }
    return shares;
  }

  private static Tensor batch(List<Float> logits, int moved, float step) {
    float[] values = new float[logits.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(logits.get(i) * 256) / 256f + (i == moved ? step : 0);
    }
    return Tensor.of(new Shape(values.length / CLASSES, CLASSES), values);
  }

  @Test
  void ofOneCandidateItIsPlainCrossEntropy() {
    var loss = new CandidateSetLoss(new int[][] {{2}}, EQUAL, 0);

    double value = loss.evaluate(row(1, 2, 3, 4, 5)).value();

    double e = Math.E;
    double sum = e + Math.pow(e, 2) + Math.pow(e, 3) + Math.pow(e, 4) + Math.pow(e, 5);
    assertThat(value).isCloseTo(-Math.log(Math.pow(e, 3) / sum), within(1e-6));
  }

  @Test
  void ofTwoCandidatesItIsTheLogarithmOfTheirSum() {
    var loss = new CandidateSetLoss(new int[][] {{0, 3}}, logShares(1, 1, 1, 1), 0);

    // Probabilities ½, ⅛, ⅛, ¼ by hand.
    float two = (float) Math.log(2);
    assertThat(loss.evaluate(row(2 * two, 0, 0, two)).value())
        .isCloseTo(-Math.log(0.75), within(1e-6));
  }

  @Test
  void ofKnownSharesTheLargestIsRight() {
    var loss =
        new CandidateSetLoss(
            new int[][] {{0, 3}, {0, 3}, {0, 3}},
            new float[][] {{0.25f, 0.75f}, {0.25f, 0.75f}, {}},
            new float[][] {logShares(1, 1, 1, 1), logShares(1, 1, 1, 1), logShares(1, 1, 1, 1)},
            0);
    Tensor readsThreeZeroZero = Tensor.of(new Shape(3, 4), 0, 0, 0, 5, 5, 0, 0, 0, 5, 0, 0, 0);

    assertThat(loss.accuracy(readsThreeZeroZero)).isCloseTo(2 / 3.0, within(1e-9));
  }

  @Test
  void theSharesOfCandidatesWeighTheirCrossEntropies() {
    var loss =
        new CandidateSetLoss(
            new int[][] {{0, 3}},
            new float[][] {{0.25f, 0.75f}},
            new float[][] {logShares(1, 1, 1, 1)},
            0);

    float two = (float) Math.log(2);
    assertThat(loss.evaluate(row(2 * two, 0, 0, two)).value())
        .isCloseTo(-0.25 * Math.log(0.5) - 0.75 * Math.log(0.25), within(1e-6));
  }

  @Property(tries = 50)
  void whatMayBeAnythingTeachesNothing(
      @ForAll @Size(CLASSES) List<@FloatRange(min = -20, max = 20) Float> logits) {
    int[] all = IntStream.range(0, CLASSES).toArray();

    var result = new CandidateSetLoss(new int[][] {all}, EQUAL, 0).evaluate(batch(logits, 0, 0));

    assertThat(result.value()).isCloseTo(0, within(1e-9));
    for (int k = 0; k < CLASSES; k++) {
      assertThat(result.gradient().at(k)).isCloseTo(0, within(1e-6f));
    }
  }

  @Property(tries = 50)
  void aConstantOnAllLogitsChangesNothing(
      @ForAll @Size(CLASSES) List<@FloatRange(min = -4, max = 4) Float> logits,
      @ForAll @IntRange(min = -1000, max = 1000) int constant) {
    var loss = new CandidateSetLoss(new int[][] {{1, 4}}, logShares(5, 1, 2, 9, 3), 0.1f);
    Tensor here = batch(logits, 0, 0);
    float[] moved = here.toArray();
    for (int k = 0; k < moved.length; k++) {
      moved[k] += constant;
    }

    assertThat(loss.evaluate(row(moved)).value())
        .isCloseTo(loss.evaluate(here).value(), within(1e-3));
  }

  @Test
  void theFrequenciesStandInForWhatTheLogitsLeaveOut() {
    // With equal logits, the posterior is the frequencies: a network that knows nothing is right
    // about how common the classes are.
    float[] prior = logShares(1, 2, 3, 4);

    double loss =
        new CandidateSetLoss(new int[][] {{3}}, prior, 0).evaluate(row(0, 0, 0, 0)).value();

    assertThat(loss).isCloseTo(-Math.log(0.4), within(1e-6));
  }

  @Test
  void smoothingMixesInAllClasses() {
    float[] prior = logShares(1, 1);
    var loss = new CandidateSetLoss(new int[][] {{0}}, prior, 0.5f);

    // Half from the label, a quarter from each class.
    float three = (float) Math.log(3);
    double expected = -0.5 * Math.log(0.75) - 0.25 * Math.log(0.75) - 0.25 * Math.log(0.25);
    assertThat(loss.evaluate(row(three, 0)).value()).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest(name = "by {0}")
  @ValueSource(floats = {100, 710, 1e6f, 1e30f, 1.7e38f})
  void aWrongClassFarAheadCostsAsMuchAndPullsFully(float ahead) {
    var loss = new CandidateSetLoss(new int[][] {{0, 1}}, EQUAL, 0.03f);

    var result = loss.evaluate(row(0, 0, ahead, 0, -ahead));

    assertThat(result.value()).isFinite().isGreaterThan(0.9 * ahead);
    assertThat(result.gradient().at(0)).isCloseTo(-0.485f, within(0.01f));
    assertThat(result.gradient().at(1)).isCloseTo(-0.485f, within(0.01f));
    assertThat(result.gradient().at(2)).isCloseTo(1, within(0.01f));
  }

  @Test
  void theLossIsTheMeanOverTheBatch() {
    Tensor two = Tensor.of(new Shape(2, 2), 1, 0, 0, 3);
    float[] prior = logShares(1, 1);

    double both = new CandidateSetLoss(new int[][] {{0}, {0}}, prior, 0).evaluate(two).value();

    double first = new CandidateSetLoss(new int[][] {{0}}, prior, 0).evaluate(row(1, 0)).value();
    double second = new CandidateSetLoss(new int[][] {{0}}, prior, 0).evaluate(row(0, 3)).value();
    assertThat(both).isCloseTo((first + second) / 2, within(1e-9));
  }

  @Test
  void theAccuracyCountsAnyCandidateAndTheFrequencies() {
    Tensor output = Tensor.of(new Shape(3, 3), 5, 0, 0, 0, 5, 0, 1, 0, 0);
    int[][] candidates = {{0, 2}, {0, 2}, {0}};

    assertThat(new CandidateSetLoss(candidates, logShares(1, 1, 1), 0).accuracy(output))
        .isCloseTo(2 / 3.0, within(1e-9));
    assertThat(new CandidateSetLoss(candidates, logShares(1, 1, 10), 0).accuracy(output))
        .as("the third is now likelier to be of the common class")
        .isCloseTo(1 / 3.0, within(1e-9));
  }
}
