package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.longhand.evaluation.EditDistance.Deleted;
import dev.longhand.evaluation.EditDistance.Inserted;
import dev.longhand.evaluation.EditDistance.Replaced;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.evaluation.EvaluationReport.Failure;
import dev.longhand.evaluation.TextOutcome.Failed;
import dev.longhand.evaluation.TextOutcome.Read;
import dev.longhand.evaluation.TextReport.Confusion;
import dev.longhand.evaluation.TextReport.Part;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextReportTest {
  private static final Conditions CONDITIONS =
      new Conditions(
          "english-words", "reference", "unipen-words-test", Map.of("decoder", "greedy"));

  /** 16 characters and 6 words in truth; 8 edits of characters, 4 of words; 2 of 5 are right. */
  private static final List<TextOutcome> OUTCOMES =
      List.of(
          new Read("1", "ann", "cat", "cat", 0.9),
          new Read("2", "ann", "Cat", "cot", 0.8),
          new Read("3", "bob", "a b", "ab", 0.5),
          new Read("4", "bob", "on", "on", 0.6),
          new Failed("5", "bob", "house", "no ink found"));

  @Test
  @DisplayName("edits are pooled, and of a sample that could not be read all is missed")
  void rates() {
    TextReport report = report(OUTCOMES);
    assertThat(report.n()).isEqualTo(5);
    assertThat(report.score().characters()).isEqualTo(new ErrorRate(2 + 1 + 5, 16));
    assertThat(report.score().cer()).isEqualTo(0.5);
    assertThat(report.score().words()).isEqualTo(new ErrorRate(1 + 2 + 1, 6));
    assertThat(report.score().exact()).isEqualTo(0.4);
    assertThat(report.failures()).containsExactly(new Failure("5", "no ink found"));
    assertThat(report.imagesPerSecond()).isEqualTo(2.5);
  }

  @Test
  void caseCanBeIgnored() {
    TextReport report = report(OUTCOMES);
    assertThat(report.ignoringCase().characters()).isEqualTo(new ErrorRate(1 + 1 + 5, 16));
    assertThat(report.ignoringCase().right()).isEqualTo(2);
    TextReport capital = report(List.of(new Read("1", "", "Cat", "cAT", 0.5)));
    assertThat(capital.score().exact()).isZero();
    assertThat(capital.ignoringCase().exact()).isEqualTo(1);
    assertThat(capital.ignoringCase().cer()).isZero();
  }

  @Test
  @DisplayName("there is a row for each writer, and for each length of the truth")
  void parts() {
    TextReport report = report(OUTCOMES);
    assertThat(report.byGroup()).extracting(Part::name).containsExactly("ann", "bob");
    assertThat(report.byGroup().get(0).score())
        .isEqualTo(new TextScore(2, 1, new ErrorRate(2, 6), new ErrorRate(1, 2)));
    assertThat(report.byGroup().get(1).score().n()).isEqualTo(3);
    assertThat(report.byLength()).extracting(Part::name).containsExactly("2", "3", "5");
    assertThat(report.byLength().get(1).score())
        .isEqualTo(new TextScore(3, 1, new ErrorRate(3, 9), new ErrorRate(3, 4)));
  }

  @Test
  @DisplayName("texts that were learnt from are told apart, to the letter, when they are known")
  void seen() {
    TextReport report =
        TextReport.of(CONDITIONS, OUTCOMES, Duration.ofSeconds(2), Set.of("cat", "house", "other"));
    assertThat(report.bySeen())
        .containsExactly(
            new Part("seen", new TextScore(2, 1, new ErrorRate(5, 8), new ErrorRate(1, 2))),
            new Part("unseen", new TextScore(3, 1, new ErrorRate(3, 8), new ErrorRate(3, 4))));
    assertThat(report(OUTCOMES).bySeen()).isEmpty();
  }

  @Test
  @DisplayName("long texts share rows, and lengths are in order of numbers and in code points")
  void lengths() {
    List<TextOutcome> outcomes = new ArrayList<>();
    for (int length : new int[] {31, 11, 20, 0, 21, 10, 2}) {
      String truth = "😀".repeat(length);
      outcomes.add(new Read("s" + length, "", truth, truth, 1));
    }
    assertThat(report(outcomes).byLength())
        .extracting(Part::name)
        .containsExactly("0", "2", "10", "11–20", "21–30", "31–40");
  }

  @Test
  @DisplayName("characters confused are counted over all that was read, the most frequent first")
  void confusions() {
    List<TextOutcome> outcomes = new ArrayList<>(OUTCOMES);
    outcomes.add(new Read("6", "", "bat", "bots", 0.5));
    assertThat(report(outcomes).confusions())
        .containsExactly(
            new Confusion(new Replaced<>("a", "o"), 2),
            new Confusion(new Deleted<>(" "), 1),
            new Confusion(new Inserted<>("s"), 1),
            new Confusion(new Replaced<>("C", "c"), 1));
  }

  @Test
  @DisplayName("mistakes come those of most edits first, then the most confident")
  void mistakes() {
    assertThat(
            report(
                    List.of(
                        new Read("unsure", "", "cat", "cut", 0.3),
                        new Read("right", "", "cat", "cat", 1),
                        new Read("sure, too", "", "cat", "bat", 0.9),
                        new Read("far off", "", "cat", "dog", 0.1),
                        new Read("sure", "", "cat", "cot", 0.9),
                        new Failed("failed", "", "cat", "no ink")))
                .mistakes())
        .extracting(Read::sampleId)
        .containsExactly("far off", "sure", "sure, too", "unsure");
  }

  @Test
  @DisplayName("confidence is that of exactly this text, over what was read")
  void calibration() {
    Calibration calibration = report(OUTCOMES).calibration();
    assertThat(calibration.count()).isEqualTo(4);
    assertThat(calibration.bins()).hasSize(15);
    // 0.1 + 0.8 + 0.5 + 0.4, each in a bin of its own.
    assertThat(calibration.expectedError()).isCloseTo(1.8 / 4, offset(1e-12));
  }

  @Test
  @DisplayName("of several texts that a sample may say, the nearest to the reading counts")
  void severalTruths() {
    var recognition = new Recognition(List.of(new Candidate("Sos", 0.75), new Candidate("x", 0)));
    Read outcome = TextOutcome.of("1", "ann", List.of("sos", "Sus", "SOS"), recognition);
    assertThat(outcome).isEqualTo(new Read("1", "ann", "sos", "Sos", 0.75));
    assertThat(outcome.edits()).isEqualTo(1);
    assertThat(TextOutcome.of("1", "ann", List.of("sos", "Sos"), recognition).isRight()).isTrue();
    assertThatThrownBy(() -> TextOutcome.of("1", "ann", List.of(), recognition))
        .hasMessage("sample '1' has no truth");
  }

  @Test
  @DisplayName("the order in which threads deliver outcomes changes nothing")
  void orderDoesNotMatter() {
    var random = new Random(7);
    List<String> texts = List.of("on", "no", "noon", "On", "");
    List<TextOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      outcomes.add(
          new Read(
              "s" + i,
              "w" + random.nextInt(5),
              texts.get(random.nextInt(5)),
              texts.get(random.nextInt(5)),
              random.nextInt(4) / 3.0));
    }
    TextReport ordered = report(outcomes);
    Collections.shuffle(outcomes, random);
    assertThat(report(outcomes)).isEqualTo(ordered);
  }

  @Test
  void nothingAtAllHasNoRate() {
    TextReport report = report(List.of());
    assertThat(report.n()).isZero();
    assertThat(report.score().cer()).isNaN();
    assertThat(report.score().wer()).isNaN();
    assertThat(report.score().exact()).isNaN();
    assertThat(report.calibration().expectedError()).isNaN();
    assertThat(report.byGroup()).isEmpty();
  }

  @Test
  @DisplayName("an empty text is right when nothing is read, and wrong when it could not be read")
  void emptyText() {
    TextReport report =
        report(List.of(new Read("1", "", "", "", 1), new Failed("2", "", "", "torn")));
    assertThat(report.score().right()).isEqualTo(1);
    assertThat(report.score().cer()).isNaN();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Read("1", "", "a", "a", Double.NaN))
        .hasMessage("the confidence of '1' must be in 0…1, but was NaN");
    assertThatThrownBy(() -> new TextScore(1, 2, ErrorRate.NONE, ErrorRate.NONE))
        .hasMessage("2 of 1 texts cannot be right");
  }

  @Test
  @DisplayName("settings keep their order and can be said in words")
  void settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("decoder", "lexicon");
    settings.put("escape", "true");
    var conditions = new Conditions("m", "e", "d", settings);
    settings.clear();
    assertThat(conditions.settingsInWords()).isEqualTo("decoder lexicon, escape true");
  }

  private static TextReport report(List<? extends TextOutcome> outcomes) {
    return TextReport.of(CONDITIONS, outcomes, Duration.ofSeconds(2), Set.of());
  }
}
