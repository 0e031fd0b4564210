package dev.longhand.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The most memory that this process has held at once: the Java heap, native memory, all. */
final class PeakMemory {

  private PeakMemory() {}

  /**
   * @return in bytes; null where the system does not tell, as only Linux does
   */
  static @Nullable Long bytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // It is another system.
    }
    return null;
  }
}
