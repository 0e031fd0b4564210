package dev.longhand.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Files of a folder or of a zip, by names with {@code '/'}. Reading from many threads is safe. */
sealed interface ImageStore {

  static ImageStore open(Path folderOrZip) {
    if (Files.isDirectory(folderOrZip)) {
      return new Folder(folderOrZip);
    }
    try {
      return new Zip(folderOrZip, new ZipFile(folderOrZip.toFile()));
    } catch (IOException e) {
      throw DataFile.unreadable(folderOrZip, e);
    }
  }

  /** Of all files, at most two folders deep, sorted. Hidden ones are left out. */
  List<String> names();

  boolean contains(String name);

  /**
   * @throws InvalidDataException when it cannot be read, or is larger than {@code limit} bytes
   */
  byte[] read(String name, int limit);

  /** For messages. */
  String describe(String name);

  private static boolean isVisible(String name) {
    return !name.startsWith(".") && !name.contains("/.") && !name.startsWith("__MACOSX/");
  }

  private static byte[] readAtMost(InputStream in, int limit, String described) throws IOException {
    byte[] bytes = in.readNBytes(limit);
    if (in.read() >= 0) {
      throw new InvalidDataException(
          described + " is larger than " + limit / 1e6 + " MB, the limit for it");
    }
    return bytes;
  }

  /** A directory; names never lead out of it. */
  record Folder(Path folder) implements ImageStore {

    @Override
    public List<String> names() {
      try (Stream<Path> files = Files.walk(folder, 2, FileVisitOption.FOLLOW_LINKS)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
            .filter(ImageStore::isVisible)
            .sorted()
            .toList();
      } catch (IOException e) {
        throw DataFile.unreadable(folder, e);
      } catch (UncheckedIOException e) {
        throw DataFile.unreadable(folder, new IOException(e.getMessage(), e));
      }
    }

    @Override
    public boolean contains(String name) {
      try {
        Path file = folder.resolve(name).normalize();
        return file.startsWith(folder.normalize()) && Files.isRegularFile(file);
      } catch (InvalidPathException e) {
        return false;
      }
    }

    @Override
    public byte[] read(String name, int limit) {
      try (InputStream in = Files.newInputStream(folder.resolve(name))) {
        return readAtMost(in, limit, describe(name));
      } catch (IOException e) {
        throw DataFile.unreadable(describe(name), e);
      }
    }

    @Override
    public String describe(String name) {
      return folder.resolve(name).toString();
    }
  }

  /**
   * A zip, whose members are read in place; a member's name is only ever compared. The file stays
   * open until nothing refers to the dataset any more.
   */
  record Zip(Path file, ZipFile zip) implements ImageStore {

    @Override
    public List<String> names() {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .filter(ImageStore::isVisible)
          .sorted()
          .toList();
    }

    @Override
    public boolean contains(String name) {
      ZipEntry entry = zip.getEntry(name);
      return entry != null && !entry.isDirectory();
    }

    @Override
    public byte[] read(String name, int limit) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new InvalidDataException(describe(name) + ": there is no such file");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return readAtMost(in, limit, describe(name));
      } catch (IOException e) {
        throw DataFile.unreadable(describe(name), e);
      }
    }

    @Override
    public String describe(String name) {
      return file + "!/" + name;
    }
  }
}
