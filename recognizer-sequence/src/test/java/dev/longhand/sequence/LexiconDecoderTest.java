package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconDecoderTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final Alphabet ABC = Alphabet.ofCodePoints("abc");
  private static final Set<String> WORDS = Set.of("a", "ab", "cab", "bab", "cc", "xyz");
  private static final CharacterLanguageModel MODEL = Models.of(ABC, 3, "abba", "cab", "ba");

  private static final Alphabet LATIN =
      Alphabet.ofCodePoints("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!'-(");
  private static final Lexicon ENGLISH =
      Lexicon.of(List.of("hello", "help", "don't", "Paris", "McCoy", "well", "known", "a"));

  @Property(tries = 100)
  @Label("without an escape just the words of the lexicon are found, with the sum of their paths")
  void onlyWords(@ForAll("outputs") float[][] output) {
    var expected =
        BruteForce.texts(ABC, output, text -> isWord(text) ? 0 : Double.NEGATIVE_INFINITY);
    List<Hypothesis> found =
        new LexiconDecoder(
                ABC, Lexicon.of(WORDS), ALL, Optional.empty(), 0, 0, OptionalDouble.empty(), 0)
            .decode(output, ALL);
    if (expected.isEmpty()) {
      assertThat(found).containsExactly(new Hypothesis("", Double.NEGATIVE_INFINITY));
    } else {
      BeamDecoderTest.assertScores(found, expected);
    }
  }

  @Property(tries = 100)
  @Label("with an escape all texts compete, those outside the lexicon at its cost")
  void escapes(
      @ForAll("outputs") float[][] output,
      @ForAll @DoubleRange(min = 0, max = 5) double escapeCost,
      @ForAll @DoubleRange(min = 0, max = 2) double alpha) {
    BeamDecoderTest.assertScores(
        new LexiconDecoder(
                ABC,
                Lexicon.of(WORDS),
                ALL,
                Optional.of(MODEL),
                alpha,
                0.5,
                OptionalDouble.of(escapeCost),
                0)
            .decode(output, ALL),
        BruteForce.texts(
            ABC,
            output,
            text ->
                alpha * Models.logProbability(MODEL, text)
                    + 0.5 * text.length()
                    - (isWord(text) ? 0 : escapeCost)));
  }

  private static boolean isWord(String text) {
    return text.isEmpty() || WORDS.contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "Hello",
        "HELLO",
        "hello,",
        "(Hello!",
        "'hello'",
        "don't",
        "Don't",
        "DON'T",
        "Paris",
        "PARIS",
        "McCoy",
        "MCCOY",
        "well-known",
        "Well-Known,",
        "1992",
        "12.5",
        "-",
        "A",
        "a.",
        "help2"
      })
  void wordsAreReadAsTheyStandInText(String text) {
    assertThat(read(text, OptionalDouble.empty())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hellp", "hEllo", "paris", "HELlo", "hellohelp", "xylophone", "mccoy"})
  void anythingElseIsReadByTheEscapeOnly(String text) {
    assertThat(read(text, OptionalDouble.empty())).isNotEqualTo(text);
    assertThat(read(text, OptionalDouble.of(1))).isEqualTo(text);
  }

  @Test
  void aWordOfTheLexiconIsPreferredUntilTheEscapeIsCheaper() {
    float[][] doubtful = output("hellq", 0.5);
    assertThat(best(OptionalDouble.of(10), doubtful)).isNotEqualTo("hellq");
    assertThat(best(OptionalDouble.of(0), output("hellq", 9))).isEqualTo("hellq");
  }

  @Test
  void somethingIsReadEvenWhereNoWordFitsIntoTheFrames() {
    var decoder =
        new LexiconDecoder(
            ABC, Lexicon.of(List.of("abcabc")), 1, Optional.empty(), 0, 0, OptionalDouble.empty());
    float[][] output = {Outputs.logSoftmax(9, 0, 0, 0), Outputs.logSoftmax(0, 9, 0, 0)};
    assertThat(decoder.decode(output, 3)).extracting(Hypothesis::text).containsExactly("");
  }

  @Test
  void aLexiconOfAnotherAlphabetIsRefused() {
    Lexicon russian = Lexicon.of(List.of("да", "нет"));
    assertThatThrownBy(
            () ->
                new LexiconDecoder(ABC, russian, 8, Optional.empty(), 0, 0, OptionalDouble.empty()))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "none of the 2 words of the lexicon can be read: all have symbols that are not in the"
                + " model's alphabet, abc");
  }

  @Test
  void anEscapeCostIsNeverNegative() {
    assertThatThrownBy(
            () ->
                new LexiconDecoder(
                    ABC, Lexicon.of(WORDS), 8, Optional.empty(), 0, 0, OptionalDouble.of(-1)))
        .hasMessage("the escape cost must be at least 0, but was -1.0");
  }

  @Provide
  Arbitrary<float[][]> outputs() {
    return Outputs.arbitrary(ABC, 5);
  }

  private static String read(String text, OptionalDouble escapeCost) {
    return best(escapeCost, output(text, 9));
  }

  private static String best(OptionalDouble escapeCost, float[][] output) {
    return new LexiconDecoder(LATIN, ENGLISH, 16, Optional.empty(), 0, 0, escapeCost)
        .decode(output, 1)
        .get(0)
        .text();
  }

  /** Each symbol and then a blank, with so much more of a logit than all others. */
  private static float[][] output(String text, double clearness) {
    int[] symbols = new Spelling(LATIN).of(text).orElseThrow();
    float[][] output = new float[2 * symbols.length][];
    for (int i = 0; i < symbols.length; i++) {
      double[] symbol = new double[LATIN.size() + 1];
      symbol[symbols[i]] = clearness;
      output[2 * i] = Outputs.logSoftmax(symbol);
      double[] blank = new double[LATIN.size() + 1];
      blank[LATIN.size()] = 9;
      output[2 * i + 1] = Outputs.logSoftmax(blank);
    }
    return output;
  }
}
