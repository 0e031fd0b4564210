package dev.longhand.cli.bench;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;

/**
 * How long each of many runs took.
 *
 * @param counts how often each time was seen, by the time in milliseconds
 */
record Latencies(Map<Double, Long> counts) {

  Latencies {
    counts = new TreeMap<>(counts);
  }

  static Latencies of(Statistics measured) {
    Map<Double, Long> counts = new TreeMap<>();
    Iterator<Map.Entry<Double, Long>> values = measured.getRawData();
    while (values.hasNext()) {
      Map.Entry<Double, Long> value = values.next();
      counts.merge(value.getKey(), value.getValue(), Long::sum);
    }
    return new Latencies(counts);
  }

  static Latencies ofMilliseconds(List<Double> times) {
    Map<Double, Long> counts = new TreeMap<>();
    times.forEach(time -> counts.merge(time, 1L, Long::sum));
    return new Latencies(counts);
  }

  static Latencies join(List<Latencies> parts) {
    Map<Double, Long> counts = new TreeMap<>();
    parts.forEach(
        part -> part.counts.forEach((time, count) -> counts.merge(time, count, Long::sum)));
    return new Latencies(counts);
  }

  long runs() {
    return statistics().getN();
  }

  double mean() {
    return statistics().getMean();
  }

  /**
   * Between two runs, as JMH has it, it is interpolated.
   *
   * @param rank in 0…100
   */
  double percentile(double rank) {
    return statistics().getPercentile(rank);
  }

  private Statistics statistics() {
    var statistics = new MultisetStatistics();
    counts.forEach(statistics::addValue);
    return statistics;
  }
}
