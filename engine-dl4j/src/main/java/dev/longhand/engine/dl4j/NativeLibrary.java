package dev.longhand.engine.dl4j;

import dev.longhand.engine.EngineUnavailableException;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's native library in this process, and what is shared by all who use it. */
final class NativeLibrary {

  /**
   * How many threads OpenMP was last told to use when called from this thread. OpenMP keeps the
   * number per calling thread, so two engines of different options do not disturb each other.
   */
  private static final ThreadLocal<Integer> THREADS = ThreadLocal.withInitial(() -> 0);

  /**
   * The same for OpenBLAS, which multiplies the matrices that oneDNN does not, as in a build
   * without it. It has one number for the process, so there the engine that was used last decides.
   */
  private static volatile int blasThreads;

  private NativeLibrary() {}

  /**
   * Loads the native library unless this process has it already.
   *
   * @throws EngineUnavailableException when it cannot be loaded here
   */
  static NativeLibrary load() {
    // JavaCPP reads these when its classes load: before, not after.
    setUnlessSet("org.bytedeco.javacpp.platform.extension", NativeBinary.find().extension());
    // Memory is freed by hand; JavaCPP would run the garbage collector, and wait for it, whenever
    // the process has grown beyond what it thinks fit.
    setUnlessSet("org.bytedeco.javacpp.maxbytes", "0");
    setUnlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // ND4J finds its backend through the context class loader, which in servers and thread pools
    // may be one that does not know it.
    thread.setContextClassLoader(NativeLibrary.class.getClassLoader());
    try {
      ND4JClassLoading.setNd4jClassloaderFromClass(NativeLibrary.class);
      Nd4j.getMemoryManager().togglePeriodicGc(false);
      return new NativeLibrary();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new EngineUnavailableException(
          "engine '"
              + Dl4jProvider.NAME
              + "' cannot load ND4J: "
              + rootOf(e)
              + ". The cache of JavaCPP, ~/.javacpp/cache or -Dorg.bytedeco.javacpp.cachedir, must be"
              + " writable with 450 MB free, and org.nd4j:nd4j-native and org.bytedeco:openblas for "
              + NativeBinary.platform()
              + " on the class path",
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Lets ND4J use at most so many threads for what this thread asks of it. */
  void useThreads(int threads) {
    if (THREADS.get() != threads) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
      THREADS.set(threads);
    }
    if (blasThreads != threads) {
      openblas_nolapack.blas_set_num_threads(threads);
      blasThreads = threads;
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
    return root.toString().lines().findFirst().orElse("").replaceFirst("\\.+$", "");
  }
}
