package dev.longhand.cli;

import dev.longhand.LonghandException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Something that is begun before its result is needed. */
final class Ahead<T> {
  private final FutureTask<T> task;

  private Ahead(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins on a thread of its own, which keeps no process alive. */
  static <T> Ahead<T> begin(Callable<T> work) {
    var ahead = new Ahead<>(new FutureTask<>(work));
    thread(ahead.task).start();
    return ahead;
  }

  /** Waits for the result; what the work threw is thrown here. */
  T get() {
    return get(task);
  }

  static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LonghandException("interrupted", e);
    }
  }

  static Thread thread(Runnable work) {
    var thread = new Thread(work, "ahead");
    thread.setDaemon(true);
    return thread;
  }
}
