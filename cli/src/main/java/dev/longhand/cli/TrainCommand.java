package dev.longhand.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand train}: one command for each kind of model. */
@Command(name = "train", description = "Makes a model, or makes one better on your own samples.")
final class TrainCommand implements Runnable {

  @Spec @Nullable CommandSpec spec;

  static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new TrainCommand())
        .addSubcommand(new TrainCharacterCommand(surroundings))
        .addSubcommand(new TrainWordCommand(surroundings))
        .addSubcommand(new TrainDecoderCommand(surroundings))
        .addSubcommand(new TrainLanguageModelCommand(surroundings))
        .addSubcommand(new TrainAverageCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "train what? There are: "
            + String.join(
                ", ", Objects.requireNonNull(spec).commandLine().getSubcommands().keySet()));
  }
}
