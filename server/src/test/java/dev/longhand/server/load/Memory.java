package dev.longhand.server.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory, as Linux tells it. */
final class Memory {

  private Memory() {}

  static long residentKilobytes(long process) throws IOException {
    Path status = Path.of("/proc/" + process + "/status");
    return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
