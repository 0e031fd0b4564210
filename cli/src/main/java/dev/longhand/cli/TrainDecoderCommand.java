package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.recognition.Recognizers;
import dev.longhand.sequence.Lexicon;
import dev.longhand.sequence.WordRecognizer;
import dev.longhand.sequence.WordTuning;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand train decoder}. */
@Command(
    name = "decoder",
    description = {
      "Chooses on validation words how a model's output becomes text: what its language model",
      "counts, which decoder reads by default, and how sure each is."
    })
final class TrainDecoderCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      required = true,
      description = "A model of words; see 'train language-model --into' for its language model.")
  String model = "";

  @Option(
      names = "--validation",
      paramLabel = "NAME|PATH",
      required = true,
      description = "Words that the model was not trained on.")
  String validation = "";

  @Option(
      names = "--lexicon",
      paramLabel = "FILE",
      description = "What the decoder 'lexicon' is tuned with; without it that one stays as it is.")
  @Nullable Path lexicon;

  @Option(
      names = "--beam-width",
      paramLabel = "N",
      description = {
        "Prefixes that 'beam' and 'lexicon' follow at once; more read a little better and take",
        "longer. Default: as it is, which is 16 in a new model."
      })
  @Nullable Integer beamWidth;

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      defaultValue = Configuration.READING_ENGINE,
      description = "What runs the model (see 'longhand engines'). Default: ${DEFAULT-VALUE}.")
  String engine = Configuration.READING_ENGINE;

  @Mixin WrittenModel written = new WrittenModel();

  private final Surroundings surroundings;

  TrainDecoderCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path file = written.file(surroundings);
    Checks.notEmpty(spec, "--lexicon", lexicon);
    if (beamWidth != null && (beamWidth < 1 || beamWidth > WordTuning.WIDEST_BEAM)) {
      throw wrong("--beam-width must be in 1…" + WordTuning.WIDEST_BEAM + ", but was " + beamWidth);
    }
    ModelBundle bundle = Recognizers.model(model);
    if (!bundle.kind().equals(WordRecognizer.KIND)) {
      throw wrong(
          "--model must read words, but " + bundle.name() + " is of kind '" + bundle.kind() + "'");
    }
    Optional<Lexicon> words =
        lexicon == null
            ? Optional.empty()
            : Optional.of(Lexicon.read(surroundings.directory().resolve(lexicon)));
    OutputFolder.makeFor(file);
    var options = new EngineOptions(threads.count(), device.device);
    try (Engine opened = Engines.open(Engines.named(engine), options)) {
      ModelBundle tuned =
          WordTuning.tune(
              bundle,
              opened,
              Datasets.open(validation, dataDirectory.in(surroundings)),
              beamWidth == null ? OptionalInt.empty() : OptionalInt.of(beamWidth),
              words,
              line -> command().getErr().println(Longhand.oneLine(line)));
      written.write(tuned, file);
    }
    return Longhand.DONE;
  }

  private ParameterException wrong(String why) {
    return new ParameterException(command(), why);
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }
}
