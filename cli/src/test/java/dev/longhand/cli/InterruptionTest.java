package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.bundle.ModelBundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A training that is interrupted")
class InterruptionTest {
  @TempDir Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  @DisplayName("says so, keeps its epochs, and goes on after them when it is started again")
  void goesOn() throws Exception {
    Samples.dataset(folder.resolve("data"), 16, "A", "b");

    List<String> said = new ArrayList<>();
    Process training = start("12");
    try (BufferedReader err = training.errorReader(StandardCharsets.UTF_8)) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        said.add(line);
        if (line.startsWith("epoch 2/12")) {
          // As Ctrl-C does; Process.destroy would close the stream that we read.
          training.toHandle().destroy();
        }
      }
    }
    assertThat(training.waitFor()).as("%s", said).isNotZero();
    assertThat(said.get(said.size() - 1))
        .startsWith("longhand: stopped; the same command goes on after epoch ");
    assertThat(folder.resolve("tuned.training/checkpoint")).exists();
    assertThat(folder.resolve("tuned.longhand")).doesNotExist();

    Process again = start("12");
    String err = new String(again.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(again.waitFor()).as(err).isZero();
    assertThat(err)
        .contains("longhand: going on after epoch ")
        .doesNotContain("epoch 1/12")
        .contains("epoch 12/12");
    assertThat(ModelBundle.read(folder.resolve("tuned.longhand")).name()).isEqualTo("tuned");
    assertThat(Files.readAllLines(folder.resolve("tuned.training/metrics.jsonl")))
        .filteredOn(line -> line.contains("\"event\":\"epoch\""))
        .hasSize(12);
  }

  private Process start(String epochs) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Dai.djl.offline=true",
            "-cp",
            System.getProperty("java.class.path"),
            Longhand.class.getName(),
            "train",
            "character",
            "--data",
            "data",
            "--out",
            "tuned.longhand",
            "--epochs",
            epochs,
            "--batch-size",
            "8",
            "--threads",
            "1")
        .directory(folder.toFile())
        .start();
  }
}
