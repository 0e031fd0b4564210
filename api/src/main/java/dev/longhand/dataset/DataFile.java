package dev.longhand.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opening the files of a dataset, and saying in one line why that failed. */
final class DataFile {

  /** Deflate cannot do better than 1032:1, so a gzipped file cannot hold more than this. */
  private static final long LARGEST_RATIO = 1032;

  private DataFile() {}

  /** Opens a file that may be gzipped; its first bytes tell, not its name. */
  @SuppressWarnings("resource") // Closing the returned stream closes the file.
  static InputStream open(Path file) {
    InputStream raw = null;
    try {
      if (Files.isDirectory(file)) {
        throw new InvalidDataException(file + " is a directory, but a file was expected");
      }
      raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      return isGzip(raw) ? new GZIPInputStream(raw, 1 << 16) : raw;
    } catch (IOException e) {
      closeQuietly(raw);
      throw unreadable(file, e);
    }
  }

  /** The most bytes that {@link #open} can give. */
  static long mostBytes(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
      long size = Files.size(file);
      return isGzip(raw) ? Math.multiplyExact(size, LARGEST_RATIO) : size;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean isGzip(InputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return gzip;
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable InputStream stream) {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      // What made us close it is what the user must know.
    }
  }

  /** Says in one line why a file could not be read. */
  static InvalidDataException unreadable(Object file, IOException why) {
    if (why instanceof NoSuchFileException) {
      return new InvalidDataException(file + ": there is no such file", why);
    }
    if (why instanceof AccessDeniedException) {
      return new InvalidDataException(file + ": no permission to read it", why);
    }
    if (why instanceof EOFException) {
      return new InvalidDataException(file + " is cut short; get it again", why);
    }
    if (why instanceof ZipException) {
      return new InvalidDataException(
          file + " is damaged (" + why.getMessage() + "); get it again", why);
    }
    return new InvalidDataException(file + " cannot be read: " + why.getMessage(), why);
  }
}
