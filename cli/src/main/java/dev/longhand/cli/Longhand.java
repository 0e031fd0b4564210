package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.DownloadCatalog;
import dev.longhand.plugin.BrokenPlugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads handwriting: the command {@code longhand}, and what all its verbs have in common. */
@Command(
    name = "longhand",
    description = "Reads handwriting.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Longhand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it could not be done; standard error says why",
      "2:the command line was not understood",
      "3:some inputs could not be read; the others are printed"
    })
public final class Longhand implements Runnable {

  /** Everything was done. */
  static final int DONE = 0;

  /** Something went wrong, and standard error says what. */
  static final int FAILED = 1;

  /** The command line was not understood. */
  static final int USAGE = 2;

  /** Some inputs failed, and the others are printed. */
  static final int SOME_FAILED = 3;

  /** A fault of Longhand itself, as {@code EX_SOFTWARE} in {@code sysexits.h}; it has a trace. */
  static final int FAULT = 70;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "When something goes wrong, print where in the program.")
  boolean verbose;

  private Longhand() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String... args) {
    try {
      return commandLine(Surroundings.ofThisProcess(), args).execute(args);
    } catch (LonghandException e) {
      System.err.println(oneLine(e.getMessage()));
      return FAILED;
    } catch (OutOfMemoryError e) {
      System.err.println(
          "longhand: "
              + Runtime.getRuntime().maxMemory() / 1_000_000
              + " MB of memory are not enough; allow more, as in LONGHAND_JAVA_OPTS=-Xmx4g, or use"
              + " fewer threads");
      return FAILED;
    }
  }

  /**
   * The commands as a user of these surroundings meets them. When the arguments name one, it is the
   * only one: describing all of them to picocli takes longer than to read an image.
   */
  static CommandLine commandLine(Surroundings surroundings, String... args) {
    Map<String, Supplier<CommandLine>> verbs = new LinkedHashMap<>();
    verbs.put("read", () -> new CommandLine(new ReadCommand(surroundings)));
    verbs.put("serve", () -> new CommandLine(new ServeCommand()));
    verbs.put("evaluate", () -> new CommandLine(new EvaluateCommand(surroundings)));
    verbs.put("train", () -> TrainCommand.commandLine(surroundings));
    verbs.put("synthesize", () -> new CommandLine(new SynthesizeCommand(surroundings)));
    verbs.put("data", () -> DataCommand.commandLine(surroundings, DownloadCatalog::all));
    verbs.put("export", () -> new CommandLine(new ExportCommand(surroundings)));
    verbs.put("models", () -> new CommandLine(new ModelsCommand(surroundings)));
    verbs.put("bench", () -> new CommandLine(new BenchCommand(surroundings)));
    verbs.put("engines", () -> new CommandLine(new EnginesCommand()));
    verbs.put("doctor", () -> new CommandLine(new DoctorCommand(surroundings)));
    CommandLine root = new CommandLine(new Longhand());
    Supplier<CommandLine> asked = args.length == 0 ? null : verbs.get(args[0]);
    if (asked != null) {
      root.addSubcommand(args[0], asked.get());
    } else {
      verbs.forEach((name, command) -> root.addSubcommand(name, command.get()));
      root.addSubcommand(new AutoComplete.GenerateCompletion());
    }
    return root.setDefaultValueProvider(surroundings.configuration())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // The last one counts, so that an alias may hold options of its own.
        .setOverwrittenOptionsAllowed(true)
        .setExecutionStrategy(Longhand::execute)
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> explain(thrown, command, root.getCommand()))
        .setParameterExceptionHandler((wrong, given) -> explainUsage(wrong));
  }

  /** Without a verb there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "a command is missing");
  }

  /**
   * Jars that were made for different releases do not find each other's classes and methods, at
   * whatever point they first miss one.
   */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (LinkageError e) {
      var why =
          new LonghandException(
              "the jars on the class path do not fit together: " + BrokenPlugin.explain(e), e);
      throw new ExecutionException(parsed.commandSpec().commandLine(), why.getMessage(), why);
    }
  }

  private static int explain(Exception thrown, CommandLine command, Longhand options) {
    if (!(thrown instanceof LonghandException)) {
      command.getErr().println("longhand: this is a fault of Longhand itself; please report it");
      thrown.printStackTrace(command.getErr());
      return FAULT;
    }
    command.getErr().println(oneLine(thrown.getMessage()));
    if (options.verbose) {
      thrown.printStackTrace(command.getErr());
    }
    return FAILED;
  }

  /** One line for a user's mistake, because the help would hide what the mistake is. */
  private static int explainUsage(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    List<String> suggestions =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    command
        .getErr()
        .println(
            oneLine(
                wrong.getMessage()
                    + (suggestions.isEmpty()
                        ? ""
                        : ". Is it " + String.join(" or ", suggestions) + "?")
                    + "; see '"
                    + command.getCommandSpec().qualifiedName()
                    + " --help'"));
    return USAGE;
  }

  /** What a person reads of something that went wrong. */
  static String oneLine(@Nullable String message) {
    return "longhand: " + String.valueOf(message).replaceAll("\\R\\s*", " ");
  }

  /** The release, as the jar's manifest has it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"longhand " + release()};
    }
  }

  /** As in {@code "1.0.0"}. */
  static String release() {
    String release = Longhand.class.getPackage().getImplementationVersion();
    return release == null ? "(unpackaged)" : release;
  }
}
