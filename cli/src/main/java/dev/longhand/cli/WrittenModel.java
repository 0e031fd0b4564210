package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.WeightPrecision;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The model file that a command makes. */
final class WrittenModel {

  private static final String ENDING = ".longhand";

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The model to write; its name ends in .longhand.")
  Path out = Path.of("model.longhand");

  @Option(
      names = "--weights",
      paramLabel = "PRECISION",
      defaultValue = "float32",
      description =
          "How exactly the model keeps its weights: ${COMPLETION-CANDIDATES}. Half as exact is half"
              + " as large. Default: ${DEFAULT-VALUE}.")
  Precision weights = Precision.FLOAT32;

  /** The precisions of a model file, as users say them. */
  enum Precision {
    FLOAT32(WeightPrecision.FLOAT32),
    FLOAT16(WeightPrecision.FLOAT16);

    final WeightPrecision ofFile;

    Precision(WeightPrecision ofFile) {
      this.ofFile = ofFile;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws ParameterException when the name does not end as a model's does
   */
  Path file(Surroundings surroundings) {
    Path file = surroundings.directory().resolve(out);
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(ENDING) || name.equals(ENDING)) {
      throw new ParameterException(
          commandLine(), "--out must be a file that ends in " + ENDING + ", but was " + out);
    }
    return file;
  }

  /** The file's name without its ending. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ENDING.length());
  }

  /** Writes the model and says so. */
  void write(ModelBundle model, Path file) {
    model.write(file, weights.ofFile);
    commandLine().getOut().println(out + ": " + model.summary());
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(command).commandLine();
  }
}
