package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.LonghandException;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.text.Alphabet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  private static final ModelBundle CHARACTER = GoldenBundles.character();

  @TempDir Path folder;

  @Test
  void aModelComesBackAsItWasWritten() {
    Path file = folder.resolve("model.longhand");
    CHARACTER.write(file, WeightPrecision.FLOAT32);
    assertThat(ModelBundle.read(file)).isEqualTo(CHARACTER);
    GoldenBundles.sequence().write(file, WeightPrecision.FLOAT16);
    assertThat(ModelBundle.read(file)).isEqualTo(GoldenBundles.sequence());
  }

  @Test
  void nothingButTheModelIsLeftInItsFolder() throws IOException {
    Path file = folder.resolve("model.longhand");
    CHARACTER.write(file, WeightPrecision.FLOAT32);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  @DisplayName("the same model is the same bytes, in every time zone")
  void sameBytes() {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      byte[] east = BundleFile.encode(GoldenBundles.character(), WeightPrecision.FLOAT32);
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Niue"));
      byte[] west = BundleFile.encode(GoldenBundles.character(), WeightPrecision.FLOAT32);
      assertThat(west).isEqualTo(east).isEqualTo(GoldenBundleTest.CHARACTER);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void halfPrecisionHalvesTheKernels() {
    int whole = BundleFile.encode(CHARACTER, WeightPrecision.FLOAT32).length;
    int half = BundleFile.encode(CHARACTER, WeightPrecision.FLOAT16).length;
    long kernels =
        CHARACTER.weights().byName().values().stream()
            .filter(tensor -> tensor.shape().rank() > 1)
            .mapToLong(tensor -> tensor.shape().size())
            .sum();
    assertThat((double) whole - half).isBetween(2.0 * kernels - 16, 2.0 * kernels + 16);
  }

  @Test
  @DisplayName("a model that cannot be written leaves what was there")
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = folder.resolve("model.longhand");
    CHARACTER.write(file, WeightPrecision.FLOAT32);
    ModelBundle tooLong = withCard("x".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> tooLong.write(file, WeightPrecision.FLOAT32))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "the model cannot be written: README.md has 1048577 bytes, but at most 1048576 are"
                + " allowed");
    assertThat(ModelBundle.read(file)).isEqualTo(CHARACTER);
  }

  @Test
  @DisplayName("when the move fails, the partial file goes and one line says why")
  void aFailedMoveCleansUp() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("model.longhand/full"));
    Path file = taken.getParent();
    assertThatThrownBy(() -> CHARACTER.write(file, WeightPrecision.FLOAT32))
        .isInstanceOf(LonghandException.class)
        .hasMessageStartingWith(file + ": the model cannot be written: ");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderThatIsNotThereIsExplained() {
    Path file = folder.resolve("none/model.longhand");
    assertThatThrownBy(() -> CHARACTER.write(file, WeightPrecision.FLOAT32))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            file
                + ": the model cannot be written: there is no such file or folder; what was there"
                + " is unchanged");
  }

  @Test
  void weightsThatDoNotFitTheNetworkAreRefused() {
    assertThatThrownBy(
            () ->
                new ModelBundle(
                    "m",
                    "character",
                    CHARACTER.network(),
                    new Weights(Map.of()),
                    CHARACTER.alphabet(),
                    CHARACTER.preprocessing(),
                    CHARACTER.decoder(),
                    CHARACTER.provenance(),
                    ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "the weights do not fit the network: 'stem/conv.weight' is missing");
  }

  @Test
  void theDecoderIsACopy() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("temperature", 1.5f);
    ModelBundle bundle = withDecoder(settings);
    settings.put("temperature", 9);
    ((ObjectNode) bundle.decoder()).put("temperature", 9);
    assertThat(bundle.decoder().get("temperature").doubleValue()).isEqualTo(1.5);
  }

  @Test
  void aDecoderWithANumberThatJsonDoesNotKnowIsRefused() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("temperature", Double.NaN);
    assertThatThrownBy(() -> withDecoder(settings)).hasMessageContaining("NaN");
  }

  @Test
  @DisplayName("the order of the decoder's settings does not change the bytes")
  void decoderOrder() {
    ObjectNode one = JsonNodeFactory.instance.objectNode().put("a", 1).put("b", 2);
    ObjectNode other = JsonNodeFactory.instance.objectNode().put("b", 2).put("a", 1);
    assertThat(BundleFile.encode(withDecoder(one), WeightPrecision.FLOAT32))
        .isEqualTo(BundleFile.encode(withDecoder(other), WeightPrecision.FLOAT32));
  }

  @Test
  @DisplayName("symbols of several code points, and white space, are kept")
  void unusualSymbols() {
    ModelBundle bundle =
        new ModelBundle(
            CHARACTER.name(),
            CHARACTER.kind(),
            CHARACTER.network(),
            CHARACTER.weights(),
            new Alphabet(List.of(" ", "sch", "\u2028", "👩‍🚀", "#", "\"")),
            CHARACTER.preprocessing(),
            CHARACTER.decoder(),
            CHARACTER.provenance(),
            CHARACTER.card());
    assertThat(BundleFile.decode(BundleFile.encode(bundle, WeightPrecision.FLOAT32)))
        .isEqualTo(bundle);
  }

  @Test
  void aLanguageModelIsKeptAsItWasGiven() {
    byte[] bytes = {1, 2, 3};
    ModelBundle bundle = CHARACTER.withLanguageModel(bytes);
    bytes[0] = 9;
    assertThat(CHARACTER.languageModel()).isEmpty();
    assertThat(bundle.languageModel()).contains(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    bundle.languageModel().orElseThrow().get();
    assertThat(bundle.languageModel().orElseThrow().remaining()).isEqualTo(3);
    assertThat(bundle.languageModel().orElseThrow().isReadOnly()).isTrue();
    assertThatThrownBy(() -> CHARACTER.withLanguageModel(new byte[0]))
        .hasMessage("a language model has at least one byte");
  }

  @Test
  void theSmallestPrecisionThatLosesNothingIsThatOfTheFile() {
    assertThat(WeightPrecision.lossless(CHARACTER.weights())).isEqualTo(WeightPrecision.FLOAT16);
    Weights initial = WeightInitializer.initialize(CHARACTER.network(), 1);
    assertThat(WeightPrecision.lossless(initial)).isEqualTo(WeightPrecision.FLOAT32);
  }

  @Test
  void theSummaryIsOneLineForPeople() {
    assertThat(CHARACTER.summary())
        .isEqualTo(
            "golden-character: character, 3 symbols, 319 weights, trained 2026-01-31 with"
                + " reference by Longhand 0.1.0");
  }

  @Test
  @DisplayName("other programs can open the file as a plain zip")
  void isAPlainZip() throws IOException {
    try (var zip =
        new ZipInputStream(
            new ByteArrayInputStream(BundleFile.encode(CHARACTER, WeightPrecision.FLOAT32)))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("manifest.json");
      assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("{\"formatVersion\":1,\"name\":\"golden-character\",");
    }
  }

  private static ModelBundle withCard(String card) {
    return with(CHARACTER.decoder(), card);
  }

  private static ModelBundle withDecoder(JsonNode decoder) {
    return with(decoder, CHARACTER.card());
  }

  private static ModelBundle with(JsonNode decoder, String card) {
    return new ModelBundle(
        CHARACTER.name(),
        CHARACTER.kind(),
        CHARACTER.network(),
        CHARACTER.weights(),
        CHARACTER.alphabet(),
        CHARACTER.preprocessing(),
        decoder,
        CHARACTER.provenance(),
        card);
  }
}
