package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.engine.EngineProvider;
import dev.longhand.plugin.PluginJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/adding-an-engine.md} says, done as a reader would. */
@DisplayName("The engine of docs/adding-an-engine.md")
class AddingAnEngineTest {
  private static final Path DOCUMENT = Path.of("../docs/adding-an-engine.md");
  private static final Path MODULE = Path.of("../docs/adding-an-engine");
  private static final String PROVIDER = "com.example.onnxfile.OnnxFileProvider";

  @TempDir static Path folder;
  private static Path model;
  private static Path image;
  private static String source;
  private static Path jar;

  @BeforeAll
  static void files() throws IOException {
    model = TinyModel.write(folder);
    image = Samples.stroke(folder.resolve("up.png"), true);
    source =
        Files.readString(
            MODULE.resolve("src/main/java/com/example/onnxfile/OnnxFileProvider.java"));
    jar =
        new PluginJar()
            .source(PROVIDER, source)
            .registers(EngineProvider.class, PROVIDER)
            .write(folder.resolve("onnx-file.jar"));
  }

  @Test
  @DisplayName("is there to the letter as it is compiled and tested, in less than 150 lines")
  void document() throws IOException {
    String document = Files.readString(DOCUMENT);
    Path service =
        MODULE.resolve("src/main/resources/META-INF/services/" + EngineProvider.class.getName());
    String test =
        Files.readString(
            MODULE.resolve("src/test/java/com/example/onnxfile/OnnxFileEngineTest.java"));

    assertThat(document)
        .as("copy the changed source into the document")
        .contains("```java\n" + source + "```")
        .contains("```\n" + Files.readString(service) + "```")
        .contains("```java\n" + test.substring(test.indexOf("class ")) + "```")
        .contains(": " + source.lines().count() + " lines");
    assertThat(source.lines().count()).isLessThan(150);
  }

  @Test
  @DisplayName("appears once its jar is in LONGHAND_CLASSPATH, and reads what others read")
  @DisabledOnOs(OS.WINDOWS)
  void launcher() throws Exception {
    assertThat(run(jar, "engines")).contains("onnx-file\treads", "reference\treads");
    List<String> expected = run(jar, "read", "--model", model, "--engine", "reference", image);
    assertThat(expected).hasSize(1);
    assertThat(run(jar, "read", "--model", model, "--engine", "onnx-file", image))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("is not known without its jar, and the answer names what is")
  void absent() {
    Shell.Outcome outcome =
        new Shell(folder).run("read", "--model", model, "--engine", "onnx-file", image);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("no engine is named 'onnx-file'")
        .contains("the class path has djl-onnxruntime, djl-pytorch, dl4j, reference");
  }

  @Test
  @DisplayName("computes what the reference computes")
  void doctor() {
    Shell.Outcome outcome =
        PluginJar.onTheClassPath(
            List.of(jar), () -> new Shell(folder).run("doctor", "--engine", "onnx-file"));

    assertThat(outcome.code()).as(outcome.out()).isZero();
    assertThat(outcome.out()).containsPattern("(?m)^  onnx-file +ok +reads; read A.*; in use$");
  }

  /** Runs the launcher, whose installation here is the class path of this test. */
  private static List<String> run(Path jar, Object... arguments) throws Exception {
    Path target = Files.createDirectories(folder.resolve("home/cli/target"));
    Path installation = Files.createDirectories(target.resolve("installed.1.1"));
    new PluginJar()
        .registers(Runnable.class, "none.at.All")
        .write(installation.resolve("longhand-cli.jar"));
    Path launcher = folder.resolve("home/cli/longhand");
    if (Files.notExists(launcher)) {
      Files.copy(Path.of("longhand"), launcher);
      Files.createFile(folder.resolve("home/pom.xml"));
    }
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Files.writeString(target.resolve("installed"), "installed.1.1\n");
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = folder.resolve("out.txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LONGHAND_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put(
            "LONGHAND_CLASSPATH", jar + File.pathSeparator + System.getProperty("java.class.path"));
    int code = builder.start().waitFor();
    String text = Files.readString(out);
    assertThat(code).as(text).isZero();
    return text.lines().toList();
  }
}
