package dev.longhand.engine.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.longhand.engine.EngineUnavailableException;
import java.util.concurrent.locks.ReentrantLock;

/** PyTorch's native library in this process, and what is shared by all who use it. */
final class Pytorch {

  /** DJL allows one recording of gradients at a time in a process. */
  private static final ReentrantLock RECORDING = new ReentrantLock();

  /**
   * How many threads PyTorch was last told to use when called from this thread. PyTorch keeps the
   * number per calling thread, so two engines of different options do not disturb each other.
   */
  private static final ThreadLocal<Integer> THREADS = ThreadLocal.withInitial(() -> 0);

  private final Engine engine;

  private Pytorch(Engine engine) {
    this.engine = engine;
  }

  /**
   * Loads the native library unless this process has it already.
   *
   * @throws EngineUnavailableException when it cannot be loaded here
   */
  static Pytorch load() {
    // DJL reads these when its classes load: before, not after.
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    // Threads for running several graphs at once, which is left to Java's threads.
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // DJL finds its engines and native libraries through the context class loader, which in servers
    // and thread pools may be one that does not know them.
    thread.setContextClassLoader(Pytorch.class.getClassLoader());
    try {
      return new Pytorch(Engine.getEngine("PyTorch"));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new EngineUnavailableException(
          "engine '"
              + DjlPytorchProvider.NAME
              + "' cannot load PyTorch: "
              + rootOf(e)
              + ". It downloads nothing: ai.djl.pytorch:pytorch-jni and pytorch-native-cpu for this"
              + " platform ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + ") must be on the class path, and DJL_CACHE_DIR or ~/.djl.ai writable with 450 MB"
              + " free",
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Where arrays live until it is closed. */
  NDManager newManager() {
    return engine.newBaseManager(Device.cpu());
  }

  /** Lets PyTorch use at most so many threads for what this thread asks of it. */
  void useThreads(int threads) {
    if (THREADS.get() != threads) {
      JniUtils.setNumThreads(threads);
      THREADS.set(threads);
    }
  }

  /** Starts to record gradients; waits while another thread does. */
  Recording record(long seed) {
    RECORDING.lock();
    try {
      // The generator is the process's own. Only recordings draw from it, one at a time.
      JniUtils.setSeed(seed);
      return new Recording(engine.newGradientCollector());
    } catch (RuntimeException e) {
      RECORDING.unlock();
      throw e;
    }
  }

  /** Operators between its opening and its closing can be differentiated. */
  record Recording(GradientCollector collector) implements AutoCloseable {
    @Override
    public void close() {
      try {
        collector.close();
      } finally {
        RECORDING.unlock();
      }
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static String rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString().lines().findFirst().orElse("");
  }
}
