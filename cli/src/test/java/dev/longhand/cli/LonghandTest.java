package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("longhand")
class LonghandTest {
  @TempDir Path folder;

  private Outcome run(Object... arguments) {
    return new Shell(folder).run(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "reed",
        "read",
        "read --top 0 a.png",
        "read --top x a.png",
        "read --format xml a.png",
        "read --threads 0 a.png",
        "read --device abacus a.png",
        "read --nonsense a.png",
        "doctor --threads 0",
        "doctor --format xml",
        "evaluate",
        "evaluate --data x --limit 0",
        "evaluate --data x --threads 0",
        "train",
        "train character",
        "train character --data x --out x.zip",
        "train character --data x --out x.longhand --epochs 0",
        "train character --data x --out x.longhand --threads 0",
        "export",
        "export latin-62",
        "export latin-62 latin-62.longhand",
        "models",
        "models show"
      })
  @DisplayName("answers a wrong command line with one line and exit code 2")
  void usage(String line) {
    Outcome outcome = run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .startsWith("longhand: ")
        .contains("--help");
  }

  @Test
  @DisplayName("suggests what was meant")
  void suggestion() {
    assertThat(run("reed").err()).contains("read");
    assertThat(run("read", "--formt", "json").err()).contains("--format");
  }

  @Test
  @DisplayName("prints help and version on standard output, without colours into a pipe")
  void help() {
    for (List<String> command :
        List.of(
            List.of("--help"),
            List.of("--version"),
            List.of("read", "--help"),
            List.of("evaluate", "--help"),
            List.of("serve", "--help"),
            List.of("train", "character", "--help"),
            List.of("models", "list", "--help"))) {
      Outcome outcome = run(command.toArray());

      assertThat(outcome.code()).isZero();
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out()).isNotBlank().doesNotContain("\u001b");
    }
  }

  @Test
  @DisplayName("writes a completion script that knows the commands and their options")
  void completion() {
    Outcome outcome = run("generate-completion");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("evaluate", "--explain", "--engine", "--corrections");
  }

  @Test
  @DisplayName("lists engines, each with what it can do here")
  void engines() {
    Outcome outcome = run("engines");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines()).contains("reference\treads");
    assertThat(outcome.out()).contains("djl-pytorch\t");
  }

  @Test
  @DisplayName("shows a model's card and verifies its file")
  void models() {
    Path file = TinyModel.write(folder);

    assertThat(run("models", "show", file).out()).startsWith("# tiny\n");
    assertThat(run("models", "verify", file).out()).contains("good; tiny: character, 62 symbols");
  }

  @Test
  @DisplayName("says of a damaged model file what is damaged")
  void brokenModel() throws IOException {
    Path file = TinyModel.write(folder);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    Outcome outcome = run("models", "verify", file);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines()).singleElement().asString().contains(file.toString());
  }

  @Test
  @DisplayName("adds the trace of what went wrong with -v, wherever it stands")
  void verbose() {
    assertThat(run("models", "show", "greek").errLines()).hasSize(1);
    assertThat(run("models", "show", "-v", "greek").err()).contains("\tat dev.longhand.");
    assertThat(run("-v", "models", "show", "greek").err()).contains("\tat dev.longhand.");
  }
}
