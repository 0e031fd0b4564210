package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand evaluate --as word")
class EvaluateWordsTest {
  @TempDir Path folder;
  private Path data;

  /** 9 characters in truth, 3 edits, 2 of 4 right, 3 if capitals are as good. */
  @BeforeEach
  void bars() throws IOException {
    Bars.model(folder);
    data = Bars.dataset(folder.resolve("words"), new int[] {3, 1, 2, 1}, "lll", "l", "lL", "lol");
  }

  private Outcome evaluate(Object... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--as",
                "word",
                "-m",
                folder.resolve("bars.longhand"),
                "-e",
                "reference",
                "--data",
                data));
    all.addAll(Arrays.asList(arguments));
    return new Shell(folder).run(all.toArray());
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  @DisplayName("prints these figures as JSON, and no others")
  void figures() throws IOException {
    JsonNode figures = json(evaluate("--format", "json"));

    assertThat(figures.fieldNames())
        .toIterable()
        .containsExactly(
            "n",
            "cer",
            "wer",
            "exact",
            "exactIgnoringCase",
            "cerIgnoringCase",
            "ece",
            "decoder",
            "imagesPerSecond");
    assertThat(figures.get("n").asInt()).isEqualTo(4);
    assertThat(figures.get("cer").asDouble()).isEqualTo(0.333333);
    assertThat(figures.get("wer").asDouble()).isEqualTo(0.5);
    assertThat(figures.get("exact").asDouble()).isEqualTo(0.5);
    assertThat(figures.get("exactIgnoringCase").asDouble()).isEqualTo(0.75);
    assertThat(figures.get("cerIgnoringCase").asDouble()).isEqualTo(0.222222);
    assertThat(figures.get("ece").asDouble()).isBetween(0.3, 0.5);
    assertThat(figures.get("decoder").asText()).isEqualTo("greedy");
    assertThat(figures.get("imagesPerSecond").asDouble()).isPositive();
  }

  @Test
  @DisplayName("says what was measured, with which decoder, and how many texts are exactly right")
  void text() {
    Outcome outcome = evaluate();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("words: 4 texts, read by bars on reference, decoder greedy\n")
        .containsPattern("CER +33\\.33 %\n")
        .containsPattern("exact +50\\.00 %\n")
        .containsPattern("exact ignoring case +75\\.00 %\n");
  }

  @Test
  @DisplayName("tells apart the texts that the training data has, and those that it has not")
  void seen() throws IOException {
    Path learnt = Bars.dataset(folder.resolve("learnt"), new int[] {3, 2, 4}, "lll", "lL", "llll");

    JsonNode figures = json(evaluate("--seen", learnt, "--format", "json", "--report", "report"));

    assertThat(figures.at("/seen/n").asInt()).isEqualTo(2);
    assertThat(figures.at("/seen/cer").asDouble()).isEqualTo(0.2);
    assertThat(figures.at("/unseen/cer").asDouble()).isEqualTo(0.5);
    assertThat(figures.at("/unseen/exact").asDouble()).isEqualTo(0.5);
    assertThat(figures.get("cer").asDouble()).isEqualTo(0.333333);
    JsonNode report = new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
    assertThat(report.at("/bySeen/1/text").asText()).isEqualTo("unseen");
    assertThat(evaluate("--seen", learnt).out())
        .containsPattern("(?m)^seen +texts, +2 +20\\.00 % CER, 50\\.00 % exact$")
        .containsPattern("(?m)^unseen +texts, +2 +50\\.00 % CER, 50\\.00 % exact$");
  }

  @Test
  @DisplayName("says in one line that there is no such training data")
  void seenNowhere() {
    Outcome outcome = evaluate("--seen", "nowhere");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).singleElement().asString().contains("nowhere");
  }

  @Test
  @DisplayName("counts an image without ink as wholly missed, and says so")
  void noInk() throws IOException {
    Files.write(data.resolve("0.png"), Samples.blank(60, 40));

    Outcome outcome = evaluate("--format", "json");

    JsonNode figures = json(outcome);
    assertThat(figures.get("n").asInt()).isEqualTo(4);
    assertThat(figures.get("cer").asDouble()).isEqualTo(0.666667);
    assertThat(figures.get("exact").asDouble()).isEqualTo(0.25);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("1 of 4", "count as wrong", "0.png", "no ink");
  }

  @Test
  @DisplayName("says when all images are without ink, and gives no figure that is no number")
  void noInkAtAll() throws IOException {
    for (int i = 0; i < 4; i++) {
      Files.write(data.resolve(i + ".png"), Samples.blank(60, 40));
    }

    JsonNode figures = json(evaluate("--format", "json", "--report", "report"));

    assertThat(figures.get("cer").asDouble()).isEqualTo(1);
    assertThat(figures.get("ece").isNull()).isTrue();
    assertThat(folder.resolve("report/index.html")).exists();
  }

  @Test
  @DisplayName("says in one line that a dataset is empty")
  void empty() throws IOException {
    data = Files.createDirectories(folder.resolve("empty"));
    Files.writeString(data.resolve("labels.tsv"), "file\tgroup\ttext\n");

    Outcome outcome = evaluate();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).singleElement().asString().contains("empty");
  }

  @Test
  @DisplayName("finds out before it reads that a report has no folder to go to")
  void reportOverAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "precious");
    Outcome outcome = evaluate("--report", file);
    assertThat(outcome.code()).isEqualTo(Longhand.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .containsExactly(
            "longhand: the folder " + file + " cannot be made: there is a file of that name");
  }

  @Test
  @DisplayName("writes a report: by length, by writer, confusions, mistakes, and all as JSON")
  void report() throws IOException {
    Outcome outcome = evaluate("--report", "report");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Path report = folder.resolve("report");
    assertThat(report)
        .isDirectoryContaining("glob:**/reliability.png")
        .isDirectoryContaining("glob:**/worst.png")
        .isDirectoryContaining("glob:**/confident.png")
        .isDirectoryNotContaining("glob:**/loss.png");
    String page = Files.readString(report.resolve("index.html"));
    assertThat(page)
        .contains("data:image/png;base64,", "33.33 %", "By length", "decoder greedy")
        .doesNotContain("http:", "https:");
    // Of writer1's 4 characters 2 are missed, of writer0's 5 one.
    assertThat(page.indexOf("writer1")).isBetween(0, page.indexOf("writer0"));
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(json.get("cer").asDouble()).isEqualTo(3 / 9.0);
    assertThat(json.at("/byLength/2/length").asText()).isEqualTo("3");
    assertThat(json.at("/byLength/2/n").asInt()).isEqualTo(2);
    assertThat(json.at("/byGroup/0/group").asText()).isEqualTo("writer0");
    assertThat(json.get("confusions")).hasSize(3);
    assertThat(json.at("/mistakes/0/truth").asText()).isEqualTo("lol");
    assertThat(json.at("/mistakes/0/edits").asInt()).isEqualTo(2);
  }

  @Test
  @DisplayName("compares engines: whether texts differ, and how far apart probabilities are")
  void comparison() throws IOException {
    String engines = "reference,djl-onnxruntime";

    JsonNode figures = json(evaluate("--compare-engines", engines, "-f", "json"));
    Outcome text = evaluate("--compare-engines", engines);

    assertThat(figures.get("n").asInt()).isEqualTo(4);
    assertThat(figures.get("largestDifference").asDouble()).isBetween(0.0, 1e-5);
    assertThat(figures.get("differentReadings").asInt()).isZero();
    assertThat(figures.get("decoder").asText()).isEqualTo("greedy");
    assertThat(text.out()).contains("words: 4 texts, read by bars, decoder greedy");
  }

  @Test
  @DisplayName("does not take the prior of characters")
  void prior() {
    Outcome outcome = evaluate("--prior", "uniform");

    assertThat(outcome.code()).isNotZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).singleElement().asString().contains("prior");
  }

  @Test
  @DisplayName("times single images and nothing else at the same time")
  void oneByOne() throws IOException {
    JsonNode times = json(evaluate("--one-by-one", "--format", "json"));

    assertThat(times.get("n").asInt()).isEqualTo(4);
    for (String what : List.of("preparingMs", "readingMs")) {
      double p50 = times.get(what).get("p50").asDouble();
      assertThat(p50).isPositive();
      assertThat(times.get(what).get("p99").asDouble()).isGreaterThanOrEqualTo(p50);
    }
    assertThat(evaluate("--one-by-one").out()).contains("p50", "preparing", "decoding");
    Outcome both = evaluate("--one-by-one", "--report", folder.resolve("report"));
    assertThat(both.code()).isEqualTo(Longhand.USAGE);
    assertThat(both.err()).contains("--one-by-one");
  }
}
