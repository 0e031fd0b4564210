package dev.longhand.character;

import dev.longhand.text.Alphabet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Priors from published counts, and from the data at hand. */
final class ClassPriors {
  private static final List<String> PUBLISHED = List.of("emnist", "unipen", "english");

  private ClassPriors() {}

  /** The published priors that know every symbol of an alphabet. */
  static List<ClassPrior> known(Alphabet alphabet) {
    List<ClassPrior> known = new ArrayList<>();
    for (String name : PUBLISHED) {
      Map<String, Double> counts = counts(name);
      if (counts.keySet().containsAll(alphabet.symbols())) {
        known.add(
            new ClassPrior(name, alphabet.symbols().stream().mapToDouble(counts::get).toArray()));
      }
    }
    return known;
  }

  /**
   * How common each class is among tiles. A tile that may be several classes counts for each as it
   * is known to be, or else in proportion to EMNIST's published frequencies, or equally where these
   * do not know it.
   */
  static ClassPrior of(Tiles tiles, Alphabet alphabet) {
    Map<String, Double> published = counts("emnist");
    double[] weights =
        alphabet.symbols().stream()
            .mapToDouble(symbol -> published.getOrDefault(symbol, 1.0))
            .toArray();
    double[] frequencies = new double[alphabet.size()];
    // One each to begin with: a class without samples is rare, and not impossible.
    Arrays.fill(frequencies, 1);
    for (int i = 0; i < tiles.size(); i++) {
      int[] candidates = tiles.get(i).candidates();
      float[] shares = tiles.get(i).shares();
      double sum = IntStream.of(candidates).mapToDouble(k -> weights[k]).sum();
      for (int c = 0; c < candidates.length; c++) {
        int k = candidates[c];
        frequencies[k] += shares.length == 0 ? weights[k] / sum : shares[c];
      }
    }
    return new ClassPrior("data", frequencies);
  }

  private static Map<String, Double> counts(String name) {
    Map<String, Double> counts = new LinkedHashMap<>();
    try (InputStream bytes = ClassPriors.class.getResourceAsStream("priors/" + name + ".tsv")) {
      if (bytes == null) {
        throw new IllegalStateException("the jar lacks the prior " + name);
      }
      var lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("# ")) {
          int tab = line.indexOf('\t');
          counts.put(line.substring(0, tab), Double.parseDouble(line.substring(tab + 1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counts;
  }
}
