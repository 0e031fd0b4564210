package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.image.PngWriter;
import dev.longhand.ink.Ink;
import dev.longhand.ink.InkDocument;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("twenty words of UNIPEN")
class TwentyWordsTest {

  private static final Path INK =
      Path.of("../server/src/test/resources/dev/longhand/server/page/words.jsonl.gz");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  @DisplayName("are learnt by heart on either training engine, from the same weights")
  void areLearntByHeart() throws IOException {
    Path words = draw(20);
    double[] firstLosses = new double[2];
    for (String engine : List.of("djl-pytorch", "dl4j")) {
      Outcome trained =
          new Shell(folder)
              .run(
                  "train",
                  "word",
                  "--data",
                  words,
                  "--validation",
                  words,
                  "--engine",
                  engine,
                  "--out",
                  engine + ".longhand",
                  "--variation",
                  "none",
                  "--dropout",
                  0,
                  "--hidden",
                  64,
                  "--epochs",
                  25,
                  "--batch-size",
                  10,
                  "--learning-rate",
                  3e-3,
                  "--averaging-decay",
                  0,
                  "--threads",
                  1,
                  "--seed",
                  3);
      assertThat(trained.code()).as(trained.err()).isZero();
      Path run = folder.resolve(engine + ".training");
      JsonNode report = JSON.readTree(run.resolve("report.json").toFile());
      assertThat(report.get("n").asInt()).isEqualTo(20);
      assertThat(report.get("cer").asDouble()).as(engine + "\n" + trained.err()).isZero();
      firstLosses[engine.equals("dl4j") ? 1 : 0] =
          JSON.readTree(Files.readAllLines(run.resolve("metrics.jsonl")).get(0))
              .get("trainLoss")
              .asDouble();
    }
    assertThat(firstLosses[1]).isCloseTo(firstLosses[0], within(0.01 * firstLosses[0]));
  }

  private Path draw(int count) throws IOException {
    Path words = Files.createDirectories(folder.resolve("words"));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(INK)), StandardCharsets.UTF_8))) {
      for (int i = 0; i < count; i++) {
        String line = lines.readLine();
        Ink ink = InkDocument.parse(line).ink();
        Files.write(
            words.resolve(i + ".png"), PngWriter.encode(InkRenderer.render(ink, Pen.forLine(ink))));
        Files.writeString(words.resolve(i + ".txt"), JSON.readTree(line).get("label").asText());
      }
    }
    return words;
  }
}
