package dev.longhand.character;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.LonghandException;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * From a network's logits to readings: a tempered posterior of likelihoods and a prior.
 *
 * <p>{@code P(k | x) = softmax((z_k + log π_k) / T)}, where the logits {@code z} are
 * log-likelihoods up to a constant, π is the prior and T the softmax temperature.
 *
 * <p>What is read is not always the likeliest symbol, but the one of least expected cost (Bishop,
 * Pattern Recognition and Machine Learning, 2006, section 1.5.2), where a letter in the wrong case
 * costs {@value #CASE_COST} of what another character costs: of a ring that is 0 with 0.4, O with
 * 0.3 and o with 0.3, O is read.
 *
 * @param temperature fitted on validation data so that probabilities are calibrated (<a
 *     href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, section 4.2</a>)
 * @param rejectBelow the probability in 0…1 under which a reading is "not sure"
 * @param priors that the model knows by name, besides {@code "uniform"}
 */
record CharacterDecoder(double temperature, double rejectBelow, List<ClassPrior> priors) {

  /** What reading a letter in the other case costs, if reading another character costs 1. */
  static final double CASE_COST = 0.25;

  CharacterDecoder {
    priors = List.copyOf(priors);
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "the temperature must be positive, but was " + temperature);
    }
    if (!(rejectBelow >= 0 && rejectBelow <= 1)) {
      throw new IllegalArgumentException("rejectBelow must be in 0…1, but was " + rejectBelow);
    }
  }

  /**
   * @throws UnreadableBundleException when the settings are not a character decoder's
   */
  static CharacterDecoder of(JsonNode json, Alphabet alphabet, String model) {
    try {
      List<ClassPrior> priors = new ArrayList<>();
      JsonNode named = json.required("priors");
      if (!named.isObject()) {
        throw new IllegalArgumentException("priors must be an object of arrays by name");
      }
      for (var entry : named.properties()) {
        double[] frequencies = new double[entry.getValue().size()];
        for (int k = 0; k < frequencies.length; k++) {
          frequencies[k] = number(entry.getValue().path(k), "a frequency of " + entry.getKey());
        }
        if (frequencies.length != alphabet.size()) {
          throw new IllegalArgumentException(
              "prior '"
                  + entry.getKey()
                  + "' has "
                  + frequencies.length
                  + " frequencies, but the alphabet "
                  + alphabet.size()
                  + " symbols");
        }
        priors.add(new ClassPrior(entry.getKey(), frequencies));
      }
      return new CharacterDecoder(
          number(json.required("temperature"), "the temperature"),
          number(json.required("rejectBelow"), "rejectBelow"),
          priors);
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(
          "model " + model + ": decoder.json is not a character decoder's: " + e.getMessage(), e);
    }
  }

  private static double number(JsonNode json, String what) {
    if (!json.isNumber()) {
      throw new IllegalArgumentException(
          what
              + " must be a number, but is "
              + json.getNodeType().toString().toLowerCase(Locale.ROOT));
    }
    return json.doubleValue();
  }

  JsonNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("temperature", temperature);
    json.put("rejectBelow", rejectBelow);
    ObjectNode named = json.putObject("priors");
    for (ClassPrior prior : priors) {
      ArrayNode frequencies = named.putArray(prior.name());
      for (double frequency : prior.frequencies()) {
        frequencies.add(frequency);
      }
    }
    return json;
  }

  /**
   * @param logits {@code N×K}
   * @param logPrior of each class
   * @return for each image every symbol: what is read, then the others, likeliest first
   * @throws LonghandException when a logit is no number
   */
  List<Recognition> decode(Tensor logits, float[] logPrior, Alphabet alphabet) {
    int classes = logPrior.length;
    int[] caseFold = CaseFold.of(alphabet);
    List<Recognition> recognitions = new ArrayList<>();
    for (int image = 0; image < logits.shape().extent(0); image++) {
      double[] scores = new double[classes];
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        scores[k] = (logits.at(image * classes + k) + logPrior[k]) / temperature;
        largest = Math.max(largest, scores[k]);
      }
      if (!Double.isFinite(largest)) {
        throw new LonghandException(
            "the model's network gives the score " + largest + ": its weights are no use");
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        scores[k] = Math.exp(scores[k] - largest);
        sum += scores[k];
      }
      List<Candidate> candidates = new ArrayList<>(classes);
      for (int k = 0; k < classes; k++) {
        candidates.add(new Candidate(alphabet.symbol(k), Math.min(1, scores[k] / sum)));
      }
      Candidate reading = candidates.get(leastCost(scores, caseFold));
      candidates.sort(Comparator.comparingDouble(Candidate::probability).reversed());
      candidates.remove(reading);
      candidates.add(0, reading);
      recognitions.add(new Recognition(candidates));
    }
    return recognitions;
  }

  /**
   * @param scores in proportion to the probabilities of the symbols
   * @param caseFold see {@link CaseFold}
   * @return the index of the symbol that costs the least on average
   */
  private static int leastCost(double[] scores, int[] caseFold) {
    double[] anyCase = new double[scores.length];
    for (int k = 0; k < scores.length; k++) {
      anyCase[caseFold[k]] += scores[k];
    }
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      double spared = CASE_COST * scores[k] + (1 - CASE_COST) * anyCase[caseFold[k]];
      if (spared > most) {
        most = spared;
        best = k;
      }
    }
    return best;
  }
}
