package dev.longhand.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.Provenance;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.character.CharacterRecipe;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.text.Alphabet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A model of one untrained layer: it reads nonsense, always the same, on the very path of any
 * other.
 */
final class TinyModel {

  private TinyModel() {}

  static Path write(Path folder) {
    Path file = folder.resolve("tiny.longhand");
    bundle("character").write(file, WeightPrecision.FLOAT32);
    return file;
  }

  static ModelBundle bundle(String kind) {
    var network =
        new NetworkSpec(
            InputSpec.fixed(1, 28, 28),
            List.of(new Layer.Flatten("flatten"), new Layer.Dense("head", 62)));
    ObjectNode decoder = JsonNodeFactory.instance.objectNode();
    decoder.put("temperature", 1);
    decoder.put("rejectBelow", 0.5);
    var emnist = decoder.putObject("priors").putArray("emnist");
    Alphabet.LATIN_62.symbols().forEach(symbol -> emnist.add(1));
    return new ModelBundle(
        "tiny",
        kind,
        network,
        WeightInitializer.initialize(network, 7),
        Alphabet.LATIN_62,
        CharacterRecipe.EMNIST_CONVERSION,
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
        "# tiny\n\nReads nonsense.\n");
  }

  /** For trying things by hand. */
  public static void main(String[] args) {
    write(Path.of(args[0]));
  }
}
