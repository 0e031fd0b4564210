package dev.longhand.cli;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it, besides its arguments.
 *
 * @param directory the current one: relative paths start here
 * @param home the user's own directory
 * @param installation where the launcher stands, when it was the launcher that started us
 * @param in standard input
 * @param terminal whether a person watches standard error
 */
record Surroundings(
    Path directory,
    Path home,
    Optional<Path> installation,
    Map<String, String> environment,
    InputStream in,
    boolean terminal) {

  /** What only a shell can find out, the launcher says in system properties. */
  static Surroundings ofThisProcess() {
    return new Surroundings(
        Path.of(""),
        Path.of(System.getProperty("user.home")),
        Optional.ofNullable(System.getProperty("longhand.installation")).map(Path::of),
        System.getenv(),
        System.in,
        Boolean.getBoolean("longhand.terminal"));
  }

  Configuration configuration() {
    return Configuration.of(directory, environment);
  }
}
