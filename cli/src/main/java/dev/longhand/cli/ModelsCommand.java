package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.recognition.Recognizers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhand models}: what there is to read with. */
@Command(name = "models", description = "Lists models, shows what one is good for, checks a file.")
final class ModelsCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  ModelsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "list, show or verify models?");
  }

  @Command(name = "list", description = "The models that come with Longhand, one a line.")
  int list() {
    int failures = 0;
    for (String name : Recognizers.models()) {
      try {
        out().println(Recognizers.model(name).summary());
      } catch (LonghandException e) {
        Objects.requireNonNull(spec)
            .commandLine()
            .getErr()
            .println(Longhand.oneLine(e.getMessage()));
        failures++;
      }
    }
    for (BrokenPlugin broken : Recognizers.broken()) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println(Longhand.oneLine(broken.reason()));
      failures++;
    }
    return failures == 0 ? Longhand.DONE : Longhand.SOME_FAILED;
  }

  @Command(name = "show", description = "Prints the model's card, which is Markdown.")
  int show(
      @Parameters(paramLabel = "NAME|FILE", description = "One of 'models list', or a file.")
          String model) {
    out().println(Recognizers.model(model).card().strip());
    return Longhand.DONE;
  }

  @Command(
      name = "verify",
      description = "Reads all of a model file and checks every digest, size and weight.")
  int verify(
      @Parameters(paramLabel = "FILE", description = "A file that ends in .longhand.") Path file) {
    ModelBundle model = ModelBundle.read(surroundings.directory().resolve(file));
    out().println(file + ": good; " + model.summary());
    return Longhand.DONE;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
