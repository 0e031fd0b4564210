package dev.longhand.server;

import dev.longhand.server.reading.ImageSource;
import dev.longhand.server.reading.Reader;
import dev.longhand.server.reading.Reading;
import dev.longhand.server.reading.ReadingQueue;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes what a request wants to the queue, as soon as its reader is open, and gives it up when
 * nobody waits for it any more.
 */
@Singleton
final class Desk {

  private final ReadingQueue queue;
  private final ServerSettings settings;

  Desk(ReadingQueue queue, ServerSettings settings) {
    this.queue = queue;
    this.settings = settings;
  }

  /** Reads an image. */
  CompletableFuture<Reading> read(
      ReadingParameters parameters, ImageSource image, RoutingContext context) {
    return read(parameters, image, context, settings.deadline());
  }

  /** Reads an image of several that share a deadline. */
  CompletableFuture<Reading> read(
      ReadingParameters parameters, ImageSource image, RoutingContext context, Duration within) {
    return whenOpen(
        parameters, reader -> whileConnected(context, queue.read(reader, image, within)));
  }

  /** Reads an image for whoever cancels it himself. */
  CompletableFuture<Reading> read(ReadingParameters parameters, ImageSource image) {
    return whenOpen(parameters, reader -> queue.read(reader, image, settings.deadline()));
  }

  /** Does something else that takes a processor. */
  <T> CompletableFuture<T> run(
      ReadingParameters parameters, Function<Reader, T> work, RoutingContext context) {
    return whenOpen(
        parameters,
        reader ->
            whileConnected(context, queue.run(() -> work.apply(reader), settings.deadline())));
  }

  /** Does something that is finished even when nobody waits for it. */
  <T> CompletableFuture<T> run(Supplier<T> work) {
    return queue.run(work, settings.deadline());
  }

  private <T> CompletableFuture<T> whenOpen(
      ReadingParameters parameters, Function<Reader, CompletableFuture<T>> job) {
    CompletableFuture<Reader> reader = parameters.reader();
    if (reader.isDone()) {
      return reader.thenCompose(job);
    }
    return reader
        .copy()
        .orTimeout(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (open, failure) -> {
              if (failure instanceof TimeoutException) {
                throw new ProblemException(
                    ProblemType.OVERLOADED,
                    "model "
                        + parameters.model().name()
                        + " is still being opened; ask again later");
              } else if (failure != null) {
                throw new CompletionException(failure);
              }
              return open;
            })
        .thenCompose(job);
  }

  private static <T> CompletableFuture<T> whileConnected(
      RoutingContext context, CompletableFuture<T> job) {
    context.addEndHandler(
        end -> {
          if (end.failed()) {
            job.cancel(false);
          }
        });
    return job;
  }
}
