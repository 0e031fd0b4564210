package dev.longhand.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.util.MultisetStatistics;

class LatenciesTest {

  @Property
  @Label("Latencies have the percentiles and the mean of all times, sorted and counted by hand")
  void percentiles(
      @ForAll @Size(min = 1, max = 300) List<@DoubleRange(min = 0.01, max = 5000) Double> times,
      @ForAll @DoubleRange(max = 100) double rank) {
    var latencies = Latencies.ofMilliseconds(times);

    assertThat(latencies.percentile(rank)).isCloseTo(percentile(times, rank), within(1e-6));
    assertThat(latencies.mean())
        .isCloseTo(
            times.stream().mapToDouble(Double::doubleValue).average().orElseThrow(), within(1e-6));
    assertThat(latencies.runs()).isEqualTo(times.size());
  }

  /** The value at the place {@code rank · (n + 1)}, counted from 1, between its two neighbours. */
  private static double percentile(List<Double> times, double rank) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = rank / 100 * (sorted.length + 1) - 1;
    int below = (int) Math.floor(place);
    double low = sorted[Math.min(Math.max(below, 0), sorted.length - 1)];
    double high = sorted[Math.min(Math.max(below + 1, 0), sorted.length - 1)];
    return low + (high - low) * (place - below);
  }

  @Property
  @Label("Latencies of several rounds are those of all their runs")
  void joined(
      @ForAll @Size(max = 5)
          List<@Size(max = 20) List<@DoubleRange(min = 0.1, max = 1) Double>> rounds) {
    List<Double> all = new ArrayList<>();
    rounds.forEach(all::addAll);

    assertThat(Latencies.join(rounds.stream().map(Latencies::ofMilliseconds).toList()))
        .isEqualTo(Latencies.ofMilliseconds(all));
  }

  @Test
  @DisplayName("Latencies are the same after a journey through JMH and JSON")
  void journey() throws Exception {
    var measured = new MultisetStatistics();
    measured.addValue(0.25, 7);
    measured.addValue(1e-5, 1);

    var latencies = Latencies.of(measured);
    var json = new ObjectMapper();

    assertThat(latencies.counts()).containsEntry(0.25, 7L).containsEntry(1e-5, 1L).hasSize(2);
    assertThat(json.readValue(json.writeValueAsString(latencies), Latencies.class))
        .isEqualTo(latencies);
  }
}
