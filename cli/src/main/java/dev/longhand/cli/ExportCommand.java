package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.ModelExport;
import dev.longhand.recognition.Recognizers;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhand export}: a model for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a model as a file that other programs run.",
      "The alphabet, the preprocessing and what the output means are in the file's metadata."
    })
final class ExportCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "onnx",
      description = "What to write. Default: ${DEFAULT-VALUE}, the only one that Longhand has.")
  String format = "onnx";

  @Parameters(
      index = "0",
      paramLabel = "NAME|FILE",
      description = "One of 'models list', or a file.")
  String model = "";

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The file to write, such as model.onnx.")
  Path out = Path.of("model.onnx");

  private final Surroundings surroundings;

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ModelExport export = ModelExport.to(format);
    requireEnding();
    ModelBundle bundle = Recognizers.model(model);
    String meaning = Recognizers.ofKind(bundle.kind()).outputMeaning(bundle);
    export.write(bundle, meaning, surroundings.directory().resolve(out));
    return Longhand.DONE;
  }

  /** Who gives the two files in the wrong order keeps the model. */
  private void requireEnding() {
    if (!out.toString().endsWith("." + format)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "the file to write must end in ." + format + ", but is '" + out + "'");
    }
  }
}
