package dev.longhand.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets something that takes hours end in good order when the user presses Ctrl-C. */
final class CtrlC {

  /** After that the process ends in any case; what was saved before is safe. */
  private static final int PATIENCE_SECONDS = 30;

  private CtrlC() {}

  /**
   * Works.
   *
   * @param stop asks the work to end soon; called on another thread
   */
  static <T> T stopping(Runnable stop, Supplier<T> work) {
    var ended = new CountDownLatch(1);
    var hook = new Thread(() -> stopAndWait(stop, ended), "ctrl-c");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private static void stopAndWait(Runnable stop, CountDownLatch ended) {
    stop.run();
    try {
      ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is why.
    }
  }
}
