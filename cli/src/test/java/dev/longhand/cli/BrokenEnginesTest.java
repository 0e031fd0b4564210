package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import dev.longhand.plugin.BrokenEngineJars;
import dev.longhand.plugin.PluginJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        broken("gruff", BrokenEngineJars::throwsAnErrorWhenOpened),
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
  @ValueSource(strings = {"reference", "djl-onnxruntime", "djl-pytorch", "dl4j"})
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

  /** For another platform, as far as DJL can tell from what lies beside the library. */
  @Test
  @DisplayName("reports a native library of PyTorch that is for another platform")
  void nativeLibraryOfAnotherPlatform() throws Exception {
    Path other = Files.createTempDirectory(folder, "native");
    Path properties = Files.createDirectories(other.resolve("native/lib"));
    Files.writeString(
        properties.resolve("pytorch.properties"),
        "version=2.7.1\nflavor=cpu\nclassifier=linux-riscv64\nlibraries=libtorch.so\n");

    Outcome outcome = start(List.of(), other + File.pathSeparator + WITHOUT_NATIVE_JARS, "engines");

    assertThat(unavailable(outcome, "djl-pytorch"))
        .contains("pytorch-native-cpu", System.getProperty("os.arch"), "class path");
  }

  @Test
  @DisplayName("reports native libraries that are missing, and the engines without any still work")
  void missingNativeLibraries() throws Exception {
    Outcome engines = start(List.of(), WITHOUT_NATIVE_JARS, "engines");

    assertThat(engines.code()).isZero();
    assertThat(engines.outLines()).contains("reference\treads", "djl-onnxruntime\treads");
    assertThat(unavailable(engines, "djl-pytorch")).contains("pytorch-native-cpu", "class path");
    assertThat(unavailable(engines, "dl4j")).contains("nd4j-native", "class path");
    for (String engine : List.of("djl-pytorch", "dl4j")) {
      assertThat(refusal(start(List.of(), WITHOUT_NATIVE_JARS, reading(engine))))
          .contains("'" + engine + "'", "class path");
    }
  }

  @Test
  @DisplayName(
      "reports on a platform for which there are no native libraries what there is none of")
  void unknownPlatform() throws Exception {
    List<String> riscv = List.of("-Dos.arch=riscv64");
    String classPath = System.getProperty("java.class.path");
    List<String> natives = List.of("djl-onnxruntime", "djl-pytorch", "dl4j");

    Outcome engines = start(riscv, classPath, "engines");
    Outcome doctor = start(riscv, classPath, "doctor");

    assertThat(engines.code()).isZero();
    assertThat(engines.outLines()).contains("reference\treads");
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.err()).doesNotContain("\tat ");
    assertThat(doctor.out()).containsPattern("(?m)^  reference +ok ");
    for (String engine : natives) {
      assertThat(unavailable(engines, engine)).contains("riscv64");
      assertThat(doctor.out()).containsPattern("(?m)^  " + engine + " +failed .*riscv64");
      assertThat(refusal(start(riscv, classPath, reading(engine))))
          .contains("'" + engine + "'", "riscv64");
    }
    assertThat(start(riscv, classPath, reading("reference")).code()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("reports a library of ONNX Runtime that was made for another processor")
  void libraryOfAnotherProcessor() throws Exception {
    Path other = Files.createTempDirectory(folder, "onnxruntime");
    byte[] none = {
      0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, (byte) 0xf3, 0, 1
    };
    for (String name : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
      Files.write(other.resolve(name), Arrays.copyOf(none, 64));
    }
    Outcome outcome =
        start(
            List.of("-Donnxruntime.native.path=" + other),
            System.getProperty("java.class.path"),
            reading("djl-onnxruntime"));

    assertThat(refusal(outcome)).contains("'djl-onnxruntime'", "libonnxruntime", "platform");
  }

  private static final String WITHOUT_NATIVE_JARS =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !entry.matches(".*(pytorch|nd4j|openblas).*(linux|osx|win).*\\.jar"))
          .collect(Collectors.joining(File.pathSeparator));

  private static String[] reading(String engine) {
    return new String[] {"read", "--model", model.toString(), "--engine", engine, image.toString()};
  }

  private static String unavailable(Outcome outcome, String engine) {
    return only(outcome, outcome.outLines(), engine + "\tunavailable\t");
  }

  /** Java itself may warn beside it. */
  private static String refusal(Outcome outcome) {
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).doesNotContain("\tat ");
    return only(outcome, outcome.errLines(), "longhand: ");
  }

  private static String only(Outcome outcome, List<String> lines, String start) {
    List<String> found = lines.stream().filter(line -> line.startsWith(start)).toList();
    assertThat(found).as("%s", outcome).hasSize(1);
    return found.get(0);
  }

  /** In a process of its own, as what a library found once it remembers. */
  private static Outcome start(List<String> options, String classPath, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dai.djl.offline=true", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, "dev.longhand.cli.Longhand"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LONGHAND_"));
    builder.environment().put("DJL_CACHE_DIR", folder.resolve("empty-cache").toString());
    int code = builder.start().waitFor();
    return new Outcome(code, Files.readString(out), Files.readString(err));
  }
}
