package dev.longhand.cli.bench;

/**
 * One of those that run in turn.
 *
 * @param engine by name
 * @param threads that the engine may use for each run
 * @param callers that run the network at once
 */
public record Lane(String engine, int threads, int callers) {

  /** As in {@code "2 threads, 1 caller"}. */
  String conditions() {
    return count(threads, "thread") + ", " + count(callers, "caller");
  }

  private static String count(int number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }
}
