package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The model that comes with Longhand")
class ShippedModelTest {
  private static final Path SAMPLES = Path.of("../docs/samples").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"reference", "djl-pytorch", "djl-onnxruntime", "dl4j"})
  @DisplayName("reads the samples: photographs, tiles and ink, inverted, transparent and turned")
  void samples(String engine) {
    Dataset samples = Datasets.open(SAMPLES);
    List<Object> command =
        new ArrayList<>(List.of("read", "--as", "character", "--engine", engine));
    for (int i = 0; i < samples.size(); i++) {
      command.add(SAMPLES.resolve(samples.id(i)));
    }

    Outcome outcome = new Shell(folder).run(command.toArray());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      String line = outcome.outLines().get(i);
      String reading = line.substring(line.length() - 1).toLowerCase(Locale.ROOT);
      right += reading.equals(samples.labels(i).get(0).toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    assertThat(right).as(outcome.out()).isGreaterThanOrEqualTo(samples.size() - 2);
  }

  @Test
  @DisplayName("reads the sample words, the same on every engine, as text and as confidence")
  void words() {
    Dataset samples = Datasets.open(SAMPLES.resolve("words"));
    List<String> images = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      images.add(SAMPLES.resolve("words").resolve(samples.id(i)).toString());
    }
    List<List<String>> byEngine = new ArrayList<>();
    for (String engine : List.of("djl-onnxruntime", "djl-pytorch", "dl4j", "reference")) {
      List<Object> command = new ArrayList<>(List.of("read", "-f", "tsv", "--engine", engine));
      command.addAll(images);
      Outcome outcome = new Shell(folder).run(command.toArray());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      byEngine.add(outcome.outLines());
    }

    assertThat(byEngine).allSatisfy(lines -> assertThat(lines).isEqualTo(byEngine.get(0)));
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      right += byEngine.get(0).get(i).contains("\t" + samples.labels(i).get(0) + "\t") ? 1 : 0;
    }
    assertThat(right).as("%s", byEngine.get(0)).isGreaterThanOrEqualTo(samples.size() - 1);
  }

  @Test
  @DisplayName("reads a single character with the model of words too")
  void oneCharacter() {
    Outcome outcome = new Shell(folder).run("read", SAMPLES.resolve("photo-upper-a.png"));

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.outLines().get(0)).isNotBlank();
  }
}
