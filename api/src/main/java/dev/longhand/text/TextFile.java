package dev.longhand.text;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reading text files that users write: word lists, texts, priors, alphabets. */
public final class TextFile {

  /** More than the largest word list there is. */
  private static final long MOST_BYTES = 1L << 28;

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private TextFile() {}

  /**
   * All of a file in UTF-8, without a byte order mark.
   *
   * @param what the file should be, with its article, as in {@code "a lexicon, one word a line"}
   * @throws LonghandException when it is missing, a folder, larger than 256 MiB, not UTF-8 or
   *     cannot be read, in one line that starts with the file
   */
  public static String read(Path file, String what) {
    try {
      if (Files.isDirectory(file)) {
        throw new LonghandException(file + ": is a folder; name " + what);
      }
      long bytes = Files.size(file);
      if (bytes > MOST_BYTES) {
        throw new LonghandException(
            file + ": has " + bytes + " bytes, but at most " + MOST_BYTES + " are read");
      }
      String text = Files.readString(file);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new LonghandException(file + ": is not text in UTF-8; convert it first", e);
    } catch (NoSuchFileException e) {
      throw new LonghandException(file + ": there is no such file; name " + what, e);
    } catch (AccessDeniedException e) {
      throw new LonghandException(file + ": no permission to read it", e);
    } catch (IOException e) {
      throw new LonghandException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
