package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What GraalVM's {@code native-image} would be given: its arguments, and what the jars on its class
 * path ask of it in {@code META-INF/native-image}. Only the profile {@code native} writes it, and
 * runs this. That the program which comes of it works, this cannot tell.
 */
class NativeSourcesIT {
  private static final Path SOURCES = Path.of("target/native-sources");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> ARGUMENTS = new ArrayList<>();
  private static final Map<String, JsonNode> JNI = new TreeMap<>();
  private static final Map<String, JsonNode> REFLECTION = new TreeMap<>();
  private static final List<Pattern> RESOURCES = new ArrayList<>();
  private static final List<String> FILES = new ArrayList<>();
  private static final List<String> JARS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    ARGUMENTS.addAll(
        List.of(Files.readString(SOURCES.resolve("native-image.args")).strip().split("\\s+")));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        JARS.add(jar.getFileName().toString());
        read(jar);
      }
    }
  }

  private static void read(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        FILES.add(name);
        if (name.startsWith("META-INF/native-image/")) {
          String text =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          if (name.endsWith("/native-image.properties")) {
            ARGUMENTS.addAll(List.of(text.replace("\\\n", " ").split("\\s+")));
          } else if (name.endsWith("/jni-config.json")) {
            JSON.readTree(text).forEach(each -> JNI.put(each.path("name").asText(), each));
          } else if (name.endsWith("/reflect-config.json")) {
            JSON.readTree(text).forEach(each -> REFLECTION.put(each.path("name").asText(), each));
          } else if (name.endsWith("/resource-config.json")) {
            JsonNode resources = JSON.readTree(text).path("resources");
            JsonNode patterns = resources.isArray() ? resources : resources.path("includes");
            patterns.forEach(each -> RESOURCES.add(Pattern.compile(each.path("pattern").asText())));
          }
        }
      }
    }
  }

  private static List<String> initialisedAtRunTime() {
    return ARGUMENTS.stream()
        .filter(argument -> argument.contains("--initialize-at-run-time="))
        .flatMap(argument -> Stream.of(argument.substring(argument.indexOf('=') + 1).split(",")))
        .toList();
  }

  @Test
  void theProgramIsTheServerWithoutAnyFallbackToAJvm() {
    assertThat(ARGUMENTS)
        .contains("--no-fallback")
        .anyMatch(argument -> argument.startsWith("longhand") && argument.endsWith("-runner"));
  }

  @Test
  void theEnginesAreOnnxRuntimeAndTheReferenceAndNoOther() {
    assertThat(JARS)
        .anyMatch(jar -> jar.contains("onnxruntime"))
        .anyMatch(jar -> jar.contains("longhand-api"))
        .anyMatch(jar -> jar.contains("quarkus-awt"))
        .noneMatch(jar -> jar.contains("pytorch"))
        .noneMatch(jar -> jar.contains("nd4j") || jar.contains("dl4j"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OrtEnvironment",
        "OnnxRuntime",
        "OnnxTensorLike",
        "OrtAllocator",
        "OrtSession",
        "OrtSession$SessionOptions"
      })
  void onnxRuntimesNativeHandlesAreMadeAtRunTime(String name) {
    assertThat(initialisedAtRunTime()).contains("ai.onnxruntime." + name);
  }

  @Test
  void soIsAllOfDjl() {
    assertThat(initialisedAtRunTime()).contains("ai.djl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TensorInfo",
        "SequenceInfo",
        "MapInfo",
        "NodeInfo",
        "OnnxTensor",
        "OnnxSparseTensor",
        "OnnxSequence",
        "OnnxMap",
        "OnnxModelMetadata",
        "OnnxValue",
        "OrtException"
      })
  void nativeCodeMayMakeAndUseTheObjectsOfOnnxRuntime(String name) {
    JsonNode entry = JNI.get("ai.onnxruntime." + name);
    assertThat(entry).as(name).isNotNull();
    assertThat(entry.path("allDeclaredConstructors").asBoolean()).isTrue();
    assertThat(entry.path("allDeclaredMethods").asBoolean()).isTrue();
    assertThat(FILES).contains("ai/onnxruntime/" + name + ".class");
  }

  @Test
  void nativeCodeMayMakeTextsAndThrowExceptions() {
    assertThat(JNI).containsKey("java.lang.String");
    assertThat(JNI.get("ai.djl.engine.EngineException").at("/methods/0/parameterTypes/0").asText())
        .isEqualTo("java.lang.String");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[[Z", "[[B", "[[C", "[[S", "[[I", "[[J", "[[F", "[[D", "[[Ljava.lang.String;"})
  void tensorsBecomeArraysOfTwoDimensions(String type) {
    assertThat(REFLECTION).containsKey(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.longhand.engine.djl.DjlOnnxRuntimeProvider",
        "dev.longhand.engine.reference.ReferenceEngineProvider",
        "dev.longhand.character.CharacterProvider",
        "dev.longhand.sequence.WordProvider",
        "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi",
        "com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi",
        "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi",
        "com.drew.metadata.exif.ExifIFD0Directory"
      })
  void whatIsFoundByItsNameCanBeConstructed(String name) {
    assertThat(REFLECTION.get(name)).as(name).isNotNull();
    assertThat(REFLECTION.get(name).toString()).contains("<init>");
    assertThat(FILES).contains(name.replace('.', '/') + ".class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.longhand.bundle.ModelManifest",
        "dev.longhand.network.NetworkSpec",
        "dev.longhand.network.Layer$Conv2d",
        "dev.longhand.image.Preprocessing",
        "dev.longhand.server.RecognitionAnswer",
        "dev.longhand.server.Problem",
        "dev.longhand.server.InferenceResource$Inference"
      })
  void jsonIsMappedToRecords(String name) {
    assertThat(REFLECTION).containsKey(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
        "ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so",
        "dev/longhand/character/latin-62.longhand",
        "dev/longhand/character/priors/english.tsv",
        "dev/longhand/sequence/english-words.longhand",
        "META-INF/services/dev.longhand.engine.EngineProvider",
        "META-INF/services/dev.longhand.recognition.RecognizerProvider",
        "META-INF/services/javax.imageio.spi.ImageReaderSpi"
      })
  void filesThatAreReadAtRunTimeAreInTheProgram(String file) {
    assertThat(FILES).contains(file);
    assertThat(RESOURCES).anyMatch(pattern -> pattern.matcher(file).matches());
  }
}
