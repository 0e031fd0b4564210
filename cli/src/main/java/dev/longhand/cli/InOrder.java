package dev.longhand.cli;

import dev.longhand.LonghandException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/**
 * Many pieces of work at once, of which the results are written in their order; only a few wait for
 * that, however many there are.
 */
final class InOrder {

  /** Pieces that are worked on ahead of the one that is written. */
  private static final int AHEAD = 64;

  private volatile boolean stopped;

  /** Asks to end soon; called on another thread. */
  void stop() {
    stopped = true;
  }

  /**
   * @param work makes the result of each of {@code count} pieces, from 0; called from many threads
   * @param write takes result after result, on the thread that called; what {@code work} threw is
   *     thrown in its place
   * @throws LonghandException when asked to stop
   */
  <T> void run(int count, int threads, IntFunction<T> work, ObjIntConsumer<T> write) {
    ExecutorService workers = Executors.newFixedThreadPool(threads, Ahead::thread);
    try {
      Deque<Future<T>> ahead = new ArrayDeque<>();
      for (int i = 0; i < count + AHEAD; i++) {
        if (i < count) {
          int piece = i;
          ahead.add(workers.submit(() -> work.apply(piece)));
        }
        int next = i - AHEAD;
        if (next >= 0) {
          write.accept(Ahead.get(ahead.remove()), next);
        }
        if (stopped) {
          throw new LonghandException("interrupted: nothing was written");
        }
      }
    } finally {
      workers.shutdownNow();
    }
  }
}
