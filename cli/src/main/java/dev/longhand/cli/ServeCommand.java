package dev.longhand.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code longhand serve}: what was asked for, as options of the JVM that is to run the server. The
 * launcher starts that JVM in the place of this one, as a process cannot replace itself from Java.
 */
@Command(
    name = "serve",
    description = {
      "Starts the server: HTTP, WebSocket and a page to try it on, until Ctrl-C.",
      "All other settings are in docs/server.md; they come from longhand.properties, from the"
          + " environment, as LONGHAND_DEADLINE, or as -Dlonghand.deadline=5s in"
          + " LONGHAND_JAVA_OPTS."
    })
final class ServeCommand implements Callable<Integer> {

  /** Tells the launcher that what follows is no help but options, one a line. */
  static final String LAUNCH = "launch:";

  @Spec @Nullable CommandSpec spec;

  @Option(names = "--port", paramLabel = "N", description = "Default: 8080; 0 takes a free one.")
  @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on, as 127.0.0.1 for this machine alone. Default: all.")
  @Nullable String host;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      split = ",",
      description =
          "A model to read with; several for several. Of each kind the first is the usual one."
              + " Default: those that come with Longhand.")
  List<String> models = List.of();

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      description =
          "What runs the models (see 'longhand engines'). Default: "
              + Configuration.READING_ENGINE
              + ".")
  @Nullable String engine;

  @Option(
      names = "--lexicon",
      paramLabel = "FILE",
      description = "The words to expect, one on each line, for requests that ask for them.")
  @Nullable Path lexicon;

  @Option(
      names = "--corrections",
      paramLabel = "DIR",
      description = "Keep what users correct there. Default: no corrections are taken.")
  @Nullable Path corrections;

  @Override
  public Integer call() {
    if (port != null && (port < 0 || port > 65_535)) {
      throw mistake("--port must be from 0 to 65535, but is " + port);
    }
    List<String> options = new ArrayList<>();
    add(options, "quarkus.http.port", port);
    add(options, "quarkus.http.host", host);
    add(options, "longhand.models", models.isEmpty() ? null : String.join(",", models));
    add(options, "longhand.engine", engine);
    add(options, "longhand.lexicon", lexicon);
    add(options, "longhand.corrections.directory", corrections);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(LAUNCH);
    options.forEach(out::println);
    return Longhand.DONE;
  }

  private void add(List<String> options, String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    String text = value.toString();
    if (text.lines().count() != 1 || text.isBlank()) {
      throw mistake(name + " must be one line of text, but is '" + text + "'");
    }
    options.add("-D" + name + "=" + text);
  }

  private ParameterException mistake(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
