package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Download;
import dev.longhand.dataset.Downloads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhand data}: the datasets that have names. */
@Command(
    name = "data",
    description =
        "Lists the datasets that have names, fetches public ones, and cuts words into letters.")
final class DataCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  private final Surroundings surroundings;
  private final Supplier<List<Download>> catalog;

  /**
   * @param catalog what can be fetched
   */
  DataCommand(Surroundings surroundings, Supplier<List<Download>> catalog) {
    this.surroundings = surroundings;
    this.catalog = catalog;
  }

  /** With {@link CutCommand} under it. */
  static CommandLine commandLine(Surroundings surroundings, Supplier<List<Download>> catalog) {
    return new CommandLine(new DataCommand(surroundings, catalog))
        .addSubcommand(new CutCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "list, fetch or cut data?");
  }

  @Command(
      name = "list",
      description = {
        "Every dataset that has a name, and whether it is in the data directory:",
        "NAME<TAB>here | can be fetched | not here"
      })
  int list(@Mixin DataDirectory dataDirectory) {
    Set<String> here = new HashSet<>(Datasets.namesIn(dataDirectory.in(surroundings)));
    Set<String> fetchable = catalog.get().stream().map(Download::name).collect(Collectors.toSet());
    for (String name : Datasets.names()) {
      String state =
          here.contains(name) ? "here" : fetchable.contains(name) ? "can be fetched" : "not here";
      out().println(name + "\t" + state);
    }
    return Longhand.DONE;
  }

  @Command(
      name = "fetch",
      description = {
        "Fetches public datasets into the data directory and checks their digests.",
        "What broke off is taken up where it ended."
      })
  int fetch(
      @Mixin DataDirectory dataDirectory,
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "As 'data list' has them.")
          List<String> names) {
    Path directory = dataDirectory.in(surroundings);
    int failures = 0;
    for (String name : names) {
      try {
        out().println(fetch(named(name), directory));
      } catch (LonghandException e) {
        err().println(Longhand.oneLine(e.getMessage()));
        failures++;
      }
    }
    return failures == 0
        ? Longhand.DONE
        : failures == names.size() ? Longhand.FAILED : Longhand.SOME_FAILED;
  }

  private Download named(String name) {
    List<Download> all = catalog.get();
    return all.stream()
        .filter(download -> download.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LonghandException(
                    "no dataset called '"
                        + name
                        + "' can be fetched; there are "
                        + all.stream().map(Download::name).collect(Collectors.joining(", "))));
  }

  private Path fetch(Download download, Path directory) {
    try (Progress progress = Progress.ofBytes(surroundings, download.name())) {
      return new Downloads()
          .fetch(
              download,
              directory,
              (bytes, total) -> {
                progress.outOf(total);
                progress.stepTo(bytes);
              });
    }
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
