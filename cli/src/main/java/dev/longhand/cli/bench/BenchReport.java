package dev.longhand.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * All that a run of the benchmark measured. Its JSON has a key for each component, here and below;
 * they are described in {@code docs/command-line.md}.
 *
 * @param inferenceComparisons of {@code inference}
 * @param trainingComparisons of {@code training}
 * @param lossCurves with one optimizer and with another; empty when none were asked for
 */
public record BenchReport(
    Conditions conditions,
    List<Figures> inference,
    List<Comparison> inferenceComparisons,
    List<Figures> training,
    List<Comparison> trainingComparisons,
    List<LossCurves> lossCurves) {

  /**
   * @param input of the network, as {@code N×1×28×28}
   * @param data a dataset's name, or {@code random}
   * @param release of Longhand
   */
  public record Conditions(
      String model,
      String input,
      String data,
      String release,
      String java,
      String os,
      int cores,
      double warmupSeconds,
      int rounds,
      double roundSeconds) {}

  /** One object. */
  public String json() {
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of names and numbers is always JSON", e);
    }
  }

  /** Tables for people. */
  public String text() {
    var lines = new StringJoiner("\n");
    lines.add(
        format(
            "%s (%s) on %s images; %d cores, %s, Java %s",
            conditions.model,
            conditions.input,
            conditions.data,
            conditions.cores,
            conditions.os,
            conditions.java));
    lines.add(
        format(
            "up to %d rounds of %s s each, in turn, after %s s of warm-up; ratios with their quartiles",
            conditions.rounds, conditions.roundSeconds, conditions.warmupSeconds));
    add("inference", inference, inferenceComparisons, lines);
    add("training steps", training, trainingComparisons, lines);
    lossCurves.forEach(curves -> add(curves, lines));
    return lines.toString();
  }

  private static void add(
      String what, List<Figures> all, List<Comparison> comparisons, StringJoiner lines) {
    for (int batch : all.stream().mapToInt(Figures::batch).distinct().toArray()) {
      lines.add("");
      lines.add(
          format(
              "%-24s %7s %7s %9s %9s %9s %9s %8s",
              what + ", batch " + batch,
              "threads",
              "callers",
              "p50 ms",
              "p95 ms",
              "p99 ms",
              "images/s",
              "peak MB"));
      for (Figures figures : all) {
        if (figures.batch() == batch) {
          lines.add(
              format(
                  "%-24s %7d %7d %9s %9s %9s %9s %8s",
                  figures.engine(),
                  figures.threads(),
                  figures.callers(),
                  number(figures.milliseconds().p50()),
                  number(figures.milliseconds().p95()),
                  number(figures.milliseconds().p99()),
                  number(figures.imagesPerSecond()),
                  figures.peakResidentMegabytes() == null
                      ? "?"
                      : figures.peakResidentMegabytes().toString()));
        }
      }
      comparisons.stream()
          .filter(comparison -> comparison.batch() == batch)
          .map(BenchReport::sentence)
          .forEach(lines::add);
    }
  }

  private static String sentence(Comparison comparison) {
    Lane of = comparison.of();
    Lane to = comparison.to();
    if (!of.engine().equals(to.engine())) {
      return format(
          "%s is %s as fast as %s (%s)",
          of.engine(), times(comparison.latency()), to.engine(), of.conditions());
    }
    return format(
        "%s: %s read %s as many images/s as %s",
        of.engine(), of.conditions(), times(comparison.imagesPerSecond()), to.conditions());
  }

  private static String times(Comparison.Spread spread) {
    return format(
        "%s times [%s to %s]",
        number(spread.median()), number(spread.lowerQuartile()), number(spread.upperQuartile()));
  }

  private static void add(LossCurves curves, StringJoiner lines) {
    lines.add("");
    lines.add(
        format(
            "losses of %d steps, batch %d, %s; the same weights and batches, no dropout",
            curves.steps(), curves.batch(), curves.optimizer()));
    for (LossCurves.Curve curve : curves.curves()) {
      List<Double> losses = curve.losses();
      lines.add(
          format(
              "%-28s from %.4f to %.4f",
              curve.lane(), losses.get(0), losses.get(losses.size() - 1)));
    }
    for (LossCurves.Difference difference : curves.differences()) {
      lines.add(
          format(
              "%s and %s differ by %.2g %% at the most, in step %d",
              difference.of(), difference.to(), 100 * difference.largest(), difference.step()));
    }
  }

  /** Three digits or more. */
  private static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return format("%,." + decimals + "f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
