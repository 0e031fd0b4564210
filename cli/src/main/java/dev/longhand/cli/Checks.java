package dev.longhand.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What values of options must be, beyond their types. */
final class Checks {

  private Checks() {}

  static int atLeastOne(@Nullable CommandSpec command, String option, int given) {
    if (given < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          option + " must be at least 1, but was " + given);
    }
    return given;
  }
}
