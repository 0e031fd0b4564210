package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.LonghandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        .contains("no engine is named 'from-environment'")
        .contains("the class path has djl-onnxruntime, djl-pytorch, dl4j, reference.");
    assertThat(read(new Shell(folder).set("LONGHAND_ENGINE", "abacus"), "--engine", "reference"))
        .satisfies(outcome -> assertThat(outcome.code()).as(outcome.err()).isZero());
  }

  @Test
  @DisplayName(
      "has, from weakest to strongest: what is built in, the file, the environment, options")
  void fourPlaces() throws IOException {
    String model = folder.resolve("tiny.longhand").toString();

    assertThat(engine(new Shell(folder), "--model", model)).isEqualTo("djl-onnxruntime");
    properties("longhand.engine = djl-pytorch \n");
    assertThat(engine(new Shell(folder), "--model", model)).isEqualTo("djl-pytorch");
    Shell environment = new Shell(folder).set("LONGHAND_ENGINE", "dl4j");
    assertThat(engine(environment, "--model", model)).isEqualTo("dl4j");
    assertThat(engine(environment, "--model", model, "--engine", "reference"))
        .isEqualTo("reference");
  }

  private String engine(Shell shell, String... more) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("--format", "json"));
    arguments.addAll(List.of(more));
    Shell.Outcome outcome = read(shell, arguments.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(outcome.out()).get("engine").asText();
  }

  @Test
  @DisplayName("is nothing where the file has nothing behind the name")
  void emptyProperty() throws IOException {
    properties("longhand.engine=\nlonghand.threads= \n");
    String model = folder.resolve("tiny.longhand").toString();
    Shell.Outcome outcome = read(new Shell(folder), "--model", model);

    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  @Test
  @DisplayName("may be the device, too")
  void device() {
    Shell.Outcome outcome = read(new Shell(folder).set("LONGHAND_DEVICE", "gpu"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines()).singleElement().asString().contains("GPU", "choose the CPU");
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
    assertThat(read(new Shell(folder).set("LONGHAND_THREADS", "0")).errLines())
        .singleElement()
        .asString()
        .contains("--threads must be at least 1, but was 0");
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
