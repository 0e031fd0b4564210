package dev.longhand.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The models whose files of format versions 1 and 2 are kept for ever; between them they have every
 * layer, every step of preprocessing and both precisions.
 */
final class GoldenBundles {

  private static final Provenance PROVENANCE =
      new Provenance(
          Instant.parse("2026-01-31T12:34:56Z"),
          "0.1.0",
          "reference",
          "linux/amd64",
          20240229,
          Map.of("letters", "0123456789abcdef".repeat(4), "digits", "f".repeat(64)),
          Map.of("epochs", "3", "batchSize", "32"),
          Map.of("validation accuracy", 0.9125, "validation loss", 1e-3));

  private GoldenBundles() {}

  /** Images of a fixed size to one of three classes. */
  static ModelBundle character() {
    var network =
        new NetworkSpec(
            InputSpec.fixed(1, 8, 8),
            List.of(
                Layer.Conv2d.same("stem/conv", 4, 3, false),
                new Layer.BatchNorm("stem/norm"),
                new Layer.Relu("stem/relu"),
                Layer.MaxPool2d.of("stem/pool", 2),
                new Layer.Residual(
                    "block",
                    List.of(
                        Layer.Conv2d.strided("block/conv", 6, 3, 2, true),
                        new Layer.Relu("block/relu")),
                    List.of(Layer.Conv2d.strided("block/shortcut", 6, 1, 2, false))),
                new Layer.GlobalAveragePool("pool"),
                new Layer.Dropout("dropout", 0.2f),
                new Layer.Dense("head", 3)));
    var decoder = JsonNodeFactory.instance.objectNode();
    decoder.put("temperature", 1.25);
    decoder.putObject("priors").putArray("uniform").add(1).add(1).add(1);
    return new ModelBundle(
        "golden-character",
        "character",
        network,
        weights(network),
        new Alphabet(List.of("a", "ß", "字")),
        new Preprocessing(
            List.of(
                new Preprocessing.ReduceTo(1024),
                new Preprocessing.ExtractInk(0.25, 0.15),
                new Preprocessing.RemoveSpecks(0.02),
                new Preprocessing.CropInk(0.3),
                new Preprocessing.ScaleTo(128),
                new Preprocessing.ThickenStrokes(6.5),
                new Preprocessing.Blur(1),
                new Preprocessing.FitSquare(8, 1),
                new Preprocessing.Normalize(0.1736, 0.3317))),
        decoder,
        PROVENANCE,
        "# golden-character\n\nReads nothing well; it is kept to be read for ever.\n");
  }

  /** Images of any width to a sequence. */
  static ModelBundle sequence() {
    var network =
        new NetworkSpec(
            InputSpec.freeWidth(1, 4),
            List.of(
                new Layer.Conv2d(
                    "conv", 2, new Window(3, 5), new Window(1, 2), new Window(1, 0), true),
                new Layer.MaxPool2d("pool", new Window(2, 3), new Window(2, 1), new Window(0, 1)),
                new Layer.ColumnsToSequence("columns"),
                new Layer.BiLstm("lstm", 3),
                new Layer.Dense("head", 5)));
    return new ModelBundle(
        "golden-sequence",
        "sequence",
        network,
        weights(network),
        Alphabet.ofCodePoints("ab 𝄞"),
        new Preprocessing(
            List.of(new Preprocessing.ExtractInk(1, 0.5), new Preprocessing.Normalize(0, 1))),
        JsonNodeFactory.instance.objectNode(),
        PROVENANCE,
        "");
  }

  /** The same with a language model; what its bytes say is nothing to the file. */
  static ModelBundle withLanguageModel() {
    byte[] model = new byte[1000];
    for (int i = 0; i < model.length; i++) {
      model[i] = (byte) (i * i);
    }
    return sequence().withLanguageModel(model);
  }

  /** Multiples of 1/64 below 2, which halves hold exactly; nothing that a release may change. */
  private static Weights weights(NetworkSpec network) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      float[] values = new float[parameter.shape().size()];
      for (int i = 0; i < values.length; i++) {
        float value = ((37 * i + 11 * byName.size()) % 101 - 50) / 64f;
        values[i] = parameter.role() == Parameter.Role.RUNNING_VARIANCE ? 1 + value : value;
      }
      byName.put(parameter.name(), Tensor.of(parameter.shape(), values));
    }
    return new Weights(byName);
  }

  /** The committed file, as its format version was written when it was new. */
  static byte[] file(String name) {
    try (InputStream bytes = GoldenBundles.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(bytes, name).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Writes the golden files anew: only ever for a new format version, beside the old ones. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.write(
        folder.resolve("golden-1-character.longhand"),
        BundleFile.encode(character(), WeightPrecision.FLOAT32));
    Files.write(
        folder.resolve("golden-1-sequence.longhand"),
        BundleFile.encode(sequence(), WeightPrecision.FLOAT16));
    Files.write(
        folder.resolve("golden-2-language-model.longhand"),
        BundleFile.encode(withLanguageModel(), WeightPrecision.FLOAT16));
  }
}
