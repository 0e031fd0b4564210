package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is configured")
class ConfigurationTest {
  @TempDir Path folder;
  private Path image;

  @BeforeEach
  void files() throws IOException {
    TinyModel.write(folder);
    image = Samples.stroke(folder.resolve("up.png"), true);
  }

  private Shell.Outcome read(Shell shell, Object... more) {
    Object[] all = new Object[2 + more.length];
    all[0] = "read";
    all[1] = image;
    System.arraycopy(more, 0, all, 2, more.length);
    return shell.run(all);
  }

  private void properties(String text) throws IOException {
    Files.writeString(folder.resolve("longhand.properties"), text);
  }

  @Test
  @DisplayName("is in longhand.properties; the environment wins over it, an option over both")
  void precedence() throws IOException {
    String model = folder.resolve("tiny.longhand").toString();
    properties("longhand.model=" + model + "\nlonghand.engine=from-file\n");

    assertThat(read(new Shell(folder)).err()).contains("'from-file'");
    assertThat(read(new Shell(folder).set("LONGHAND_ENGINE", "from-environment")).err())
        .contains("'from-environment'");
    assertThat(read(new Shell(folder).set("LONGHAND_ENGINE", "abacus"), "--engine", "reference"))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.err()).isZero());
  }

  @Test
  @DisplayName("is nothing where a variable is set to nothing")
  void emptyVariable() throws IOException {
    properties("longhand.engine=from-file\n");

    assertThat(read(new Shell(folder).set("LONGHAND_ENGINE", "")).err()).contains("'from-file'");
  }

  @Test
  @DisplayName("is checked like an option")
  void checked() {
    Shell.Outcome outcome = read(new Shell(folder).set("LONGHAND_THREADS", "many"));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errLines()).singleElement().asString().contains("many", "--threads");
  }

  @Test
  @DisplayName("must be a properties file")
  void broken() throws IOException {
    properties("longhand.engine=\\u00zz\n");

    assertThatThrownBy(() -> Configuration.of(folder, Map.of()))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("longhand.properties");
  }
}
