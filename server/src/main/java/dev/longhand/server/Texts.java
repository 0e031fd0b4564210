package dev.longhand.server;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;

/** What users sent, made fit for a message. */
final class Texts {
  private static final int LONGEST = 60;

  private Texts() {}

  static String shortened(String text) {
    return oneLine(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
  }

  /** With a question mark for whatever would begin a new line or do other things to a screen. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Zl}\\p{Zp}\\p{Cs}]", "?");
  }

  /** What is wrong with JSON and where, without the parser's advice to programmers. */
  static String notJson(JsonProcessingException e) {
    String what = firstLine(e.getOriginalMessage()).replaceFirst(": enable `.*", "");
    JsonLocation at = e.getLocation();
    return "not JSON: "
        + what
        + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
  }

  static String firstLine(@Nullable String text) {
    return text == null
        ? "it cannot be read"
        : text.lines().findFirst().orElse("it cannot be read");
  }
}
