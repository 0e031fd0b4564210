package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BeamDecoderTest {
  private static final Alphabet ABC = Alphabet.ofCodePoints("abc");
  private static final CharacterLanguageModel MODEL = Models.of(ABC, 3, "abba", "cab", "ba", "a");
  private static final int ALL = Integer.MAX_VALUE;

  @Property(tries = 150)
  @Label("a beam that holds everything finds each text with the sum of all its paths")
  void sumsAllPaths(@ForAll("outputs") float[][] output) {
    assertScores(
        new BeamDecoder(ABC, ALL, Optional.empty(), 0, 0, 0).decode(output, ALL),
        BruteForce.texts(ABC, output));
  }

  @Property(tries = 150)
  @Label("a language model and the length are weighed in exactly")
  void weighsTheLanguageModelIn(
      @ForAll("outputs") float[][] output,
      @ForAll @DoubleRange(min = 0, max = 2) double alpha,
      @ForAll @DoubleRange(min = -1, max = 2) double beta) {
    assertScores(
        new BeamDecoder(ABC, ALL, Optional.of(MODEL), alpha, beta, 0).decode(output, ALL),
        BruteForce.texts(
            ABC,
            output,
            text -> alpha * Models.logProbability(MODEL, text) + beta * text.length()));
  }

  @Property(tries = 150)
  @Label("a narrow beam gives different texts, best first, none with more than its paths")
  void aNarrowBeamIsNeverTooHigh(
      @ForAll("outputs") float[][] output, @ForAll @IntRange(min = 1, max = 6) int width) {
    List<Hypothesis> found =
        new BeamDecoder(ABC, width, Optional.empty(), 0, 0).decode(output, width);
    Map<String, Double> exact = BruteForce.texts(ABC, output);
    assertThat(found).hasSizeBetween(1, width);
    assertThat(found).extracting(Hypothesis::text).doesNotHaveDuplicates();
    assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(Hypothesis::score).reversed());
    assertThat(found)
        .allSatisfy(it -> assertThat(it.score()).isLessThanOrEqualTo(exact.get(it.text()) + 1e-6));
  }

  @Test
  void aTextOfManyPathsBeatsTheBestPath() {
    // The best path is all blanks, with 0.36; but "a" has 0.24 + 0.24 + 0.16.
    float[] frame = {(float) Math.log(0.4), -99, -99, (float) Math.log(0.6)};
    float[][] output = {frame, frame};
    assertThat(new GreedyDecoder(ABC).decode(output, 1).get(0).text()).isEmpty();
    List<Hypothesis> found = new BeamDecoder(ABC, 8, Optional.empty(), 0, 0).decode(output, 2);
    assertThat(found).extracting(Hypothesis::text).containsExactly("a", "");
    assertThat(found.get(0).score()).isCloseTo(Math.log(0.64), within(1e-6));
  }

  @Test
  void noFramesReadAsNothing() {
    assertThat(new BeamDecoder(ABC, 8, Optional.empty(), 0, 0).decode(new float[0][], 3))
        .containsExactly(new Hypothesis("", 0));
  }

  @Test
  void theLanguageModelDecidesWhatTheNetworkCannot() {
    float[][] output = {
      Outputs.logSoftmax(0, 0, 9, 0),
      Outputs.logSoftmax(9, 0, 0, 0),
      Outputs.logSoftmax(0, 5, 5.1, 0)
    };
    assertThat(best(new BeamDecoder(ABC, 8, Optional.empty(), 0, 0), output)).isEqualTo("cac");
    assertThat(best(new BeamDecoder(ABC, 8, Optional.of(MODEL), 0.5, 0), output)).isEqualTo("cab");
  }

  @Test
  void symbolsOfSeveralCharactersGiveEachTextOnce() {
    Alphabet twice = new Alphabet(List.of("a", "aa"));
    float[] frame = Outputs.logSoftmax(1, 1, 1);
    assertThat(
            new BeamDecoder(twice, 50, Optional.empty(), 0, 0)
                .decode(new float[][] {frame, frame, frame}, 50))
        .extracting(Hypothesis::text)
        .doesNotHaveDuplicates()
        .contains("", "a", "aa", "aaa");
  }

  @Test
  void manyThreadsDecodeAsOne() {
    var decoder = new BeamDecoder(ABC, 4, Optional.of(MODEL), 0.3, 0.1);
    var random = new SplittableRandom(1);
    List<float[][]> outputs =
        Stream.generate(() -> Outputs.reading(ABC, new int[] {0, 1, 1, 2}, 20, random))
            .limit(100)
            .toList();
    assertThat(outputs.parallelStream().map(it -> decoder.decode(it, 3)).toList())
        .isEqualTo(outputs.stream().map(it -> decoder.decode(it, 3)).toList());
  }

  @Test
  @DisplayName("a language model of another alphabet is refused")
  void anotherAlphabet() {
    assertThatThrownBy(
            () -> new BeamDecoder(Alphabet.ofCodePoints("abd"), 8, Optional.of(MODEL), 0.5, 0))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "the language model is of another alphabet: it has 3 symbols, abc, but the network"
                + " reads 3, abd; make one with 'longhand train language-model' for this model");
  }

  @Test
  void nonsenseIsRefusedWithTheValue() {
    assertThatThrownBy(() -> new BeamDecoder(ABC, 0, Optional.empty(), 0, 0))
        .hasMessage("a beam is at least 1 wide, but was 0");
    assertThatThrownBy(() -> new BeamDecoder(ABC, 1, Optional.empty(), Double.NaN, 0))
        .hasMessage("alpha must be finite and at least 0, but was NaN");
    assertThatThrownBy(() -> new BeamDecoder(ABC, 1, Optional.empty(), 0, Double.NaN))
        .hasMessage("beta must be finite, but was NaN");
    assertThatThrownBy(
            () -> new BeamDecoder(ABC, 1, Optional.empty(), 0, 0).decode(new float[0][], 0))
        .hasMessage("at least 1 text must be asked for, but was 0");
  }

  @Provide
  Arbitrary<float[][]> outputs() {
    return Outputs.arbitrary(ABC, 5);
  }

  private static String best(CtcDecoder decoder, float[][] output) {
    return decoder.decode(output, 1).get(0).text();
  }

  static void assertScores(List<Hypothesis> found, Map<String, Double> expected) {
    Map<String, Double> scores = new TreeMap<>();
    found.forEach(it -> scores.put(it.text(), it.score()));
    assertThat(scores.keySet()).isEqualTo(expected.keySet());
    scores.forEach(
        (text, score) ->
            assertThat(score)
                .as("score of '%s'", text)
                .isCloseTo(expected.get(text), within(1e-5)));
  }
}
