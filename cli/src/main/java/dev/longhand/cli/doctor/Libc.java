package dev.longhand.cli.doctor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C library, which native libraries are made for: those for glibc do not load with musl. */
final class Libc {

  private Libc() {}

  /** As {@code "glibc 2.36"} or {@code "musl 1.2.4"}. */
  static String ofThisMachine() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("mac")) {
      return "libSystem";
    }
    return system.contains("linux") ? ofLdd(Command.output("ldd", "--version")) : "unknown";
  }

  /**
   * @param text what {@code ldd --version} prints, on standard output or error
   */
  static String ofLdd(String text) {
    Matcher musl = Pattern.compile("(?s)musl libc.*?Version (\\d[\\w.]*)").matcher(text);
    if (musl.find()) {
      return "musl " + musl.group(1);
    }
    if (text.contains("musl")) {
      return "musl";
    }
    Matcher glibc = Pattern.compile("(?m)^ldd .*?(\\d+\\.\\d+)\\s*$").matcher(text);
    return glibc.find() ? "glibc " + glibc.group(1) : "unknown";
  }
}
