package dev.longhand.cli.report;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The files of a report, and how figures are written in it. */
final class ReportFolder {
  private final Path folder;

  /**
   * @param folder is made where there is none; what it holds under the same names is replaced
   */
  ReportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws LonghandException when it cannot be written
   */
  void file(String name, byte[] content) {
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      Files.write(file, content);
    } catch (IOException e) {
      throw new LonghandException("the report's file " + file + " cannot be written: " + e, e);
    }
  }

  /** A file, and the same on the page under a heading. */
  void picture(Page page, String name, byte[] png, String title, String note) {
    file(name, png);
    page.heading(title, note);
    page.picture(png, title);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double share) {
    return number(100 * share, 2) + " %";
  }

  static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "–";
  }
}
