package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import dev.longhand.plugin.BrokenEngineJars;
import dev.longhand.plugin.PluginJar;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("With broken engines on the class path, longhand")
class BrokenEnginesTest {
  @TempDir static Path folder;
  private static Path model;
  private static Path image;

  @BeforeAll
  static void files() throws IOException {
    model = TinyModel.write(folder);
    image = Samples.stroke(folder.resolve("up.png"), true);
  }

  private static Outcome run(List<Path> jars, Object... arguments) {
    return PluginJar.onTheClassPath(jars, () -> new Shell(folder).run(arguments));
  }

  private static Outcome read(Path jar, String engine) {
    return run(List.of(jar), "read", "--model", model, "--engine", engine, image);
  }

  static Stream<Arguments> brokenEngines() {
    return Stream.of(
        broken("acme.Rusty", BrokenEngineJars::throwsInItsConstructor),
        broken("acme.Absent", BrokenEngineJars::isNotInItsJar),
        broken("acme.Teapot", BrokenEngineJars::isNoProvider),
        broken("acme.Orphan", BrokenEngineJars::lacksItsSuperclass),
        broken("acme.Futuristic", BrokenEngineJars::isOfANewerJava),
        broken("acme.Ancient", BrokenEngineJars::isOfAnotherRelease),
        broken("moody", BrokenEngineJars::throwsWhenOpened),
        broken("elder", BrokenEngineJars::callsWhatIsNoLongerThere),
        broken("bare", BrokenEngineJars::lacksItsNativeLibrary));
  }

  private static Arguments broken(String name, Function<Path, Path> jar) {
    return Arguments.of(name, jar);
  }

  @Test
  @DisplayName("lists the others, and each that is broken with why and what to do")
  void list() {
    List<Path> jars = new ArrayList<>();
    List<String> names = new ArrayList<>();
    brokenEngines()
        .map(Arguments::get)
        .forEach(
            each -> {
              names.add((String) each[0]);
              jars.add(jar(each[1]));
            });
    jars.add(BrokenEngineJars.named(folder, "One", "twin"));
    jars.add(BrokenEngineJars.named(folder, "Other", "twin"));
    names.add("twin");

    Outcome outcome = run(jars, "engines");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.outLines()).contains("reference\treads", "djl-pytorch\treads, trains");
    for (String name : names) {
      assertThat(outcome.outLines())
          .filteredOn(line -> line.startsWith(name + "\tunavailable\t"))
          .as(outcome.out())
          .singleElement()
          .asString()
          .containsPattern("; (get|leave|run) ");
    }
  }

  @SuppressWarnings("unchecked")
  private static Path jar(Object function) {
    return ((Function<Path, Path>) function).apply(folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenEngines")
  @DisplayName("says in one line why the one that was asked for cannot be used")
  void asked(String name, Function<Path, Path> jar) {
    Outcome outcome = read(jar.apply(folder), name);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .startsWith("longhand: ")
        .contains(name);
    // And one that works is not disturbed.
    assertThat(read(jar.apply(folder), "reference").code()).isZero();
  }

  @Test
  @DisplayName(
      "says in one line that an engine was made for another release, also when that shows late")
  void late() {
    Outcome outcome = read(BrokenEngineJars.opensAnEngineOfAnotherRelease(folder), "half");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("do not fit together", "AbstractMethodError", "acme.Half", "this release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "djl-pytorch"})
  @DisplayName("says in one line that there is no graphics card")
  void noGraphicsCard(String engine) {
    var shell = new Shell(folder);
    Outcome outcome =
        shell.run("read", "--model", model, "--engine", engine, "--device", "gpu", image);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("'" + engine + "'", "GPU", "choose the CPU");
  }

  @Test
  @DisplayName("does not guess what other devices there may be")
  void noSuchDevice() {
    Outcome outcome = new Shell(folder).run("read", "--device", "abacus", image);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errLines()).singleElement().asString().contains("--device", "abacus");
  }

  /** As DJL remembers in its process what it once found, each runs in a process of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"", "linux-riscv64"})
  @DisplayName("reports a native library that is missing, or for another platform")
  void nativeLibrary(String platform) throws Exception {
    Path other = Files.createTempDirectory(folder, "native");
    if (!platform.isEmpty()) {
      Path properties = Files.createDirectories(other.resolve("native/lib"));
      Files.writeString(
          properties.resolve("pytorch.properties"),
          "version=2.7.1\nflavor=cpu\nclassifier=" + platform + "\nlibraries=libtorch.so\n");
    }
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("pytorch-native"))
            .reduce(other.toString(), (all, each) -> all + File.pathSeparator + each);
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-cp",
                classPath,
                "dev.longhand.cli.Longhand",
                "engines")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DJL_CACHE_DIR", folder.resolve("empty-cache").toString());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(out.lines())
        .contains("reference\treads")
        .filteredOn(line -> line.startsWith("djl-pytorch\tunavailable\t"))
        .singleElement()
        .asString()
        .contains("pytorch-native-cpu", System.getProperty("os.arch"), "class path");
  }
}
