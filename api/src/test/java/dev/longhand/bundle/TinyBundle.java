package dev.longhand.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.text.Alphabet;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A whole model of a few numbers, for tests of what carries models about. */
public final class TinyBundle {

  private TinyBundle() {}

  /** One dense layer that reads an image of 8×8 px as {@code a} or {@code b}. */
  public static ModelBundle of(String name, String kind) {
    var network =
        new NetworkSpec(
            InputSpec.fixed(1, 8, 8),
            List.of(new Layer.Flatten("flatten"), new Layer.Dense("head", 2)));
    return new ModelBundle(
        name,
        kind,
        network,
        WeightInitializer.initialize(network, 3),
        Alphabet.ofCodePoints("ab"),
        new Preprocessing(
            List.of(
                new Preprocessing.ExtractInk(1, 0.5),
                new Preprocessing.FitSquare(8, 1),
                new Preprocessing.Normalize(0, 1))),
        JsonNodeFactory.instance.objectNode(),
        new Provenance(Instant.EPOCH, "0.1.0", "none", "any", 3, Map.of(), Map.of(), Map.of()),
        "# " + name + "\n");
  }
}
