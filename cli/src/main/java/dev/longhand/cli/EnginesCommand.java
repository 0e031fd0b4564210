package dev.longhand.cli;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.TrainingEngine;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code longhand engines}: what is on the class path, and whether it really works here. */
@Command(
    name = "engines",
    description = {
      "Lists the engines on the class path, and opens each to see what it can do here:",
      "NAME<TAB>reads | reads, trains | unavailable<TAB>why, and what to do"
    })
final class EnginesCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Iterator<EngineProvider> providers = ServiceLoader.load(EngineProvider.class).iterator();
    // Not Engines.names: a provider that is broken must not hide the others.
    while (true) {
      try {
        out.println(describe(providers.next()));
      } catch (NoSuchElementException e) {
        return Longhand.DONE;
      } catch (ServiceConfigurationError e) {
        out.println("?\tunavailable\t" + oneLine(e) + "; take its module off the class path");
      }
    }
  }

  private static String describe(EngineProvider provider) {
    try (Engine engine = provider.open(EngineOptions.defaults())) {
      return provider.name() + "\treads" + (engine instanceof TrainingEngine ? ", trains" : "");
    } catch (RuntimeException | LinkageError e) {
      return provider.name() + "\tunavailable\t" + oneLine(e);
    }
  }

  private static String oneLine(Throwable why) {
    return String.valueOf(why.getMessage()).replaceAll("\\s+", " ");
  }
}
