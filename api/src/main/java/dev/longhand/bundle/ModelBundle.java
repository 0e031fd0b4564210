package dev.longhand.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.text.Alphabet;

/**
 * A trained model, whole: the network and its weights, the symbols it reads, the way from an image
 * to its input and from its output to a reading.
 *
 * @param name as users call it: {@code "latin-62"}
 * @param kind which recognizer reads with it: {@code "character"}
 * @param decoder the recognizer's own settings; only that recognizer reads them
 * @param card the model card, Markdown
 */
public record ModelBundle(
    String name,
    String kind,
    NetworkSpec network,
    Weights weights,
    Alphabet alphabet,
    Preprocessing preprocessing,
    JsonNode decoder,
    Provenance provenance,
    String card) {}
