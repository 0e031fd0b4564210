package dev.longhand.cli.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a worker answers to its assignment and to each order; one line of JSON.
 *
 * @param problem what went wrong; null when nothing did
 * @param unavailable whether the problem is that the engine cannot run here
 * @param trains whether the engine can train
 * @param latencies of the runs or steps, in milliseconds; null for other orders
 * @param losses of a loss curve, one for each step
 * @param peakBytes of memory; null where the system does not tell
 */
record Reply(
    @Nullable String problem,
    boolean unavailable,
    boolean trains,
    @Nullable Latencies latencies,
    List<Double> losses,
    @Nullable Long peakBytes) {

  static Reply ready(boolean trains) {
    return new Reply(null, false, trains, null, List.of(), null);
  }

  static Reply problem(String problem, boolean unavailable) {
    return new Reply(problem, unavailable, false, null, List.of(), null);
  }

  static Reply measured(Latencies latencies) {
    return new Reply(null, false, false, latencies, List.of(), PeakMemory.bytes());
  }

  static Reply lossCurve(List<Double> losses) {
    return new Reply(null, false, true, null, losses, PeakMemory.bytes());
  }
}
