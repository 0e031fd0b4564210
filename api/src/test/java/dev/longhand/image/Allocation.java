package dev.longhand.image;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory some code asks for, whether or not it keeps it. */
public final class Allocation {

  private Allocation() {}

  /** The bytes that this thread allocates while {@code code} runs. */
  public static long during(Runnable code) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    code.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
