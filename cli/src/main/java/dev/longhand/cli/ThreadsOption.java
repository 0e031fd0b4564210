package dev.longhand.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many cores to use. */
final class ThreadsOption {

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "How many threads to use at the most. Default: all cores.")
  void set(int given) {
    Checks.atLeastOne(command, "--threads", given);
    threads = given;
  }

  int count() {
    return threads;
  }
}
