package dev.longhand.cli;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The folder of what a command writes: what takes minutes or hours is to find it at its end. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * @throws LonghandException when the file's folder cannot be made, or not be written into
   */
  static void makeFor(Path file) {
    make(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }

  /**
   * @throws LonghandException when it cannot be made, or not be written into
   */
  static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new LonghandException(
          "the folder " + folder + " cannot be made: there is a file of that name", e);
    } catch (IOException e) {
      throw new LonghandException("the folder " + folder + " cannot be made: " + e, e);
    }
    if (!Files.isWritable(folder)) {
      throw new LonghandException("no permission to write into the folder " + folder);
    }
  }
}
