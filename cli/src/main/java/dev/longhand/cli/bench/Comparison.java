package dev.longhand.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Two that had their turns in the same rounds.
 *
 * @param of which of them is compared
 * @param to which other
 * @param latency how many times as fast {@code of} is: the median latency of {@code to} over its
 *     own
 * @param imagesPerSecond how many times as many {@code of} reads, all callers together
 */
public record Comparison(int batch, Lane of, Lane to, Spread latency, Spread imagesPerSecond) {

  /**
   * Of the ratios in each round. Half of them are between the quartiles, whatever disturbed the
   * others.
   *
   * @param median the one to quote
   */
  public record Spread(double median, double lowerQuartile, double upperQuartile) {

    static Spread of(double... ratios) {
      var statistics = new ListStatistics(ratios);
      return new Spread(
          Figures.rounded(statistics.getPercentile(50)),
          Figures.rounded(statistics.getPercentile(25)),
          Figures.rounded(statistics.getPercentile(75)));
    }
  }

  /**
   * Compares all that differ in one thing: in the engine, the faster one to the slower one; or in
   * the callers or the threads, more to fewer.
   *
   * @param measured of each lane each round, of as many rounds
   * @param threadsFollow whether the threads are not chosen but follow from the callers
   */
  static List<Comparison> of(
      int batch, Map<Lane, List<Latencies>> measured, boolean threadsFollow) {
    List<Lane> lanes = List.copyOf(measured.keySet());
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      for (Lane later : lanes.subList(i + 1, lanes.size())) {
        Lane earlier = lanes.get(i);
        boolean sameCallers = earlier.callers() == later.callers();
        boolean sameThreads = earlier.threads() == later.threads();
        if (!earlier.engine().equals(later.engine())) {
          if (sameCallers && sameThreads) {
            Comparison one = of(batch, earlier, later, measured);
            comparisons.add(one.latency.median() >= 1 ? one : of(batch, later, earlier, measured));
          }
        } else if (sameCallers || sameThreads || threadsFollow) {
          boolean more =
              sameCallers
                  ? later.threads() > earlier.threads()
                  : later.callers() > earlier.callers();
          comparisons.add(
              more ? of(batch, later, earlier, measured) : of(batch, earlier, later, measured));
        }
      }
    }
    return comparisons;
  }

  private static Comparison of(int batch, Lane of, Lane to, Map<Lane, List<Latencies>> measured) {
    List<Latencies> ofRounds = measured.getOrDefault(of, List.of());
    List<Latencies> toRounds = measured.getOrDefault(to, List.of());
    return new Comparison(
        batch,
        of,
        to,
        spread(ofRounds, toRounds, (a, b) -> b.percentile(50) / a.percentile(50)),
        spread(
            ofRounds,
            toRounds,
            (a, b) ->
                Figures.imagesPerSecond(of, batch, a) / Figures.imagesPerSecond(to, batch, b)));
  }

  private static Spread spread(
      List<Latencies> of, List<Latencies> to, BiFunction<Latencies, Latencies, Double> ratio) {
    double[] ratios = new double[of.size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = ratio.apply(of.get(round), to.get(round));
    }
    return Spread.of(ratios);
  }
}
