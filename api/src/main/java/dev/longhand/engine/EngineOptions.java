package dev.longhand.engine;

/**
 * What an engine may use.
 *
 * @param threads intra-op threads at the most, at least 1
 * @param device where networks run; an engine that cannot run there refuses to open
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

  /**
   * What one of several callers may use that run networks at once: its share of the cores. Together
   * they then keep all cores busy, and do not wait for each other's threads.
   *
   * @param callers at least 1
   */
  public static EngineOptions sharedBy(int callers) {
    if (callers < 1) {
      throw new IllegalArgumentException("callers must be at least 1, but were " + callers);
    }
    EngineOptions all = defaults();
    return all.withThreads(Math.max(1, all.threads() / callers));
  }

  public EngineOptions withThreads(int newThreads) {
    return new EngineOptions(newThreads, device);
  }

  public EngineOptions withDevice(Device newDevice) {
    return new EngineOptions(threads, newDevice);
  }

  /**
   * For engines that run on the CPU only.
   *
   * @param engine its name
   * @throws EngineUnavailableException when the device is another
   */
  public void requireCpu(String engine) {
    if (device != Device.CPU) {
      throw new EngineUnavailableException(
          "engine '"
              + engine
              + "' runs on the CPU only, but the device is "
              + device
              + "; choose the CPU");
    }
  }
}
