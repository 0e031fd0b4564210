package dev.longhand.training;

import dev.longhand.training.TrainingTask.Batch;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The batches of a training in their order, made ahead of time on background threads.
 *
 * <p>A few are ahead and no more, so memory is bounded; whoever makes a batch, it is the same one.
 */
final class BatchStream implements AutoCloseable {
  private final TrainingTask task;
  private final int batchesPerEpoch;
  private final long end;
  private final int ahead;
  private final ExecutorService makers;
  private final Queue<Future<Batch>> made = new ArrayDeque<>();
  private long submitted;

  /**
   * @param firstEpoch from 0
   * @param epochs after the last epoch
   * @param threads that make batches, at least 1
   */
  BatchStream(TrainingTask task, int firstEpoch, int epochs, int threads) {
    this.task = task;
    this.batchesPerEpoch = task.batchesPerEpoch();
    this.submitted = (long) firstEpoch * batchesPerEpoch;
    this.end = (long) epochs * batchesPerEpoch;
    this.ahead = 2 * threads;
    this.makers =
        Executors.newFixedThreadPool(
            threads,
            runnable -> {
              var thread = new Thread(runnable, "longhand-batches");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * The next batch. An interruption does not cut the waiting short; the thread stays interrupted.
   */
  Batch next() {
    while (made.size() <= ahead && submitted < end) {
      int epoch = (int) (submitted / batchesPerEpoch);
      int index = (int) (submitted % batchesPerEpoch);
      made.add(makers.submit(() -> task.batch(epoch, index)));
      submitted++;
    }
    return await(made.remove());
  }

  private static Batch await(Future<Batch> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw rethrow(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrow(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      // Both traces matter: where the batch failed, and who waited for it.
      cause.addSuppressed(e);
      return cause;
    }
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }

  /**
   * Abandons the batches that nobody will take, and waits for those that are being made, so that
   * nothing reads the data once training has ended. They are not interrupted, as that would close a
   * file that the data is read from.
   */
  @Override
  public void close() {
    made.forEach(future -> future.cancel(false));
    makers.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      boolean ended = false;
      while (!ended) {
        try {
          ended = makers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
