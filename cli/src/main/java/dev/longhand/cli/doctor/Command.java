package dev.longhand.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Asks other programs of the system. */
final class Command {

  private Command() {}

  /** All that a program prints, or nothing when it is not there or takes long. */
  static String output(String... command) {
    try {
      // Into a file, as a program that hangs would keep a pipe open.
      Path out = Files.createTempFile("longhand", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return "";
        }
        return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
