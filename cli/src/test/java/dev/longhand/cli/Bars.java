package dev.longhand.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.Provenance;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.sequence.WordRecipe;
import dev.longhand.sequence.WordRecognizer;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Words of upright bars, and a model that nobody trained and that reads them without a mistake: an
 * "l" for each bar.
 */
final class Bars {

  private Bars() {}

  static Path model(Path folder) {
    return model(folder.resolve("bars.longhand"), 0);
  }

  /** Reads just as well, but is never sure. */
  static Path modestModel(Path folder) {
    return model(folder.resolve("modest.longhand"), -30);
  }

  private static Path model(Path file, double confidence) {
    bundle(confidence).write(file, WeightPrecision.FLOAT32);
    return file;
  }

  private static ModelBundle bundle(double confidence) {
    var column = new Window(32, 4);
    var network =
        new NetworkSpec(
            InputSpec.freeWidth(1, 32),
            List.of(
                new Layer.MaxPool2d("darkest", column, column, Window.square(0)),
                new Layer.ColumnsToSequence("columns"),
                new Layer.Dense("head", 2)));
    var weights =
        new Weights(
            Map.of(
                "head.weight", Tensor.of(new Shape(2, 1), new float[] {2, -2}),
                "head.bias", Tensor.of(new Shape(2), new float[] {-2, 2})));
    ObjectNode decoder = JsonNodeFactory.instance.objectNode();
    decoder.put("decoder", "greedy").put("beamWidth", 4).put("languageWeight", 0);
    decoder.put("lengthBonus", 0).put("escapeCost", 3).put("rejectBelow", 0.5);
    decoder.putObject("confidence").putObject("greedy").put("slope", 1).put("offset", confidence);
    return new ModelBundle(
        "bars",
        WordRecognizer.KIND,
        network,
        weights,
        Alphabet.ofCodePoints("l"),
        WordRecipe.PREPROCESSING,
        decoder,
        new Provenance(
            Instant.parse("2026-01-02T03:04:05Z"),
            "0.1.0",
            "none",
            "any",
            7,
            Map.of(),
            Map.of(),
            Map.of()),
        "# bars\n\nReads bars.\n");
  }

  /** So many bars, black on white. */
  static byte[] image(int count) {
    int pitch = 24;
    int width = pitch * count + 24;
    int height = 48;
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int y = 10; y < height - 10; y++) {
      for (int bar = 0; bar < count; bar++) {
        Arrays.fill(pixels, y * width + 20 + bar * pitch, y * width + 26 + bar * pitch, (byte) 0);
      }
    }
    return PngWriter.encode(GrayImage.of(width, height, pixels));
  }

  /** Three bars one above the other, as when the picture of three bars is turned. */
  static byte[] upright() {
    int width = 60;
    int height = 200;
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int bar = 0; bar < 3; bar++) {
      for (int y = 20 + 60 * bar; y < 30 + 60 * bar; y++) {
        Arrays.fill(pixels, y * width + 10, y * width + 40, (byte) 0);
      }
    }
    return PngWriter.encode(GrayImage.of(width, height, pixels));
  }

  /** Images that are each read as so many "l", with what they are said to say, by two writers. */
  static Path dataset(Path folder, int[] bars, String... truths) throws IOException {
    Files.createDirectories(folder);
    var labels = new StringBuilder("file\tgroup\ttext\n");
    for (int i = 0; i < bars.length; i++) {
      Files.write(folder.resolve(i + ".png"), image(bars[i]));
      labels.append(i).append(".png\twriter").append(i % 2).append('\t').append(truths[i]);
      labels.append('\n');
    }
    Files.writeString(folder.resolve("labels.tsv"), labels);
    return folder;
  }
}
