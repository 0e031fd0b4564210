package dev.longhand.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Takes turns, so that whatever else the machine does hits all alike. */
final class Rounds {

  private Rounds() {}

  /**
   * Measures each lane once in each round. Every round begins with another lane: what follows the
   * slowest, or the most demanding, is not always the same.
   *
   * @param enough is given how many rounds are done, and says whether they will do
   * @return of each lane what each round gave
   */
  static <T> Map<Lane, List<T>> inTurn(
      List<Lane> lanes, int rounds, IntPredicate enough, Function<Lane, T> measure) {
    Map<Lane, List<T>> measured = new LinkedHashMap<>();
    lanes.forEach(lane -> measured.put(lane, new ArrayList<>()));
    for (int round = 0; round < rounds && !enough.test(round); round++) {
      for (int turn = 0; turn < lanes.size(); turn++) {
        Lane lane = lanes.get((round + turn) % lanes.size());
        measured.computeIfAbsent(lane, it -> new ArrayList<>()).add(measure.apply(lane));
      }
    }
    return measured;
  }
}
