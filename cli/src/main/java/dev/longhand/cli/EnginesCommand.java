package dev.longhand.cli;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.Engines;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.plugin.BrokenPlugin;
import java.io.PrintWriter;
import java.util.Objects;
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
    for (String name : Engines.names()) {
      out.println(name + "\t" + whatItDoes(name));
    }
    for (BrokenPlugin broken : Engines.broken()) {
      out.println(broken.name() + "\tunavailable\t" + broken.reason());
    }
    return Longhand.DONE;
  }

  private static String whatItDoes(String name) {
    try (Engine engine = Engines.open(Engines.named(name), EngineOptions.defaults())) {
      return engine instanceof TrainingEngine ? "reads, trains" : "reads";
    } catch (EngineUnavailableException e) {
      return "unavailable\t" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
  }
}
