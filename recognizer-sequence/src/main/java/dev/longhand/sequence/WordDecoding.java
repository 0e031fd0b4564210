package dev.longhand.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.engine.Network;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a model's output becomes text: its {@code decoder.json}.
 *
 * @param decoder what reads unless the user says otherwise
 * @param beamWidth prefixes that beam and lexicon follow at once, at least 1
 * @param languageWeight what the language model's log-probability counts, at least 0
 * @param lengthBonus added to the score for each symbol, against the language model's love of short
 *     texts
 * @param escapeCost natural logarithm, at least 0, of how much likelier a free text must be than a
 *     word of the lexicon to be read instead
 * @param rejectBelow the confidence in 0…1 under which a reading is "not sure"
 * @param confidence how each decoder's probabilities are calibrated
 */
record WordDecoding(
    Decoder decoder,
    int beamWidth,
    double languageWeight,
    double lengthBonus,
    double escapeCost,
    double rejectBelow,
    Map<Decoder, ConfidenceFit> confidence) {

  private static final double REJECT_BELOW = 0.5;

  WordDecoding {
    confidence = Map.copyOf(confidence);
    require(
        beamWidth >= 1 && beamWidth <= WordTuning.WIDEST_BEAM,
        "beamWidth",
        "in 1…" + WordTuning.WIDEST_BEAM,
        beamWidth);
    require(languageWeight >= 0, "languageWeight", "at least 0", languageWeight);
    require(Double.isFinite(lengthBonus), "lengthBonus", "finite", lengthBonus);
    require(escapeCost >= 0, "escapeCost", "at least 0", escapeCost);
    require(rejectBelow >= 0 && rejectBelow <= 1, "rejectBelow", "in 0…1", rejectBelow);
  }

  private static void require(boolean holds, String what, String expected, double value) {
    if (!holds || !Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " must be " + expected + ", but was " + value);
    }
  }

  /** Before anything is chosen on validation data. */
  static final WordDecoding USUAL =
      new WordDecoding(Decoder.GREEDY, 16, 0.5, 0.5, 3, REJECT_BELOW, Map.of());

  /** How a decoder's probability that it is right is calibrated. */
  ConfidenceFit confidence(Decoder of) {
    return confidence.getOrDefault(of, ConfidenceFit.IDENTITY);
  }

  WordDecoding withConfidence(Decoder of, ConfidenceFit fit) {
    Map<Decoder, ConfidenceFit> all = new EnumMap<>(Decoder.class);
    all.putAll(confidence);
    all.put(of, fit);
    return new WordDecoding(
        decoder, beamWidth, languageWeight, lengthBonus, escapeCost, rejectBelow, all);
  }

  WordDecoding withDecoder(Decoder usual) {
    return new WordDecoding(
        usual, beamWidth, languageWeight, lengthBonus, escapeCost, rejectBelow, confidence);
  }

  WordDecoding withBeamWidth(int width) {
    return new WordDecoding(
        decoder, width, languageWeight, lengthBonus, escapeCost, rejectBelow, confidence);
  }

  WordDecoding withLanguage(double weight, double bonus) {
    return new WordDecoding(decoder, beamWidth, weight, bonus, escapeCost, rejectBelow, confidence);
  }

  WordDecoding withEscapeCost(double cost) {
    return new WordDecoding(
        decoder, beamWidth, languageWeight, lengthBonus, cost, rejectBelow, confidence);
  }

  /**
   * @param language weighs the texts of beam and lexicon
   * @param lexicon needed by the decoder of that name
   * @param escape whether texts outside the lexicon are read too
   */
  CtcDecoder decoder(
      Decoder kind,
      Alphabet alphabet,
      Optional<CharacterLanguageModel> language,
      Optional<Lexicon> lexicon,
      boolean escape) {
    return switch (kind) {
      case GREEDY -> new GreedyDecoder(alphabet);
      case BEAM -> new BeamDecoder(alphabet, beamWidth, language, languageWeight, lengthBonus);
      case LEXICON ->
          new LexiconDecoder(
              alphabet,
              lexicon.orElseThrow(),
              beamWidth,
              language,
              languageWeight,
              lengthBonus,
              escape ? OptionalDouble.of(escapeCost) : OptionalDouble.empty());
    };
  }

  /** The same with the confidence of the greedy decoder fitted on validation words. */
  WordDecoding fitted(Network trained, Alphabet alphabet, List<PreparedWords> validations) {
    int words = validations.stream().mapToInt(PreparedWords::size).sum();
    List<Double> probabilities = new ArrayList<>(words);
    List<Boolean> right = new ArrayList<>(words);
    var bestPath = new BestPath(alphabet);
    Map<String, Integer> symbols = alphabet.index();
    for (PreparedWords validation : validations) {
      validation.run(
          trained,
          (indices, output) -> {
            int[] columns = validation.columns(indices);
            List<String> read = bestPath.read(output, columns);
            for (int i = 0; i < indices.length; i++) {
              double[][] logProbabilities = logProbabilities(output, i, columns[i]);
              int[] label =
                  read.get(i).codePoints().map(c -> symbols.get(Character.toString(c))).toArray();
              probabilities.add(Math.exp(-CtcLoss.negativeLogLikelihood(label, logProbabilities)));
              right.add(read.get(i).equals(validation.text(indices[i])));
            }
          });
    }
    boolean[] correct = new boolean[right.size()];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = right.get(i);
    }
    double[] given = probabilities.stream().mapToDouble(Double::doubleValue).toArray();
    return withConfidence(Decoder.GREEDY, ConfidenceFit.of(given, correct));
  }

  /** One image's columns of an output. */
  static double[][] logProbabilities(Tensor output, int image, int columns) {
    return LogSoftmax.rows(output.get(image).toArray(), 0, columns, output.shape().extent(2));
  }

  /**
   * @throws UnreadableBundleException when the settings are not those of a decoder of words
   */
  static WordDecoding of(JsonNode json, String model) {
    try {
      Map<Decoder, ConfidenceFit> fits = new EnumMap<>(Decoder.class);
      for (var entry : json.required("confidence").properties()) {
        fits.put(
            Decoder.of(entry.getKey()),
            new ConfidenceFit(
                number(entry.getValue(), "slope"), number(entry.getValue(), "offset")));
      }
      return new WordDecoding(
          Decoder.of(json.required("decoder").asText()),
          (int) number(json, "beamWidth"),
          number(json, "languageWeight"),
          number(json, "lengthBonus"),
          number(json, "escapeCost"),
          number(json, "rejectBelow"),
          fits);
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(
          "model " + model + ": decoder.json is not that of a reader of words: " + e.getMessage(),
          e);
    }
  }

  private static double number(JsonNode json, String name) {
    JsonNode number = json.required(name);
    if (!number.isNumber()) {
      throw new IllegalArgumentException(
          name
              + " must be a number, but is "
              + number.getNodeType().toString().toLowerCase(Locale.ROOT));
    }
    return number.doubleValue();
  }

  JsonNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("decoder", decoder.toString());
    json.put("beamWidth", beamWidth);
    json.put("languageWeight", languageWeight);
    json.put("lengthBonus", lengthBonus);
    json.put("escapeCost", escapeCost);
    json.put("rejectBelow", rejectBelow);
    ObjectNode fits = json.putObject("confidence");
    for (Decoder each : Decoder.values()) {
      ConfidenceFit fit = confidence.get(each);
      if (fit != null) {
        fits.putObject(each.toString()).put("slope", fit.slope()).put("offset", fit.offset());
      }
    }
    return json;
  }
}
