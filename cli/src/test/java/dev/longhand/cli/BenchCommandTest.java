package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.EngineUnavailableException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("longhand bench")
class BenchCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void model() {
    TinyModel.write(folder);
  }

  /** As short as can be: what is measured is not what is tested. */
  private Outcome bench(Object... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of(
                "bench",
                "-m",
                folder.resolve("tiny.longhand"),
                "--rounds=2",
                "--seconds=0.01",
                "--warmup=0.01"));
    all.addAll(Arrays.asList(arguments));
    return new Shell(folder).run(all.toArray());
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    assertThat(outcome.errLines()).allMatch(line -> line.startsWith("longhand: measuring "));
    assertThat(outcome.code()).isZero();
    return new ObjectMapper().readTree(outcome.out());
  }

  private static void assertPositive(JsonNode figures, String... names) {
    for (String name : names) {
      assertThat(figures.at(name).asDouble()).as(name).isPositive();
    }
  }

  @Test
  @DisplayName("prints these figures as JSON, and no others")
  void inference() throws IOException {
    JsonNode report =
        json(bench("-e", "reference", "--batch=1,3", "--callers=1,2", "--format=json"));

    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly(
            "conditions",
            "inference",
            "inferenceComparisons",
            "training",
            "trainingComparisons",
            "lossCurves");
    assertThat(report.get("conditions").fieldNames())
        .toIterable()
        .containsExactly(
            "model",
            "input",
            "data",
            "release",
            "java",
            "os",
            "cores",
            "warmupSeconds",
            "rounds",
            "roundSeconds");
    assertThat(report.get("inference")).hasSize(4);
    for (JsonNode figures : report.get("inference")) {
      assertThat(figures.fieldNames())
          .toIterable()
          .containsExactly(
              "engine",
              "batch",
              "threads",
              "callers",
              "runs",
              "milliseconds",
              "imagesPerSecond",
              "peakResidentMegabytes");
      assertPositive(
          figures,
          "/threads",
          "/runs",
          "/milliseconds/p50",
          "/milliseconds/p95",
          "/milliseconds/p99",
          "/milliseconds/mean",
          "/imagesPerSecond");
      if (Files.exists(Path.of("/proc/self/status"))) {
        assertPositive(figures, "/peakResidentMegabytes");
      }
    }
    assertThat(report.get("inference").findValuesAsText("batch"))
        .containsExactly("1", "1", "3", "3");
    assertThat(report.get("inferenceComparisons")).hasSize(2);
    for (JsonNode comparison : report.get("inferenceComparisons")) {
      assertThat(comparison.at("/of/callers").asInt()).isEqualTo(2);
      assertThat(comparison.at("/to/callers").asInt()).isEqualTo(1);
      assertPositive(
          comparison,
          "/latency/median",
          "/imagesPerSecond/lowerQuartile",
          "/imagesPerSecond/upperQuartile");
    }
    // The reference cannot train.
    assertThat(report.get("training")).isEmpty();
    assertThat(report.get("lossCurves")).isEmpty();
  }

  @Test
  @DisplayName("compares engines that ran in the same rounds, and says it in a sentence")
  void engines() throws IOException {
    Outcome outcome =
        bench("-e", "reference,djl-pytorch", "-b", 2, "--threads=1", "--only=inference");

    assertThat(outcome.errLines()).containsExactly("longhand: measuring inference, batch 2…");
    assertThat(outcome.out())
        .contains("tiny (N×1×28×28) on random images", "inference, batch 2", "djl-pytorch")
        .containsPattern("(reference|djl-pytorch) is .* as fast as .* \\(1 thread, 1 caller\\)")
        .doesNotContain("training");
  }

  @Test
  @DisplayName("measures the training steps of engines that train, and compares their losses")
  void training() throws IOException {
    Path data = Samples.dataset(folder.resolve("strokes"), 6, "A", "b");

    JsonNode report =
        json(
            bench(
                "--engines=djl-pytorch,reference",
                "--only=training",
                "--training-batch=4",
                "--training-steps=5",
                "--threads=1,2",
                "--data",
                data,
                "--format=json"));

    assertThat(report.at("/conditions/data").asText()).isEqualTo("strokes");
    assertThat(report.get("inference")).isEmpty();
    assertThat(report.get("training")).hasSize(2);
    assertPositive(report.get("training").get(0), "/milliseconds/p50", "/imagesPerSecond");
    assertThat(report.at("/training/0/batch").asInt()).isEqualTo(4);
    assertThat(report.get("lossCurves")).hasSize(2);
    for (JsonNode curves : report.get("lossCurves")) {
      assertThat(curves.get("steps").asInt()).isEqualTo(5);
      assertThat(curves.at("/curves/0/losses")).hasSize(5);
      assertThat(curves.at("/curves/1/engine").asText()).isEqualTo("djl-pytorch");
      assertThat(curves.get("differences")).hasSize(1);
      assertThat(curves.at("/differences/0/largest").asDouble()).isLessThan(0.01);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--batch=0 | --batch must be at least 1, but was 0",
        "--batch=1,x | 'x'",
        "--batch=100000 | --batch must be at most 4,096, but was 100,000",
        "--threads=0 | --threads must be at least 1, but was 0",
        "--threads=1,-2 | --threads must be at least 1, but was -2",
        "--callers=0 | --callers must be at least 1, but was 0",
        "--callers=1000 | --callers must be at most 256",
        "--rounds=0 | --rounds must be at least 1, but was 0",
        "--seconds=0 | --seconds must be more than 0",
        "--seconds=NaN | --seconds must be more than 0",
        "--warmup=-1 | --warmup must be more than 0",
        "--training-batch=0 | --training-batch must be at least 1",
        "--training-steps=0 | --training-steps must be at least 1",
        "--only=both | [INFERENCE, TRAINING]",
        "--format=xml | [TEXT, JSON]"
      })
  @DisplayName("answers a wrong option with one line that says what is wrong")
  void usage(String option, String message) {
    Outcome outcome = bench(option);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).singleElement().asString().contains(message, "--help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--engines=steam | no engine is named 'steam'",
        "--data=papyri | 'papyri'",
        "--model=greek | no model is named 'greek'"
      })
  @DisplayName("names the engine, the data or the model that is not there")
  void missing(String option, String message) {
    Outcome outcome = bench("-e", "reference", option);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).singleElement().asString().contains(message);
  }

  @Test
  @DisplayName("leaves out an engine that cannot run here, unless it was asked for")
  void unavailable() throws IOException {
    Outcome[] outcomes = new Outcome[2];
    withEngine(
        RustyProvider.class,
        () -> {
          outcomes[0] = bench("--only=inference", "--batch=1");
          outcomes[1] = bench("--only=inference", "--batch=1", "--engines=reference,rusty");
        });

    assertThat(outcomes[0].code()).isZero();
    assertThat(outcomes[0].errLines())
        .containsExactly(
            "longhand: measuring inference, batch 1…",
            "longhand: rusty is left out: it is rusty; oil it");
    assertThat(outcomes[0].out()).contains("djl-pytorch ").doesNotContain("rusty", "reference");
    assertThat(outcomes[1].code()).isEqualTo(1);
    assertThat(outcomes[1].out()).isEmpty();
    assertThat(outcomes[1].errLines()).last().isEqualTo("longhand: it is rusty; oil it");
  }

  @Test
  @DisplayName("says which engine took its process with it, and how it ended")
  void crash() throws IOException {
    Outcome[] outcome = new Outcome[1];
    withEngine(FragileProvider.class, () -> outcome[0] = bench("--engines=fragile"));

    assertThat(outcome[0].code()).isEqualTo(1);
    assertThat(outcome[0].errLines())
        .last()
        .asString()
        .contains("the process that measures fragile ended with code 134");
  }

  /** Puts one more engine on the class path, here and where it is measured. */
  private void withEngine(Class<? extends EngineProvider> provider, Runnable work)
      throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(EngineProvider.class.getName()), provider.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    String classPath = System.getProperty("java.class.path");
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      System.setProperty("java.class.path", classPath + File.pathSeparator + folder);
      work.run();
    } finally {
      System.setProperty("java.class.path", classPath);
      thread.setContextClassLoader(before);
    }
  }

  /** An engine that is there, but does not work. */
  public static final class RustyProvider implements EngineProvider {
    @Override
    public String name() {
      return "rusty";
    }

    @Override
    public Engine open(EngineOptions options) {
      throw new EngineUnavailableException("it is rusty; oil it");
    }
  }

  /** An engine whose native code would end the process. */
  public static final class FragileProvider implements EngineProvider {
    @Override
    public String name() {
      return "fragile";
    }

    @Override
    public Engine open(EngineOptions options) {
      Runtime.getRuntime().halt(134);
      throw new AssertionError("it has ended");
    }
  }
}
