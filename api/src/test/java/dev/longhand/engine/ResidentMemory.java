package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much memory this process holds, native memory included, where the system tells. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int ROUNDS = 5;

  private ResidentMemory() {}

  /**
   * Repeats something, and fails when what it leaves behind adds up. The Java heap and the pages of
   * the allocator grow too until they have their size, so growth counts only when it never ends:
   * when each of several rounds adds as much.
   */
  static void assertFlat(int repetitions, int toleratedMegabytes, Runnable something) {
    assumeTrue(Files.isReadable(STATUS), "this system does not tell the resident memory");
    List<Long> growth = new ArrayList<>();
    long before = megabytes();
    do {
      for (int i = 0; i < repetitions; i++) {
        something.run();
      }
      long after = megabytes();
      growth.add(after - before);
      before = after;
    } while (growth.get(growth.size() - 1) >= toleratedMegabytes && growth.size() < ROUNDS);
    assertThat(growth)
        .as("growth of resident memory in MB, in each %d repetitions", repetitions)
        .anyMatch(megabytes -> megabytes < toleratedMegabytes);
  }

  private static long megabytes() {
    // Gives back what the Java heap does not need, so that native memory is what differs.
    System.gc();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
