package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.image.ImageReader;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.recognition.Recognizers;
import dev.longhand.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand export")
class ExportCommandTest {
  private static final Path IMAGE =
      Path.of("../docs/samples/photo-upper-a.png").toAbsolutePath().normalize();

  @TempDir Path folder;

  private Outcome export(Object... arguments) {
    return new Shell(folder)
        .run(Stream.concat(Stream.of("export"), Stream.of(arguments)).toArray());
  }

  @Test
  @DisplayName("writes a file with which ONNX Runtime and the metadata alone read as 'read' does")
  void onnx() throws Exception {
    Outcome outcome = export("--format", "onnx", "latin-62", "latin-62.onnx");
    assertThat(outcome.code()).as(outcome.err()).isZero();

    Map<String, Double> expected = read("latin-62");
    try (OrtSession session = session("latin-62.onnx")) {
      Map<String, String> notes = session.getMetadata().getCustomMetadata();
      double temperature =
          new ObjectMapper().readTree(notes.get("decoder")).get("temperature").asDouble();
      List<String> alphabet = notes.get("alphabet").lines().toList();
      double[] probabilities = softmax(logits(session), temperature);
      assertThat(alphabet).hasSize(62).hasSameSizeAs(expected.keySet());
      for (int k = 0; k < probabilities.length; k++) {
        // 'read' rounds to six digits.
        assertThat(probabilities[k])
            .as(alphabet.get(k))
            .isCloseTo(expected.get(alphabet.get(k)), within(1e-5));
      }
    }
  }

  @Test
  @DisplayName("says in the file what the model is, how images are prepared, what comes out")
  void notes() throws Exception {
    TinyModel.write(folder);
    export(folder.resolve("tiny.longhand"), "tiny.onnx");

    try (OrtSession session = session("tiny.onnx")) {
      assertThat(session.getInputNames()).containsExactly("image");
      assertThat(session.getOutputNames()).containsExactly("logits");
      Map<String, String> notes = session.getMetadata().getCustomMetadata();
      assertThat(notes)
          .containsOnlyKeys(
              "name", "kind", "alphabet", "preprocessing", "decoder", "output", "card")
          .containsEntry("name", "tiny")
          .containsEntry("kind", "character")
          .containsEntry("card", "# tiny\n\nReads nonsense.\n");
      assertThat(notes.get("output"))
          .startsWith("N×62: ")
          .contains("softmax((z + log prior) / temperature)");
      JsonNode steps = new ObjectMapper().readTree(notes.get("preprocessing")).get("steps");
      assertThat(steps.get(steps.size() - 1).get("step").asText()).isEqualTo("normalize");
    }
  }

  @Test
  @DisplayName("replaces a file as a whole and gives the same bytes for the same model")
  void reproducible() throws IOException {
    TinyModel.write(folder);
    Path out = Files.writeString(folder.resolve("tiny.onnx"), "something older");
    export(folder.resolve("tiny.longhand"), out);
    byte[] first = Files.readAllBytes(out);
    export(folder.resolve("tiny.longhand"), out);

    assertThat(out).hasBinaryContent(first);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  @DisplayName("says in one line what is wrong, and leaves what was there")
  void refusals() throws IOException {
    Files.createDirectory(folder.resolve("taken.onnx"));

    assertFails(export("--format", "tflite", "latin-62", "x.tflite"), 1, "'tflite'", "has onnx");
    assertFails(export("greek", "x.onnx"), 1, "'greek'", "latin-62");
    assertFails(export(folder.resolve("none.longhand"), "x.onnx"), 1, "none.longhand");
    assertFails(export("latin-62", "none/x.onnx"), 1, "x.onnx", "no such file or folder");
    assertFails(export("latin-62", "taken.onnx"), 1, "taken.onnx", "cannot be written");
    assertFails(export("latin-62", "x.longhand"), 2, "must end in .onnx", "'x.longhand'");

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("taken.onnx"));
    }
  }

  private static void assertFails(Outcome outcome, int code, String... words) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .startsWith("longhand: ")
        .contains(words);
  }

  /** The probability of each symbol. */
  private Map<String, Double> read(String model) throws IOException {
    String line =
        new Shell(folder)
            .run("read", "-m", model, "-e", "reference", "-f", "json", "--top", 62, IMAGE)
            .out();
    Map<String, Double> read = new HashMap<>();
    for (JsonNode candidate : new ObjectMapper().readTree(line).get("candidates")) {
      read.put(candidate.get("text").asText(), candidate.get("confidence").asDouble());
    }
    return read;
  }

  private OrtSession session(String file) throws Exception {
    return OrtEnvironment.getEnvironment().createSession(folder.resolve(file).toString());
  }

  private static float[] logits(OrtSession session) throws Exception {
    Tensor input =
        new PreprocessingPipeline(Recognizers.model("latin-62").preprocessing())
            .prepare(ImageReader.read(IMAGE))
            .input();
    try (OnnxTensor image =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), input.buffer(), new long[] {1, 1, 28, 28});
        OrtSession.Result result = session.run(Map.of("image", image))) {
      return ((float[][]) result.get("logits").orElseThrow().getValue())[0];
    }
  }

  private static double[] softmax(float[] logits, double temperature) {
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] = Math.exp(logits[k] / temperature);
      sum += probabilities[k];
    }
    for (int k = 0; k < logits.length; k++) {
      probabilities[k] /= sum;
    }
    return probabilities;
  }
}
