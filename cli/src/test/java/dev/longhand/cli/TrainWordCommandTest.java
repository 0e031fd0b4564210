package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand train word")
class TrainWordCommandTest {
  @TempDir Path folder;

  /** Of two writers; every fourth sample is the same. */
  private Path bars(String name, int count) throws IOException {
    int[] bars = new int[count];
    Arrays.setAll(bars, i -> i % 4 + 1);
    String[] truths = Arrays.stream(bars).mapToObj("l"::repeat).toArray(String[]::new);
    return Bars.dataset(folder.resolve(name), bars, truths);
  }

  @Test
  @DisplayName("writes a model, metrics, and a report of its validation data with learning curves")
  void report() throws IOException {
    Path validation = bars("validation", 8);
    Files.write(validation.resolve("0.png"), Samples.blank(60, 40));

    Outcome outcome =
        new Shell(folder)
            .run(
                "train",
                "word",
                "--data",
                bars("bars", 16),
                "--validation",
                validation,
                "--out",
                "bars.longhand",
                "--epochs",
                1,
                "--batch-size",
                8,
                "--hidden",
                4,
                "--threads",
                1);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Path run = folder.resolve("bars.training");
    assertThat(outcome.err()).contains("the report is " + run.resolve("index.html"));
    assertThat(run)
        .isDirectoryContaining("glob:**/errors.png")
        .isDirectoryContaining("glob:**/loss.png")
        .isDirectoryContaining("glob:**/worst.png")
        .isDirectoryNotContaining("glob:**/checkpoint");
    assertThat(Files.readString(run.resolve("index.html")))
        .contains("bars on validation", "By writer");
    JsonNode json = new ObjectMapper().readTree(run.resolve("report.json").toFile());
    assertThat(json.get("n").asInt()).isEqualTo(8);
    assertThat(json.get("epochs")).hasSize(1);
    assertThat(json.at("/failures/0/sample").asText()).isEqualTo("0.png");
  }
}
