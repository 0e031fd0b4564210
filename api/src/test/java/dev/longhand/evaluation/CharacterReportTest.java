package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.evaluation.CharacterOutcome.Failed;
import dev.longhand.evaluation.CharacterOutcome.Read;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.evaluation.EvaluationReport.Failure;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.text.Alphabet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CharacterReportTest {
  private static final Conditions CONDITIONS =
      new Conditions("latin-62", "reference", "photos-characters", Map.of("prior", "uniform"));
  private static final List<CharacterOutcome> OUTCOMES =
      List.of(
          outcome("1", List.of("O"), "O", "0", "Q"),
          outcome("2", List.of("o"), "O", "0", "o"),
          outcome("3", List.of("S", "s"), "s", "5", "S"),
          outcome("4", List.of("Z"), "2", "7", "1", "Z"),
          new Failed("5", List.of("O"), "no ink found"));

  @Test
  @DisplayName("a reading is right when it is in the truth's set, and a failed sample is wrong")
  void shares() {
    CharacterReport report = report(OUTCOMES);
    assertThat(report.n()).isEqualTo(5);
    assertThat(report.accuracy()).isEqualTo(2 / 5.0);
    assertThat(report.accuracyIgnoringCase()).isEqualTo(3 / 5.0);
    assertThat(report.top3()).isEqualTo(3 / 5.0);
    assertThat(report.failures()).containsExactly(new Failure("5", "no ink found"));
    assertThat(report.calibration().count()).isEqualTo(4);
    assertThat(report.imagesPerSecond()).isEqualTo(2.5);
  }

  @Test
  @DisplayName("only samples of one certain character of the alphabet are in the matrix")
  void matrix() {
    List<CharacterOutcome> outcomes = new ArrayList<>(OUTCOMES);
    outcomes.add(outcome("6", List.of("ß"), "B"));
    ConfusionMatrix matrix = report(outcomes).confusion();
    assertThat(matrix.count()).isEqualTo(3);
    assertThat(matrix.mostConfused(9))
        .containsExactly(
            new ConfusionMatrix.Confusion("Z", "2", 1), new ConfusionMatrix.Confusion("o", "O", 1));
  }

  @Test
  void mistakesComeTheMostConfidentFirst() {
    List<Read> mistakes =
        report(
                List.of(
                    new Read("low", List.of("a"), "b", 0.3, 0),
                    new Read("right", List.of("a"), "a", 1, 1),
                    new Read("high", List.of("a"), "b", 0.9, 2),
                    new Read("also high", List.of("a"), "c", 0.9, 0)))
            .mistakes();
    assertThat(mistakes).extracting(Read::sampleId).containsExactly("also high", "high", "low");
  }

  @Test
  @DisplayName("the order in which threads deliver outcomes changes nothing")
  void orderDoesNotMatter() {
    var random = new Random(7);
    List<CharacterOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      boolean right = random.nextBoolean();
      outcomes.add(
          new Read(
              "s" + i, List.of("a"), right ? "a" : "b", random.nextInt(4) / 3.0, right ? 1 : 2));
    }
    CharacterReport ordered = report(outcomes);
    Collections.shuffle(outcomes, random);
    CharacterReport shuffled = report(outcomes);
    assertThat(shuffled.calibration()).isEqualTo(ordered.calibration());
    assertThat(shuffled.accuracy()).isEqualTo(ordered.accuracy());
    assertThat(shuffled.mistakes()).isEqualTo(ordered.mistakes());
    assertThat(shuffled.confusion().mostConfused(9)).isEqualTo(ordered.confusion().mostConfused(9));
  }

  @Test
  void nothingAtAllHasNoAccuracy() {
    CharacterReport report = report(List.of());
    assertThat(report.n()).isZero();
    assertThat(report.accuracy()).isNaN();
    assertThat(report.calibration().expectedError()).isNaN();
  }

  @Test
  void aReadingOutsideTheAlphabetIsABugOfTheCaller() {
    assertThatThrownBy(() -> report(List.of(outcome("x", List.of("a"), "é"))))
        .hasMessage("sample 'x' was read as 'é', which is not in the alphabet");
  }

  @Test
  void aRankThatContradictsTheReadingIsRefused() {
    assertThatThrownBy(() -> new Read("x", List.of("a"), "a", 0.5, 2))
        .hasMessage("sample 'x' is [a] and was read as 'a', so its rank cannot be 2");
  }

  private static CharacterReport report(List<CharacterOutcome> outcomes) {
    return CharacterReport.of(CONDITIONS, Alphabet.LATIN_62, outcomes, Duration.ofSeconds(2));
  }

  /** The readings, best first, with probabilities 1/2, 1/4, 1/8 and so on. */
  private static CharacterOutcome outcome(String id, List<String> truths, String... readings) {
    List<Candidate> candidates = new ArrayList<>();
    for (String reading : readings) {
      candidates.add(new Candidate(reading, Math.scalb(1.0, -1 - candidates.size())));
    }
    return CharacterOutcome.of(id, truths, new Recognition(candidates));
  }
}
