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
    List<Object> command = new ArrayList<>(List.of("read", "--engine", engine));
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
}
