package dev.longhand.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What values of options must be, beyond their types. */
final class Checks {

  private Checks() {}

  /** As of a variable of a script that is not set. */
  static void notEmpty(@Nullable CommandSpec command, String option, @Nullable Path given) {
    if (given != null && given.toString().isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), option + " names no file, but is empty");
    }
  }

  static int atLeastOne(@Nullable CommandSpec command, String option, int given) {
    if (given < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          option + " must be at least 1, but was " + given);
    }
    return given;
  }
}
