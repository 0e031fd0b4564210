package dev.longhand.server;

import org.jspecify.annotations.Nullable;

/** What users sent, made fit for a message. */
final class Texts {
  private static final int LONGEST = 60;

  private Texts() {}

  static String shortened(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }

  static String firstLine(@Nullable String text) {
    return text == null
        ? "it cannot be read"
        : text.lines().findFirst().orElse("it cannot be read");
  }
}
