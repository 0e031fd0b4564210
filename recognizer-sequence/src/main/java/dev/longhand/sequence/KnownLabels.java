package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The samples of a dataset whose labels an alphabet can spell.
 *
 * @param samples by their places in the dataset, in order
 * @param unknown how many samples have each symbol that is not in the alphabet
 */
record KnownLabels(Dataset dataset, int[] samples, Map<String, Integer> unknown) {

  /** As many of the unknown symbols as a person reads. */
  private static final int MOST_TOLD = 20;

  static KnownLabels of(Dataset dataset, Alphabet alphabet) {
    Set<String> symbols = Set.copyOf(alphabet.symbols());
    Map<String, Integer> unknown = new TreeMap<>();
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < dataset.size(); i++) {
      Set<String> foreign =
          dataset
              .labels(i)
              .get(0)
              .codePoints()
              .mapToObj(Character::toString)
              .filter(symbol -> !symbols.contains(symbol))
              .collect(Collectors.toSet());
      if (foreign.isEmpty()) {
        known.add(i);
      }
      foreign.forEach(symbol -> unknown.merge(symbol, 1, Integer::sum));
    }
    return new KnownLabels(dataset, known.stream().mapToInt(Integer::intValue).toArray(), unknown);
  }

  boolean areAll() {
    return samples.length == dataset.size();
  }

  /**
   * The dataset of these samples.
   *
   * @param notices is told in a line when others are left out
   * @throws LonghandException when there is none
   */
  Dataset only(Consumer<String> notices) {
    if (areAll()) {
      return dataset;
    }
    if (samples.length == 0) {
      throw new LonghandException(
          "no sample of "
              + dataset.name()
              + " is left without those outside the alphabet: "
              + counts());
    }
    notices.accept(others() + "; they are left out");
    return Datasets.select(dataset, samples);
  }

  /** How many others there are, and why. */
  String others() {
    return dataset.size()
        - samples.length
        + " of "
        + dataset.size()
        + " samples of "
        + dataset.name()
        + " have symbols outside the alphabet: "
        + counts();
  }

  private String counts() {
    String most =
        unknown.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_TOLD)
            .map(entry -> "'" + entry.getKey() + "' in " + entry.getValue())
            .collect(Collectors.joining(", "));
    int more = unknown.size() - MOST_TOLD;
    return more > 0 ? most + " and " + more + " more" : most;
  }
}
