package dev.longhand.cli;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that appears all at once, when it is complete: until then its files stand in a hidden
 * one beside it. What is closed before is removed.
 */
final class NewFolder implements AutoCloseable {
  private final Path target;
  private final Path partial;

  private NewFolder(Path target, Path partial) {
    this.target = target;
    this.partial = partial;
  }

  /**
   * @throws LonghandException when there is a file or a folder with content already, which is never
   *     touched, or when no folder can be made there
   */
  static NewFolder at(Path target) {
    requireFree(target);
    Path absolute = target.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute.resolve("..").normalize());
      String name = "." + absolute.getFileName() + "." + ProcessHandle.current().pid();
      // Not one of the temporary folders, which nobody but the owner may enter.
      return new NewFolder(target, Files.createDirectory(absolute.resolveSibling(name)));
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static void requireFree(Path target) {
    if (!Files.isDirectory(target)) {
      if (Files.exists(target)) {
        throw new LonghandException(target + " is a file; name a new folder");
      }
      return;
    }
    try (Stream<Path> content = Files.list(target)) {
      if (content.findAny().isPresent()) {
        throw new LonghandException(
            target + " is not empty, and nothing in it is overwritten; name a new folder");
      }
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static LonghandException cannotWrite(Path target, IOException e) {
    return new LonghandException(target + " cannot be written: " + e, e);
  }

  void write(String file, byte[] content) {
    try {
      Files.write(partial.resolve(file), content);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** Makes it appear under its name. */
  void complete() {
    requireFree(target);
    try {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  @Override
  public void close() {
    if (!Files.exists(partial)) {
      return;
    }
    try (Stream<Path> content = Files.walk(partial)) {
      List<Path> inside = content.sorted(Comparator.reverseOrder()).toList();
      for (Path path : inside) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
