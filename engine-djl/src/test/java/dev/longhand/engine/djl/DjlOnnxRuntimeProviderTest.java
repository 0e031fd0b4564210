package dev.longhand.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnxruntime.OrtEnvironment;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.TrainingEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class DjlOnnxRuntimeProviderTest {

  @Test
  void opensAnEngineThatOnlyReads() {
    try (Engine engine = new DjlOnnxRuntimeProvider().open(EngineOptions.defaults())) {
      assertThat(engine).isNotInstanceOf(TrainingEngine.class);
    }
  }

  @Test
  void aGraphicsCardIsRefusedWithWhatToDo() {
    var options = new EngineOptions(1, EngineOptions.Device.GPU);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> new DjlOnnxRuntimeProvider().open(options))
        .withMessage(
            "engine 'djl-onnxruntime' runs on the CPU only, but the device is GPU; choose the CPU");
  }

  @Test
  void aPlatformWithoutNativeLibrariesIsNamed() throws Exception {
    assertThat(openElsewhere("-Dos.arch=pdp11"))
        .startsWith("engine 'djl-onnxruntime' cannot load ONNX Runtime: ")
        .contains("pdp11")
        .contains("must have native libraries for this platform")
        .hasLineCount(1);
  }

  @Test
  void aDirectoryThatLibrariesCannotBeUnpackedIntoIsNamed() throws Exception {
    Path nowhere = Path.of("no", "such", "directory").toAbsolutePath();
    assertThat(openElsewhere("-Djava.io.tmpdir=" + nowhere))
        .startsWith("engine 'djl-onnxruntime' cannot load ONNX Runtime: ")
        .contains(nowhere.toString())
        .contains("must be writable")
        .hasLineCount(1);
  }

  @Test
  void thereAreNativeLibrariesForEveryPlatformOfTheBuild() throws Exception {
    try (var zip = jar()) {
      assertThat(List.of("linux-x64", "linux-aarch64", "osx-aarch64", "win-x64"))
          .allSatisfy(
              platform ->
                  assertThat(zip.getEntry("ai/onnxruntime/native/" + platform + "/")).isNotNull());
    }
  }

  @Test
  void theNativeLibraryCannotReportUsage() throws Exception {
    try (var zip = jar()) {
      String library = "ai/onnxruntime/native/linux-x64/libonnxruntime.so";
      byte[] content = zip.getInputStream(zip.getEntry(library)).readAllBytes();
      // Present where usage is sent over HTTPS unless the environment forbids it; see decision 4.
      assertThat(new String(content, StandardCharsets.ISO_8859_1).contains("ORT_DISABLE_TELEMETRY"))
          .isFalse();
    }
  }

  @Test
  void anApplicationMayUseOnnxRuntimeItself() throws Exception {
    OrtEnvironment ofTheApplication = OrtEnvironment.getEnvironment();
    try (Engine engine = new DjlOnnxRuntimeProvider().open(EngineOptions.defaults())) {
      assertThat(engine.name()).isEqualTo("djl-onnxruntime");
    }
    assertThat(ofTheApplication).isSameAs(OrtEnvironment.getEnvironment());
  }

  private static ZipFile jar() throws Exception {
    var source = OrtEnvironment.class.getProtectionDomain().getCodeSource();
    return new ZipFile(Path.of(source.getLocation().toURI()).toFile());
  }

  /** Opens the engine in another Java process and gives what it prints. */
  private static String openElsewhere(String option) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(option);
    command.add("-XX:-UsePerfData");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Elsewhere.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return output;
  }

  /** Another process. */
  static final class Elsewhere {
    public static void main(String[] none) {
      try (Engine engine = new DjlOnnxRuntimeProvider().open(EngineOptions.defaults())) {
        System.out.println(engine.name() + " works");
      } catch (EngineUnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
