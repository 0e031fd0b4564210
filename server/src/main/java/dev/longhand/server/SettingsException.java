package dev.longhand.server;

import dev.longhand.LonghandException;
import java.util.List;

/** Settings that the server cannot start with, all at once. */
final class SettingsException extends LonghandException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  SettingsException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
    this.faults = List.copyOf(faults);
  }

  /** A line for each. */
  List<String> faults() {
    return faults;
  }
}
