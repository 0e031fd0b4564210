package dev.longhand.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where datasets that have names lie. */
final class DataDirectory {

  /** Where a checkout of Longhand may have its data beside it. */
  private static final String SHARED = "../shared/data";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where named datasets lie. Default: LONGHAND_DATA, or "
              + SHARED
              + " where that exists, or ~/.longhand/data.")
  @Nullable Path given;

  /** The first that exists; and where nothing does, where data is to be fetched to. */
  Path in(Surroundings surroundings) {
    if (given != null) {
      return surroundings.directory().resolve(given);
    }
    return Stream.concat(Stream.of(surroundings.directory()), surroundings.installation().stream())
        .map(start -> start.resolve(SHARED))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseGet(() -> surroundings.home().resolve(".longhand").resolve("data"));
  }
}
