package dev.longhand.server;

import dev.longhand.image.ImageReader;
import dev.longhand.server.reading.OverloadedException;
import dev.longhand.server.reading.Reading;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The files of one request, which share the queue with everyone else's. */
final class Batch {

  private final Desk desk;
  private final ReadingParameters parameters;
  private final RoutingContext context;
  private final long end;

  /**
   * @param within how long all files may take together
   */
  Batch(Desk desk, ReadingParameters parameters, RoutingContext context, Duration within) {
    this.desk = desk;
    this.parameters = parameters;
    this.context = context;
    this.end = System.nanoTime() + within.toNanos();
  }

  /** Reads all files. When the queue is full, the next ones wait until one of the first is done. */
  FileAnswers read(List<Multipart.File> files) {
    List<CompletableFuture<Reading>> readings = new ArrayList<>();
    Deque<CompletableFuture<Reading>> pending = new ArrayDeque<>();
    for (Multipart.File file : files) {
      CompletableFuture<Reading> reading = submit(file, pending);
      readings.add(reading);
      pending.add(reading);
    }
    List<Object> answers = new ArrayList<>();
    for (int i = 0; i < readings.size(); i++) {
      answers.add(answer(files.get(i).name(), readings.get(i)));
    }
    return new FileAnswers(answers);
  }

  private CompletableFuture<Reading> submit(
      Multipart.File file, Deque<CompletableFuture<Reading>> pending) {
    while (true) {
      CompletableFuture<Reading> reading =
          desk.read(
              parameters,
              () -> ImageReader.read(file.bytes(), file.name()),
              context,
              Duration.ofNanos(end - System.nanoTime()));
      if (!isRefused(reading) || pending.isEmpty()) {
        return reading;
      }
      var unused = pending.remove().handle((done, failure) -> "done").join();
    }
  }

  private static boolean isRefused(CompletableFuture<Reading> reading) {
    try {
      return reading.isCompletedExceptionally() && reading.join() == null;
    } catch (CompletionException e) {
      return e.getCause() instanceof OverloadedException;
    } catch (CancellationException e) {
      return false;
    }
  }

  private Object answer(String file, CompletableFuture<Reading> reading) {
    try {
      return RecognitionAnswer.of(reading.join(), parameters.top()).withFile(file);
    } catch (CompletionException | CancellationException e) {
      return new FileAnswers.Failed(file, Problem.of(e));
    }
  }
}
