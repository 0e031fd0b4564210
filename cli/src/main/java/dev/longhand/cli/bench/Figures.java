package dev.longhand.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one engine.
 *
 * @param batch images in a run or a step
 * @param runs how many were measured, by all callers
 * @param milliseconds that one took
 * @param imagesPerSecond of all callers together
 * @param peakResidentMegabytes (of 10⁶ bytes) that the engine's process held at the most; null
 *     where the system does not tell
 */
public record Figures(
    String engine,
    int batch,
    int threads,
    int callers,
    long runs,
    Milliseconds milliseconds,
    double imagesPerSecond,
    @Nullable Long peakResidentMegabytes) {

  /**
   * @param p50 the median
   */
  public record Milliseconds(double p50, double p95, double p99, double mean) {}

  static Figures of(Lane lane, int batch, Latencies latencies, @Nullable Long peakBytes) {
    return new Figures(
        lane.engine(),
        batch,
        lane.threads(),
        lane.callers(),
        latencies.runs(),
        new Milliseconds(
            rounded(latencies.percentile(50)),
            rounded(latencies.percentile(95)),
            rounded(latencies.percentile(99)),
            rounded(latencies.mean())),
        rounded(imagesPerSecond(lane, batch, latencies)),
        peakBytes == null ? null : Math.round(peakBytes / 1e6));
  }

  /** Each caller runs again as soon as it is done, so that all are under way all the time. */
  static double imagesPerSecond(Lane lane, int batch, Latencies latencies) {
    return 1000.0 * lane.callers() * batch / latencies.mean();
  }

  /** More digits than four are noise. */
  static double rounded(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).round(new MathContext(4)).doubleValue()
        : value;
  }
}
