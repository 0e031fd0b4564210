package dev.longhand.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The losses of one training on several engines: from the same weights, on the same batches, with
 * the same optimizer, without dropout.
 *
 * @param batch images in a step
 * @param losses of each engine, one for each step
 */
public record LossCurves(
    int steps, int batch, List<Difference> differences, Map<String, List<Double>> losses) {

  /**
   * @param largest of all steps: the difference of the two losses, as a share of the larger one
   * @param step where it is the largest, from 1
   */
  public record Difference(String engine, String other, double largest, int step) {

    static Difference of(String engine, List<Double> losses, String other, List<Double> others) {
      double largest = 0;
      int step = 1;
      for (int i = 0; i < losses.size(); i++) {
        double difference = relative(losses.get(i), others.get(i));
        // Also when it is no number: then that is what must be seen.
        if (!(difference <= largest)) {
          largest = difference;
          step = i + 1;
        }
      }
      return new Difference(engine, other, largest, step);
    }

    private static double relative(double a, double b) {
      return a == b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    }
  }

  static LossCurves of(int batch, Map<String, List<Double>> losses) {
    List<String> engines = List.copyOf(losses.keySet());
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < engines.size(); i++) {
      for (String other : engines.subList(i + 1, engines.size())) {
        String engine = engines.get(i);
        differences.add(
            Difference.of(
                engine,
                losses.getOrDefault(engine, List.of()),
                other,
                losses.getOrDefault(other, List.of())));
      }
    }
    int steps = losses.values().stream().mapToInt(List::size).min().orElse(0);
    return new LossCurves(steps, batch, differences, losses);
  }
}
