package dev.longhand.cli;

import dev.longhand.recognition.Recognizers;
import dev.longhand.training.ModelAverage;
import dev.longhand.training.ModelAverage.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhand train average}. */
@Command(
    name = "average",
    description = {
      "Makes one model of several whose weights are the means of theirs. Where all come from the",
      "same training it often reads new hands better than each; measure it on validation data."
    })
final class TrainAverageCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL=SHARE",
      arity = "2..*",
      description =
          "Names or files of models of the same network, each with what it counts: a=0.7 b=0.3."
              + " Everything but the weights is the first one's.")
  List<String> shares = List.of();

  @Mixin WrittenModel written = new WrittenModel();

  private final Surroundings surroundings;

  TrainAverageCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path file = written.file(surroundings);
    List<Part> parts = new ArrayList<>();
    for (String share : shares) {
      parts.add(part(share));
    }
    OutputFolder.makeFor(file);
    written.write(ModelAverage.of(parts), file);
    return Longhand.DONE;
  }

  private Part part(String given) {
    int sign = given.lastIndexOf('=');
    double share;
    try {
      share = sign < 1 ? Double.NaN : Double.parseDouble(given.substring(sign + 1));
    } catch (NumberFormatException e) {
      share = Double.NaN;
    }
    if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "expected MODEL=SHARE with a positive share, as a.longhand=0.5, but was " + given);
    }
    String model = given.substring(0, sign);
    return new Part(String.valueOf(Path.of(model).getFileName()), Recognizers.model(model), share);
  }
}
