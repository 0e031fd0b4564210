package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.Engines;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
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

@DisplayName("longhand evaluate")
class EvaluateCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void model() {
    TinyModel.write(folder);
  }

  private Outcome evaluate(Object... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of("evaluate", "-m", folder.resolve("tiny.longhand"), "-e", "reference"));
    all.addAll(Arrays.asList(arguments));
    return new Shell(folder).run(all.toArray());
  }

  /** What the untrained model reads, so that a dataset can be made of which it is right. */
  private String reading(boolean rising) throws IOException {
    Path image = Samples.stroke(folder.resolve("probe.png"), rising);
    return new Shell(folder)
        .run("read", "-m", folder.resolve("tiny.longhand"), "-e", "reference", image)
        .out()
        .strip();
  }

  @Test
  @DisplayName("prints these figures as JSON, and no others")
  void json() throws IOException {
    String up = reading(true);
    Path data = Samples.dataset(folder.resolve("data"), 20, up, up.equals("0") ? "1" : "0");

    Outcome outcome = evaluate("--data", data, "--format", "json");

    assertThat(outcome.err()).isEmpty();
    JsonNode figures = new ObjectMapper().readTree(outcome.out());
    assertThat(figures.fieldNames())
        .toIterable()
        .containsExactly(
            "n", "accuracy", "accuracyIgnoringCase", "top3", "ece", "prior", "imagesPerSecond");
    assertThat(figures.get("n").asInt()).isEqualTo(20);
    assertThat(figures.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.5);
    assertThat(figures.get("prior").asText()).isEqualTo("uniform");
    assertThat(figures.get("imagesPerSecond").asDouble()).isPositive();
  }

  @Test
  @DisplayName("takes the prior of a dataset's name where the model knows it")
  void usualPrior() throws IOException {
    Path emnist = Samples.dataset(folder.resolve("emnist-mine"), 6, "A", "b");
    Path unipen = Samples.dataset(folder.resolve("unipen-mine"), 6, "A", "b");

    assertThat(evaluate("--data", emnist).out()).contains("prior emnist");
    assertThat(evaluate("--data", unipen).out()).as("tiny knows no such").contains("prior uniform");
  }

  @Test
  @DisplayName("says what was measured, with which prior")
  void text() throws IOException {
    Path data = Samples.dataset(folder.resolve("strokes"), 6, "A", "b");

    assertThat(evaluate("--data", data).out())
        .contains("strokes: 6 characters, read by tiny on reference, prior uniform")
        .contains("accuracy");
    assertThat(evaluate("--data", data, "--prior", "emnist").out()).contains("prior emnist");
    assertThat(evaluate("--data", data, "--limit", 3).out()).contains("3 characters");
  }

  @Test
  @DisplayName("counts an image without ink as wrong, and says so")
  void noInk() throws IOException {
    String up = reading(true);
    Path data = Samples.dataset(folder.resolve("data"), 4, up, reading(false));
    Files.write(data.resolve("1.png"), Samples.blank(30, 30));

    Outcome outcome = evaluate("--data", data, "--format", "json");

    assertThat(outcome.code()).isZero();
    assertThat(new ObjectMapper().readTree(outcome.out()).get("accuracy").asDouble())
        .isEqualTo(0.75);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("1 of 4", "count as wrong", "1.png", "no ink");
  }

  @Test
  @DisplayName("says which line of labels.tsv names a file that is not there")
  void missingFile() throws IOException {
    Path data = Samples.dataset(folder.resolve("data"), 4, "A", "B");
    Files.delete(data.resolve("2.png"));

    Outcome outcome = evaluate("--data", data);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).singleElement().asString().contains("labels.tsv:4", "2.png");
  }

  @Test
  @DisplayName("names the datasets that there are when one is unknown")
  void unknownData() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/photos"));
    Files.write(data.resolve("characters.zip"), new byte[] {1});

    Outcome outcome = evaluate("--data", "papyri", "--data-dir", folder.resolve("data"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("'papyri'", "photos-characters");
  }

  @Test
  @DisplayName("looks for named datasets in LONGHAND_DATA, or beside the current folder")
  void dataDirectory() throws IOException {
    Path here = Files.createDirectories(folder.resolve("checkout"));
    Path shared = Files.createDirectories(folder.resolve("shared/data"));
    Path other = Files.createDirectories(folder.resolve("other"));

    String fromShared = new Shell(here).run("evaluate", "--data", "papyri").err();
    String fromVariable =
        new Shell(here)
            .set("LONGHAND_DATA", other.toString())
            .run("evaluate", "--data", "papyri")
            .err();

    assertThat(fromShared).contains(here.resolve("../shared/data") + " has");
    assertThat(fromVariable).contains(other + " has");
    assertThat(shared).exists();
  }

  @Test
  @DisplayName("writes a report: one page that needs nothing else, pictures, and all as JSON")
  void report() throws IOException {
    Path data = Samples.dataset(folder.resolve("data"), 10, "A", "b");
    Path report = folder.resolve("new/report");

    Outcome outcome = evaluate("--data", data, "--report", report);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(report)
        .isDirectoryContaining("glob:**/confusion.png")
        .isDirectoryContaining("glob:**/reliability.png")
        .isDirectoryContaining("glob:**/mistakes.png");
    String page = Files.readString(report.resolve("index.html"));
    assertThat(page)
        .contains("data:image/png;base64,")
        .doesNotContain("http:", "https:", "src=\"c");
    JsonNode json = new ObjectMapper().readTree(report.resolve("report.json").toFile());
    assertThat(json.get("n").asInt()).isEqualTo(10);
    assertThat(json.at("/confusion/alphabet")).hasSize(62);
  }

  @Test
  @DisplayName(
      "compares engines: the largest difference of a probability, the readings that differ")
  void comparison() throws IOException {
    Path data = Samples.dataset(folder.resolve("strokes"), 6, "A", "b");
    String engines = "reference,djl-onnxruntime";

    String json = evaluate("--data", data, "--compare-engines", engines, "-f", "json").out();
    Outcome text = evaluate("--data", data, "--compare-engines", engines, "--limit", 4);

    JsonNode figures = new ObjectMapper().readTree(json);
    assertThat(figures.fieldNames())
        .toIterable()
        .containsExactly(
            "n",
            "engines",
            "largestDifference",
            "between",
            "sample",
            "differentReadings",
            "exactTies",
            "prior");
    assertThat(figures.get("n").asInt()).isEqualTo(6);
    assertThat(figures.get("engines")).hasSize(2);
    assertThat(figures.get("between")).isEqualTo(figures.get("engines"));
    assertThat(figures.get("largestDifference").asDouble()).isBetween(0.0, 1e-5);
    assertThat(figures.get("differentReadings").asInt()).isZero();
    assertThat(text.err()).isEmpty();
    assertThat(text.out())
        .contains("strokes: 4 characters, read by tiny, prior uniform")
        .containsPattern("largest difference +\\d\\.\\de-\\d\\d .*reference and djl-onnxruntime")
        .containsPattern("different readings +0 \\(besides 0 exact ties\\)\n");
  }

  @Test
  @DisplayName("finds what an engine that computes otherwise gives otherwise")
  void comparisonOfUnequals() throws IOException {
    JsonNode figures = comparison(Contrary.class, "contrary");

    assertThat(figures.get("largestDifference").asDouble()).isGreaterThan(0.01);
    assertThat(figures.get("sample").asText()).endsWith(".png");
    assertThat(figures.get("differentReadings").asInt()).isEqualTo(4);
    assertThat(figures.get("exactTies").asInt()).isZero();
  }

  @Test
  @DisplayName("counts exact ties apart, as no engine is wrong then")
  void ties() throws IOException {
    JsonNode figures = comparison(Undecided.class, "undecided");

    assertThat(figures.get("differentReadings").asInt()).isZero();
    assertThat(figures.get("exactTies").asInt()).isEqualTo(4);
  }

  /** Compares the reference with an engine that is put on the class path. */
  private JsonNode comparison(Class<? extends EngineProvider> provider, String engine)
      throws IOException {
    Path data = Samples.dataset(folder.resolve("strokes"), 4, "A", "b");
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(EngineProvider.class.getName()), provider.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      String engines = "reference," + engine;
      return new ObjectMapper()
          .readTree(evaluate("--data", data, "--compare-engines", engines, "-f", "json").out());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  @DisplayName("does not tell apart characters that were learnt from: all were")
  void seen() throws IOException {
    Path data = Samples.dataset(folder.resolve("strokes"), 2, "A", "b");

    Outcome outcome = evaluate("--data", data, "--seen", data);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errLines()).singleElement().asString().contains("--seen is of words");
  }

  @Test
  @DisplayName("says in one line why engines cannot be compared")
  void noComparison() throws IOException {
    Path data = Samples.dataset(folder.resolve("strokes"), 2, "A", "b");

    for (String engines : List.of("reference", "reference,reference")) {
      Outcome outcome = evaluate("--data", data, "--compare-engines", engines);
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.errLines()).singleElement().asString().contains("two or more", engines);
    }
    Outcome withReport =
        evaluate("--data", data, "--compare-engines", "reference,abacus", "--report", "r");
    assertThat(withReport.code()).isEqualTo(2);
    assertThat(withReport.errLines()).singleElement().asString().contains("--report");
    Outcome withSeen =
        evaluate("--data", data, "--compare-engines", "reference,abacus", "--seen", data);
    assertThat(withSeen.code()).isEqualTo(2);
    assertThat(withSeen.errLines()).singleElement().asString().contains("--seen");
    Outcome unknown = evaluate("--data", data, "--compare-engines", "reference,abacus");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.errLines()).singleElement().asString().contains("'abacus'", "reference");
  }

  /** The reference engine, but with every output's sign turned. */
  public static final class Contrary extends Distorted {
    public Contrary() {
      super("contrary", -1);
    }
  }

  /** Finds every symbol as probable as every other. */
  public static final class Undecided extends Distorted {
    public Undecided() {
      super("undecided", 0);
    }
  }

  /** The reference engine, but with every output multiplied. */
  private abstract static class Distorted implements EngineProvider {
    private final String name;
    private final float factor;

    Distorted(String name, float factor) {
      this.name = name;
      this.factor = factor;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Engine open(EngineOptions options) {
      Engine reference = Engines.named("reference").open(options);
      return new Engine() {
        @Override
        public String name() {
          return name;
        }

        @Override
        public Network load(NetworkSpec network, Weights weights) {
          Network loaded = reference.load(network, weights);
          return new Network() {
            @Override
            public Tensor run(Tensor batch) {
              Tensor output = loaded.run(batch);
              float[] distorted = output.toArray();
              for (int i = 0; i < distorted.length; i++) {
                distorted[i] *= factor;
              }
              return Tensor.of(output.shape(), distorted);
            }

            @Override
            public void close() {
              loaded.close();
            }
          };
        }

        @Override
        public void close() {
          reference.close();
        }
      };
    }
  }
}
