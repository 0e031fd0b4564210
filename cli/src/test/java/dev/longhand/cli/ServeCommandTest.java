package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher is told to start the server with. */
@DisplayName("longhand serve")
class ServeCommandTest {
  @TempDir Path folder;

  private Outcome serve(Object... options) {
    Object[] arguments = new Object[options.length + 1];
    arguments[0] = "serve";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return new Shell(folder).run(arguments);
  }

  @Test
  @DisplayName("leaves everything to the server's own defaults unless told")
  void defaults() {
    Outcome outcome = serve();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines()).containsExactly("launch:");
  }

  @Test
  @DisplayName("hands each option on as the setting of the server that it stands for")
  void options() {
    assertThat(
            serve(
                    "--port=0",
                    "--host",
                    "127.0.0.1",
                    "-m",
                    "english-words",
                    "--model",
                    "my models/a.longhand",
                    "-e",
                    "reference",
                    "--lexicon",
                    "words.txt",
                    "--corrections",
                    "kept")
                .outLines())
        .containsExactly(
            "launch:",
            "-Dquarkus.http.port=0",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dlonghand.models=english-words,my models/a.longhand",
            "-Dlonghand.engine=reference",
            "-Dlonghand.lexicon=words.txt",
            "-Dlonghand.corrections.directory=kept");
  }

  @Test
  @DisplayName("heeds longhand.properties and the environment, as all commands do")
  void configured() throws Exception {
    Files.writeString(folder.resolve("longhand.properties"), "longhand.model = latin-62\n");

    assertThat(new Shell(folder).set("LONGHAND_ENGINE", "reference").run("serve").outLines())
        .containsExactly("launch:", "-Dlonghand.models=latin-62", "-Dlonghand.engine=reference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port=65536",
        "--port=-1",
        "--port=http",
        "--host=",
        "--host=a\nb",
        "--corrections=",
        "--top=3",
        "image.png"
      })
  @DisplayName("refuses what it does not understand, in one line, and starts nothing")
  void mistakes(String argument) {
    Outcome outcome = serve(argument);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .startsWith("longhand: ")
        .endsWith("see 'longhand serve --help'");
  }
}
