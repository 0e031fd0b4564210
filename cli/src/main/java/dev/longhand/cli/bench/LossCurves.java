package dev.longhand.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The losses of one training in several lanes: from the same weights, on the same batches, with the
 * same optimizer, without dropout.
 *
 * @param optimizer and its learning rate
 * @param batch images in a step
 * @param differences of each lane to each other
 */
public record LossCurves(
    String optimizer, int steps, int batch, List<Difference> differences, List<Curve> curves) {

  /**
   * One lane's.
   *
   * @param losses one for each step
   */
  public record Curve(String engine, int threads, List<Double> losses) {

    public Curve {
      losses = List.copyOf(losses);
    }

    String lane() {
      return engine + " (" + threads + (threads == 1 ? " thread)" : " threads)");
    }
  }

  /**
   * @param largest of all steps: the difference of the two losses, as a share of the larger one
   * @param step where it is the largest, from 1
   */
  public record Difference(String of, String to, double largest, int step) {

    static Difference of(Curve of, Curve to) {
      double largest = 0;
      int step = 1;
      for (int i = 0; i < of.losses.size(); i++) {
        double difference = relative(of.losses.get(i), to.losses.get(i));
        // Also when it is no number: then that is what must be seen.
        if (!(difference <= largest)) {
          largest = difference;
          step = i + 1;
        }
      }
      return new Difference(of.lane(), to.lane(), largest, step);
    }

    private static double relative(double a, double b) {
      return a == b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    }
  }

  static LossCurves of(String optimizer, int batch, List<Curve> curves) {
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      for (Curve other : curves.subList(i + 1, curves.size())) {
        differences.add(Difference.of(curves.get(i), other));
      }
    }
    int steps = curves.stream().mapToInt(curve -> curve.losses.size()).min().orElse(0);
    return new LossCurves(optimizer, steps, batch, differences, curves);
  }
}
