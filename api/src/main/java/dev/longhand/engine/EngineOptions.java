package dev.longhand.engine;

/**
 * What an engine may use.
 *
 * @param threads intra-op threads at the most, at least 1
 */
public record EngineOptions(int threads, Device device) {

  /** Where networks run. */
  public enum Device {
    CPU,
    GPU
  }

  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but was " + threads);
    }
  }

  /** All cores of this machine, on the CPU. */
  public static EngineOptions defaults() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors(), Device.CPU);
  }

  public EngineOptions withThreads(int newThreads) {
    return new EngineOptions(newThreads, device);
  }
}
