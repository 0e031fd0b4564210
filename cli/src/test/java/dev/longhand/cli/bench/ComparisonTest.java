package dev.longhand.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.longhand.cli.bench.Comparison.Spread;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A comparison")
class ComparisonTest {

  private static List<Latencies> rounds(double... milliseconds) {
    return Arrays.stream(milliseconds)
        .mapToObj(each -> Latencies.ofMilliseconds(List.of(each)))
        .toList();
  }

  @Test
  @DisplayName("is made round by round, so that noise which hits both does not count")
  void roundByRound() {
    Map<Lane, List<Latencies>> measured = new LinkedHashMap<>();
    var slow = new Lane("slow", 1, 1);
    var fast = new Lane("fast", 1, 1);
    measured.put(slow, rounds(8, 800, 80, 40));
    measured.put(fast, rounds(2, 200, 40, 10));

    assertThat(Comparison.of(16, measured, false))
        .containsExactly(
            new Comparison(16, fast, slow, new Spread(4, 2.5, 4), new Spread(4, 2.5, 4)));
  }

  @Test
  @DisplayName(
      "is made between engines under equal conditions, and within an engine of more to fewer")
  void pairs() {
    Map<Lane, List<Latencies>> measured = new LinkedHashMap<>();
    for (String engine : List.of("a", "b")) {
      measured.put(new Lane(engine, 1, 2), rounds(1));
      measured.put(new Lane(engine, 1, 8), rounds(4));
    }

    assertThat(Comparison.of(1, measured, false))
        .extracting(
            each -> each.of().engine() + each.of().callers(),
            each -> each.to().engine() + each.to().callers(),
            each -> each.imagesPerSecond().median())
        .containsExactlyInAnyOrder(
            tuple("a8", "a2", 1.0),
            tuple("a2", "b2", 1.0),
            tuple("a8", "b8", 1.0),
            tuple("b8", "b2", 1.0));
  }

  @Test
  @DisplayName("of few callers to many is made when their threads follow from how many they are")
  void threadsFollow() {
    Map<Lane, List<Latencies>> measured = new LinkedHashMap<>();
    measured.put(new Lane("a", 4, 1), rounds(1));
    measured.put(new Lane("a", 1, 4), rounds(2));

    assertThat(Comparison.of(1, measured, false)).isEmpty();
    assertThat(Comparison.of(1, measured, true))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.of().callers()).isEqualTo(4);
              assertThat(each.latency().median()).isEqualTo(0.5);
              assertThat(each.imagesPerSecond().median()).isEqualTo(2);
            });
  }

  @Test
  @DisplayName("has the median and the quartiles of its rounds, whatever single ones gave")
  void spread() {
    assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(2.5, 1.25, 3.75));
    assertThat(Spread.of(2, 2, 2, 2, 2, 2, 900)).isEqualTo(new Spread(2, 2, 2));
    assertThat(Spread.of(3)).isEqualTo(new Spread(3, 3, 3));
  }
}
