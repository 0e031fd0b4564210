package dev.longhand.cli;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * A file that appears all at once, when it is complete; what was there is whole until then. What is
 * closed before leaves nothing.
 */
final class NewFile implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final OutputStream bytes;

  private NewFile(Path target, Path partial, OutputStream bytes) {
    this.target = target;
    this.partial = partial;
    this.bytes = bytes;
  }

  /**
   * @param target gzipped when its name ends in {@code .gz}
   * @throws LonghandException when no file can be made there
   */
  static NewFile at(Path target) {
    if (Files.isDirectory(target)) {
      throw new LonghandException(target + " is a folder; name a file");
    }
    OutputFolder.makeFor(target);
    String name = "." + target.getFileName() + "." + ProcessHandle.current().pid();
    Path partial = target.resolveSibling(name);
    try {
      OutputStream plain = Files.newOutputStream(partial);
      return new NewFile(
          target, partial, target.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static LonghandException cannotWrite(Path target, IOException e) {
    return new LonghandException(target + " cannot be written: " + e, e);
  }

  void write(byte[] more) {
    try {
      bytes.write(more);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Makes it appear under its name. */
  void complete() {
    try {
      bytes.close();
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  @Override
  public void close() {
    try {
      try {
        bytes.close();
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }
}
