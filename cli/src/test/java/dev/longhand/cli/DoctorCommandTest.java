package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.engine.EngineProvider;
import dev.longhand.plugin.BrokenEngineJars;
import dev.longhand.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand doctor")
class DoctorCommandTest {
  @TempDir static Path folder;

  private static JsonNode json(Outcome outcome) throws IOException {
    return new ObjectMapper().readTree(outcome.out());
  }

  private static String setting(JsonNode report, String name) {
    for (JsonNode setting : report.get("configuration")) {
      if (setting.get("name").asText().equals(name)) {
        return setting.get("value").asText() + " (" + setting.get("source").asText() + ")";
      }
    }
    throw new AssertionError("no setting " + name + " in " + report);
  }

  private static JsonNode engine(JsonNode report, String name) {
    for (JsonNode engine : report.get("engines")) {
      if (engine.get("name").asText().equals(name)) {
        return engine;
      }
    }
    throw new AssertionError("no engine " + name + " in " + report);
  }

  @Test
  @DisplayName("prints the machine and that all engines compute what the reference computes")
  void healthy() {
    Outcome outcome = new Shell(folder).run("doctor");

    assertThat(outcome.code()).as(outcome.out()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.outLines())
        .contains("machine", "configuration", "native libraries", "engines")
        .contains("The engines in use work.")
        .anyMatch(line -> line.startsWith("  platform   " + System.getProperty("os.name")))
        .anyMatch(line -> line.startsWith("  jdk        " + System.getProperty("java.version")));
    for (String line : List.of("cpu", "features", "memory", "libc", "threads", "cache")) {
      assertThat(outcome.out()).containsPattern("(?m)^  " + line + " +\\S");
    }
    for (String engine : List.of("djl-onnxruntime", "djl-pytorch", "dl4j", "reference")) {
      assertThat(outcome.out())
          .containsPattern(
              "(?m)^  "
                  + engine
                  + " +ok +reads.*; read A, largest difference .* \\d\\.\\de[-+]\\d+");
    }
  }

  @Test
  @DisplayName("prints one JSON object for programs")
  void forPrograms() throws IOException {
    Outcome outcome = new Shell(folder).run("doctor", "--format", "json");

    assertThat(outcome.code()).as(outcome.out()).isZero();
    JsonNode report = json(outcome);
    assertThat(report.get("works").asBoolean()).isTrue();
    assertThat(report.get("machine").get("processors").asInt()).isPositive();
    assertThat(report.get("machine").get("cpu").get("features").isArray()).isTrue();
    assertThat(report.get("inUse"))
        .map(JsonNode::asText)
        .containsExactly("djl-onnxruntime", "djl-pytorch");
    assertThat(report.get("nativeJars")).isNotEmpty();
    assertThat(report.get("caches")).isNotEmpty();
    assertThat(setting(report, "device")).isEqualTo("CPU (default)");
    JsonNode pytorch = engine(report, "djl-pytorch");
    assertThat(pytorch.get("trains").asBoolean()).isTrue();
    assertThat(pytorch.get("difference").asDouble()).isBetween(0.0, 1e-4);
    assertThat(pytorch.get("problem").isNull()).isTrue();
  }

  @Test
  @DisplayName("says of each setting where it comes from, and which settings mean nothing")
  void configuration() throws IOException {
    Path home = Files.createDirectories(folder.resolve("configured"));
    Files.writeString(
        home.resolve("longhand.properties"),
        "longhand.engine = reference \nlonghand.threads=1\nlonghand.modle=mine\nlonghand.data=\n");
    Outcome outcome =
        new Shell(home)
            .set("LONGHAND_THREADS", "2")
            .set("LONGHAND_MODEL", "mine.longhand")
            .run("doctor", "--format", "json", "--device", "cpu");

    JsonNode report = json(outcome);
    assertThat(outcome.code()).as(outcome.out()).isZero();
    assertThat(setting(report, "engine"))
        .isEqualTo("reference (longhand.engine in " + home.resolve("longhand.properties") + ")");
    assertThat(setting(report, "threads")).isEqualTo("2 (LONGHAND_THREADS)");
    assertThat(setting(report, "model")).isEqualTo("mine.longhand (LONGHAND_MODEL)");
    assertThat(setting(report, "device")).isEqualTo("CPU (--device)");
    assertThat(setting(report, "data-dir")).endsWith(" (default)");
    assertThat(setting(report, "longhand.modle")).startsWith("means nothing ");
    // Only the engine that is configured has to work.
    assertThat(report.get("inUse")).map(JsonNode::asText).containsExactly("reference");
  }

  @Test
  @DisplayName("lists what is broken with why and what to do, which is no harm unless it is in use")
  void broken() {
    Path rusty = BrokenEngineJars.throwsInItsConstructor(folder);
    Path moody = BrokenEngineJars.throwsWhenOpened(folder);
    List<Path> jars = List.of(rusty, moody);

    Outcome harmless = PluginJar.onTheClassPath(jars, () -> new Shell(folder).run("doctor"));
    Outcome used =
        PluginJar.onTheClassPath(
            jars, () -> new Shell(folder).set("LONGHAND_ENGINE", "moody").run("doctor"));

    assertThat(harmless.code()).as(harmless.out()).isZero();
    assertThat(harmless.out())
        .containsPattern("(?m)^  acme\\.Rusty +failed +.*it is rusty; get a working one")
        .containsPattern("(?m)^  moody +failed +.*not today; get a working one");
    assertThat(used.code()).isEqualTo(1);
    assertThat(used.out())
        .contains("Not all engines in use work: moody should.")
        .containsPattern("engine +moody \\(LONGHAND_ENGINE\\)");
  }

  @Test
  @DisplayName("fails when the engine in use is not there, or the device is not")
  void missing() {
    Outcome unknown = new Shell(folder).run("doctor", "--engine", "abacus");
    Outcome device = new Shell(folder).run("doctor", "--device", "gpu");

    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.out())
        .containsPattern("(?m)^  abacus +failed +no engine is named 'abacus'; the class path has");
    assertThat(device.code()).isEqualTo(1);
    assertThat(device.out()).containsPattern("(?m)^  reference +failed +.*GPU; choose the CPU");
  }

  @Test
  @DisplayName("finds an engine that computes something else")
  void wrong() {
    Path jar =
        new PluginJar()
            .source(
                "acme.Guess",
                """
                package acme;

                import dev.longhand.engine.*;
                import dev.longhand.network.*;
                import dev.longhand.tensor.*;

                public class Guess implements EngineProvider {
                  @Override public String name() { return "guess"; }

                  @Override public Engine open(EngineOptions options) {
                    return new Engine() {
                      @Override public String name() { return "guess"; }

                      @Override public Network load(NetworkSpec network, Weights weights) {
                        return new Network() {
                          @Override public Tensor run(Tensor batch) {
                            return Tensor.zeros(network.outputShape(batch.shape()));
                          }

                          @Override public void close() {}
                        };
                      }

                      @Override public void close() {}
                    };
                  }
                }
                """)
            .registers(EngineProvider.class, "acme.Guess")
            .write(folder.resolve("Guess.jar"));

    Outcome outcome =
        PluginJar.onTheClassPath(
            List.of(jar), () -> new Shell(folder).run("doctor", "--engine", "guess"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern(
            "(?m)^  guess +failed +engine 'guess' computes something else than the reference; .*"
                + "largest difference from the reference \\d");
  }

  @Test
  @DisplayName("prints ASCII only, whatever folders are called")
  void ascii() throws IOException {
    Path home = Files.createDirectories(folder.resolve("h\u00e4uschen"));
    for (String format : List.of("text", "json")) {
      Outcome outcome = new Shell(home).run("doctor", "--engine", "reference", "--format", format);

      assertThat(outcome.out()).matches(Pattern.compile("[\\x20-\\x7e\\n]*"));
      assertThat(outcome.out().toLowerCase(Locale.ROOT)).contains("h\\u00e4uschen");
    }
  }
}
