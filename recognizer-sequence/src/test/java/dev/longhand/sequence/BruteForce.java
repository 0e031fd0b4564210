package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What decoders must find, by looking at every path: {@code (K+1)^T} of them. */
final class BruteForce {

  private BruteForce() {}

  /** The log probability of each text that the output can give at all. */
  static Map<String, Double> texts(Alphabet alphabet, float[][] logProbabilities) {
    Map<String, Double> probabilities = new TreeMap<>();
    walk(alphabet, logProbabilities, 0, -1, "", 1, probabilities);
    Map<String, Double> scores = new TreeMap<>();
    probabilities.forEach((text, probability) -> scores.put(text, Math.log(probability)));
    return scores;
  }

  /** The same, each with a further weight; texts of weight negative infinity are left out. */
  static Map<String, Double> texts(
      Alphabet alphabet, float[][] logProbabilities, ToDoubleFunction<String> weight) {
    Map<String, Double> weighed = new TreeMap<>();
    texts(alphabet, logProbabilities)
        .forEach(
            (text, score) -> {
              double with = score + weight.applyAsDouble(text);
              if (with > Double.NEGATIVE_INFINITY) {
                weighed.put(text, with);
              }
            });
    return weighed;
  }

  /** In plain probabilities, not their logarithms. */
  private static void walk(
      Alphabet alphabet,
      float[][] output,
      int t,
      int previous,
      String text,
      double probability,
      Map<String, Double> sums) {
    if (probability == 0) {
      return;
    }
    if (t == output.length) {
      sums.merge(text, probability, Double::sum);
      return;
    }
    for (int k = 0; k <= alphabet.size(); k++) {
      String longer = k == alphabet.size() || k == previous ? text : text + alphabet.symbol(k);
      walk(alphabet, output, t + 1, k, longer, probability * Math.exp(output[t][k]), sums);
    }
  }
}
