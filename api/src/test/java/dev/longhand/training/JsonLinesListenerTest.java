package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.training.TrainingListener.BatchDone;
import dev.longhand.training.TrainingListener.EpochDone;
import dev.longhand.training.TrainingListener.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesListenerTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("metrics.jsonl");
  }

  private static Started started(int epochsDone) {
    return new Started(epochsDone, 5, 4, 100, "tiny", Optional.empty());
  }

  private static BatchDone batch(int epoch, int batch) {
    return new BatchDone(
        epoch, 5, batch, 4, 0.5, 0.75, 0.25, 1e-3, Double.NaN, 800, Duration.ZERO, Duration.ZERO);
  }

  private static EpochDone epoch(int epoch) {
    var result = new EpochResult(epoch, 0.75, 0.25, Map.of("accuracy", 0.5), 0.5, 1e-3, 9.5);
    return new EpochDone(result, 5, result);
  }

  @Test
  void everyEpochAndEverySecondBatchIsALine() {
    var listener = new JsonLinesListener(file(), 2);
    listener.started(started(0));
    for (int batch = 1; batch <= 4; batch++) {
      listener.batchDone(batch(1, batch));
    }
    listener.epochDone(epoch(1));

    assertThat(file())
        .hasContent(
            """
            {"event":"batch","epoch":1,"epochs":5,"batch":2,"batches":4,"loss":0.5,"meanLoss":0.75,"meanAccuracy":0.25,"learningRate":0.001,"gradientNorm":null,"samplesPerSecond":800.0}
            {"event":"batch","epoch":1,"epochs":5,"batch":4,"batches":4,"loss":0.5,"meanLoss":0.75,"meanAccuracy":0.25,"learningRate":0.001,"gradientNorm":null,"samplesPerSecond":800.0}
            {"event":"epoch","epoch":1,"epochs":5,"trainLoss":0.75,"trainAccuracy":0.25,"validation":{"accuracy":0.5},"score":0.5,"learningRate":0.001,"seconds":9.5,"best":true}
            """);
  }

  @Test
  void resumingDropsTheLinesOfTheLostEpochAndTheLineThatBrokeOff() throws IOException {
    var first = new JsonLinesListener(file(), 1);
    first.started(started(0));
    first.batchDone(batch(1, 1));
    first.epochDone(epoch(1));
    first.batchDone(batch(2, 1));
    Files.writeString(file(), "{\"event\":\"batch\",\"ep", StandardOpenOption.APPEND);

    var second = new JsonLinesListener(file(), 1);
    second.started(started(1));
    second.batchDone(batch(2, 1));
    second.epochDone(epoch(2));

    assertThat(Files.readAllLines(file()))
        .extracting(line -> line.substring(0, line.indexOf(",\"epochs\"")))
        .containsExactly(
            "{\"event\":\"batch\",\"epoch\":1",
            "{\"event\":\"epoch\",\"epoch\":1",
            "{\"event\":\"batch\",\"epoch\":2",
            "{\"event\":\"epoch\",\"epoch\":2");
  }

  @Test
  void aNewTrainingBeginsANewFile() {
    var listener = new JsonLinesListener(file(), 1);
    listener.started(started(0));
    listener.epochDone(epoch(1));
    listener.started(started(0));
    assertThat(file()).isEmptyFile();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    Path nowhere = folder.resolve("nowhere").resolve("metrics.jsonl");
    assertThatThrownBy(() -> new JsonLinesListener(nowhere, 1).started(started(0)))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("cannot write the metrics to " + nowhere);
  }
}
