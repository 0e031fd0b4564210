package dev.longhand.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.text.Alphabet;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A trained model, whole: the network and its weights, the symbols it reads, the way from an image
 * to its input and from its output to a reading.
 *
 * @param name as users call it: {@code "latin-62"}; letters, digits, {@code . _ -} only
 * @param kind which recognizer reads with it: {@code "character"}
 * @param weights exactly those that the network needs
 * @param decoder the recognizer's own settings, an object; only that recognizer reads them
 * @param card the model card, Markdown
 * @param languageModel what is usual in the texts that it reads, where it has that: bytes that only
 *     the recognizer understands, at least one
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
    String card,
    Optional<ByteBuffer> languageModel) {

  public ModelBundle {
    ModelManifest.checkName(name);
    ModelManifest.checkKind(kind);
    weights.check(network);
    for (String symbol : alphabet.symbols()) {
      if (symbol.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "a symbol of a model holds no control character, but '"
                + symbol.codePoints().mapToObj("U+%04X"::formatted).toList()
                + "' does");
      }
    }
    if (!decoder.isObject()) {
      throw new IllegalArgumentException("the decoder's settings must be an object: " + decoder);
    }
    decoder = BundleJson.copy(decoder);
    languageModel = languageModel.map(ModelBundle::copy);
  }

  /** A model without a language model. */
  public ModelBundle(
      String name,
      String kind,
      NetworkSpec network,
      Weights weights,
      Alphabet alphabet,
      Preprocessing preprocessing,
      JsonNode decoder,
      Provenance provenance,
      String card) {
    this(
        name,
        kind,
        network,
        weights,
        alphabet,
        preprocessing,
        decoder,
        provenance,
        card,
        Optional.empty());
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      throw new IllegalArgumentException("a language model has at least one byte");
    }
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  /** The same model with this language model, or another one. */
  public ModelBundle withLanguageModel(byte[] bytes) {
    return new ModelBundle(
        name,
        kind,
        network,
        weights,
        alphabet,
        preprocessing,
        decoder,
        provenance,
        card,
        Optional.of(ByteBuffer.wrap(bytes)));
  }

  /** The same model with other settings of its recognizer, and where they come from. */
  public ModelBundle withDecoder(JsonNode newDecoder, Provenance newProvenance) {
    return new ModelBundle(
        name,
        kind,
        network,
        weights,
        alphabet,
        preprocessing,
        newDecoder,
        newProvenance,
        card,
        languageModel);
  }

  /** Read-only, from its first byte to its last. */
  @Override
  public Optional<ByteBuffer> languageModel() {
    return languageModel.map(ByteBuffer::asReadOnlyBuffer);
  }

  /** A copy of the recognizer's own settings. */
  @Override
  public JsonNode decoder() {
    return decoder.deepCopy();
  }

  /**
   * Reads and checks a model file, all of it: digests, weights against the network, everything.
   *
   * @throws UnreadableBundleException when it is missing, damaged or no model, in one line that
   *     starts with the file
   */
  public static ModelBundle read(Path file) {
    return BundleFile.read(file);
  }

  /**
   * Reads and checks a model to the end of a stream, which stays open.
   *
   * @param source where it comes from, for messages
   * @throws UnreadableBundleException as for a file
   */
  public static ModelBundle read(InputStream bytes, String source) {
    return BundleFile.read(bytes, source);
  }

  /**
   * Writes a model file: first whole beside {@code file}, then moved there, so that a full disk or
   * a kill leaves what was there before. The same model gives the same bytes.
   *
   * @throws dev.longhand.LonghandException when it cannot be written, or a weight is not finite
   */
  public void write(Path file, WeightPrecision precision) {
    BundleFile.write(this, file, precision);
  }

  /** What it is, in one line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%s: %s, %d symbols, %,d weights, trained %.10s with %s by Longhand %s",
        name,
        kind,
        alphabet.size(),
        weights.count(),
        provenance.trainedAt(),
        provenance.engine(),
        provenance.release());
  }
}
