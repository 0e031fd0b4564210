package dev.longhand.server;

import dev.longhand.server.reading.QueueListener;
import dev.longhand.server.reading.Reader;
import dev.longhand.server.reading.Readers;
import dev.longhand.server.reading.ReadingQueue;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What Prometheus is told. */
@Singleton
final class Meters implements QueueListener, Readers.LoadListener {

  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  void watch(ReadingQueue queue) {
    Gauge.builder("longhand.queue.length", queue, ReadingQueue::length)
        .description("Jobs that wait for a worker")
        .register(registry);
  }

  @Override
  public void ran(Reader reader, int images, Duration running) {
    DistributionSummary.builder("longhand.batch.size")
        .description("Images in one run of a network")
        .tag("model", reader.model().name())
        .tag("engine", reader.engine())
        .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
        .register(registry)
        .record(images);
    Timer.builder("longhand.batch.run")
        .description("One run of a network, decoding included")
        .tag("model", reader.model().name())
        .tag("engine", reader.engine())
        .register(registry)
        .record(running);
  }

  @Override
  public void refused() {
    rejected("queue-full");
  }

  @Override
  public void expired() {
    rejected("deadline");
  }

  @Override
  public void abandoned() {
    rejected("client-gone");
  }

  /** A request was not answered with a reading, for a reason that is not in its image. */
  void rejected(String reason) {
    registry.counter("longhand.rejected", "reason", reason).increment();
  }

  /** A request to {@code /v1} or {@code /v2} was answered. */
  void answered(String path, int status, Duration took) {
    Timer.builder("longhand.requests")
        .description("From the head of a request to the end of its answer")
        .tag("path", path)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(2500),
            Duration.ofSeconds(10))
        .register(registry)
        .record(took);
  }

  @Override
  public void loaded(Reader reader, Duration took) {
    Timer.builder("longhand.model.load")
        .description("To open a model on an engine and to read with it once")
        .tag("model", reader.model().name())
        .tag("engine", reader.engine())
        .register(registry)
        .record(took);
  }
}
