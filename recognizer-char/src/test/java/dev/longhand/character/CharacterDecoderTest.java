package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.LonghandException;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterDecoderTest {
  private static final Alphabet ABC = Alphabet.ofCodePoints("abc");
  private static final CharacterDecoder PLAIN = new CharacterDecoder(1, 0.5, List.of());

  private static Recognition decode(CharacterDecoder decoder, ClassPrior prior, float... logits) {
    return decoder
        .decode(Tensor.of(new Shape(1, logits.length), logits), prior.logShares(), ABC)
        .get(0);
  }

  private static double probability(Recognition recognition, String symbol) {
    return recognition.candidates().stream()
        .filter(candidate -> candidate.text().equals(symbol))
        .mapToDouble(Candidate::probability)
        .findFirst()
        .orElseThrow();
  }

  @Property(tries = 100)
  void everySymbolIsRankedAndProbabilitiesSumToOne(
      @ForAll @Size(3) List<@FloatRange(min = -1e6f, max = 1e6f) Float> logits,
      @ForAll @DoubleRange(min = 0.05, max = 20) double temperature) {
    var decoder = new CharacterDecoder(temperature, 0.5, List.of());

    Recognition recognition =
        decode(decoder, ClassPrior.uniform(3), logits.get(0), logits.get(1), logits.get(2));

    assertThat(recognition.candidates())
        .extracting(Candidate::text)
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(recognition.candidates().stream().mapToDouble(Candidate::probability).sum())
        .isCloseTo(1, within(1e-9));
  }

  /** Likelihoods 4 : 2 : 1 and shares ⅕ : ⅖ : ⅖ make 4 : 4 : 2 by Bayes' rule. */
  @Test
  void thePriorActsAsBayesSays() {
    float two = (float) Math.log(2);

    Recognition neutral = decode(PLAIN, ClassPrior.uniform(3), 2 * two, two, 0);
    Recognition informed = decode(PLAIN, new ClassPrior("p", 1, 2, 2), 2 * two, two, 0);

    assertThat(neutral.text()).isEqualTo("a");
    assertThat(neutral.confidence()).isCloseTo(4 / 7.0, within(1e-6));
    assertThat(probability(informed, "a")).isCloseTo(0.4, within(1e-6));
    assertThat(probability(informed, "b")).isCloseTo(0.4, within(1e-6));
    assertThat(probability(informed, "c")).isCloseTo(0.2, within(1e-6));
  }

  /** Likelihoods of 8 : 1 and a prior of 2 : 1 are odds of 16 : 1, at temperature 2 of 4 : 1. */
  @Test
  void theTemperatureSoftensWhatLikelihoodsAndPriorSayTogether() {
    var soft = new CharacterDecoder(2, 0.5, List.of());
    float eight = (float) Math.log(8);

    Recognition recognition = decode(soft, new ClassPrior("p", 2, 1, 1e-9), eight, 0, -1000);

    assertThat(probability(recognition, "a")).isCloseTo(4 / 5.0, within(1e-6));
    assertThat(probability(recognition, "b")).isCloseTo(1 / 5.0, within(1e-6));
  }

  @Property(tries = 100)
  void theTemperatureNeverChangesWhatIsReadOfSymbolsWithoutCase(
      @ForAll @Size(3) List<@FloatRange(min = -20, max = 20) Float> logits,
      @ForAll @DoubleRange(min = 0.05, max = 20) double temperature) {
    var prior = new ClassPrior("p", 1, 5, 20);
    var tempered = new CharacterDecoder(temperature, 0.5, List.of());
    float[] scores = {logits.get(0), logits.get(1), logits.get(2)};

    assertThat(decode(tempered, prior, scores).text())
        .isEqualTo(decode(PLAIN, prior, scores).text());
  }

  /** At 0.4 for the digit, and 0.3 for each case, the letter is right ignoring case with 0.6. */
  @Test
  void aLetterOfUnsureCaseIsReadBeforeAnotherCharacterThatIsALittleLikelier() {
    Alphabet rings = Alphabet.ofCodePoints("0Oo");
    float[] logits = {(float) Math.log(0.4), (float) Math.log(0.301), (float) Math.log(0.299)};

    Recognition recognition =
        PLAIN
            .decode(Tensor.of(new Shape(1, 3), logits), ClassPrior.uniform(3).logShares(), rings)
            .get(0);

    assertThat(recognition.candidates()).extracting(Candidate::text).containsExactly("O", "0", "o");
    assertThat(recognition.confidence()).isCloseTo(0.301, within(1e-6));
  }

  @Property(tries = 300)
  void whatIsReadCostsTheLeastOnAverage(
      @ForAll @Size(5) List<@FloatRange(min = -4, max = 4) Float> logits) {
    Alphabet mixed = Alphabet.ofCodePoints("0Ooaä");
    float[] scores = new float[5];
    double[] likelihoods = new double[5];
    for (int k = 0; k < 5; k++) {
      scores[k] = logits.get(k);
      likelihoods[k] = Math.exp(logits.get(k));
    }

    String read =
        PLAIN
            .decode(Tensor.of(new Shape(1, 5), scores), ClassPrior.uniform(5).logShares(), mixed)
            .get(0)
            .text();

    double[] costs = new double[5];
    for (int k = 0; k < 5; k++) {
      for (int truth = 0; truth < 5; truth++) {
        double cost = mixed.symbol(k).equalsIgnoreCase(mixed.symbol(truth)) ? 0.25 : 1;
        costs[k] += k == truth ? 0 : cost * likelihoods[truth];
      }
    }
    double least = Arrays.stream(costs).min().orElseThrow();
    assertThat(costs[mixed.symbols().indexOf(read)]).isCloseTo(least, within(1e-5));
  }

  @Test
  void eachImageOfABatchIsDecodedAlone() {
    Tensor logits = Tensor.of(new Shape(2, 3), 9, 0, 0, 0, 0, 9);

    List<Recognition> two = PLAIN.decode(logits, ClassPrior.uniform(3).logShares(), ABC);

    assertThat(two).extracting(Recognition::text).containsExactly("a", "c");
  }

  @Test
  void equallyLikelySymbolsComeInTheAlphabetsOrder() {
    assertThat(decode(PLAIN, ClassPrior.uniform(3), 0, 0, 0).candidates())
        .extracting(Candidate::text)
        .containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aScoreThatIsNoNumberIsToldOfTheModel(float logit) {
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> decode(PLAIN, ClassPrior.uniform(3), 0, logit, 0))
        .withMessageContaining("its weights are no use");
  }

  @Test
  void itIsReadAsItWasWritten() {
    var decoder =
        new CharacterDecoder(
            1.37, 0.25, List.of(new ClassPrior("p", 1, 2.5, 3e-7), new ClassPrior("q", 3, 2, 1)));

    assertThat(CharacterDecoder.of(decoder.toJson(), ABC, "m")).isEqualTo(decoder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'rejectBelow':0.5,'priors':{}}",
        "{'temperature':1,'priors':{}}",
        "{'temperature':1,'rejectBelow':0.5}",
        "{'temperature':0,'rejectBelow':0.5,'priors':{}}",
        "{'temperature':-1,'rejectBelow':0.5,'priors':{}}",
        "{'temperature':1e999,'rejectBelow':0.5,'priors':{}}",
        "{'temperature':'1','rejectBelow':0.5,'priors':{}}",
        "{'temperature':[1],'rejectBelow':0.5,'priors':{}}",
        "{'temperature':1,'rejectBelow':2,'priors':{}}",
        "{'temperature':1,'rejectBelow':'no','priors':{}}",
        "{'temperature':1,'rejectBelow':null,'priors':{}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':[]}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':'abc'}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':{'a':1,'b':1,'c':1}}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':[1,2]}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':[1,2,3,4]}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':[1,2,0]}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':[1,2,'3']}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':[1,2,null]}}",
        "{'temperature':1,'rejectBelow':0.5,'priors':{'p':[1,2,1e999]}}"
      })
  void brokenSettingsAreToldInOneLine(String json) throws Exception {
    var tree = new ObjectMapper().readTree(json.replace('\'', '"'));

    assertThatExceptionOfType(UnreadableBundleException.class)
        .isThrownBy(() -> CharacterDecoder.of(tree, ABC, "mine"))
        .withMessageStartingWith("model mine: decoder.json is not a character decoder's: ")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CharacterDecoder(Double.NaN, 0.5, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CharacterDecoder(1, Double.NaN, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new CharacterDecoder(1, -0.1, List.of()));
  }
}
