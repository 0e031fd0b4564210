package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.character.CharacterRecipe;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.character.CharacterTraining;
import dev.longhand.cli.report.CharacterReportFolder;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport;
import dev.longhand.recognition.Recognizers;
import dev.longhand.text.Alphabet;
import dev.longhand.training.JsonLinesListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand train character}. */
@Command(
    name = "character",
    description = {
      "Trains a model that reads single characters.",
      "Ctrl-C saves and ends; the same command then goes on after the last epoch that was done."
    })
final class TrainCharacterCommand implements Callable<Integer> {

  private static final String ENDING = ".longhand";
  private static final String METRICS = "metrics.jsonl";
  private static final String CHECKPOINT = "checkpoint";

  /** How often the loss is written down. */
  private static final int BATCHES_PER_LINE = 20;

  private static final double HELD_OUT = 0.1;

  @Spec @Nullable CommandSpec spec;

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Mixin RecipeOptions recipe = new RecipeOptions();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "NAME|PATH",
      required = true,
      split = ",",
      description =
          "What to learn from: names such as emnist-byclass-train, or paths of idx files, of"
              + " folders or zips of labelled images, or of ink as JSON lines.")
  List<String> data = List.of();

  @Option(
      names = "--validation",
      paramLabel = "NAME|PATH",
      split = ",",
      description =
          "What to choose the best epoch by. Default: a tenth of the data, whole writers where they"
              + " are known, is held out.")
  List<String> validation = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The model to write; its name ends in .longhand.")
  Path out = Path.of("model.longhand");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the model calls itself. Default: its file's name.")
  @Nullable String name;

  @Option(
      names = "--init",
      paramLabel = "NAME|FILE",
      description =
          "Start from this model. Where the labels found are not all in its alphabet, they are the"
              + " new one.")
  @Nullable String init;

  @Option(
      names = "--resolve",
      paramLabel = "NAME|FILE",
      description =
          "Let the model of --init say what samples show that are known only up to a set of"
              + " symbols, matched to this prior: uniform, one that the model knows, or a file.")
  @Nullable String resolve;

  @Option(
      names = "--notes",
      paramLabel = "FILE",
      description = "Markdown to put into the model's card.")
  @Nullable Path notes;

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

    private final WeightPrecision ofFile;

    Precision(WeightPrecision ofFile) {
      this.ofFile = ofFile;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      defaultValue = Configuration.TRAINING_ENGINE,
      description = "What trains the model (see 'longhand engines'). Default: ${DEFAULT-VALUE}.")
  String engine = Configuration.TRAINING_ENGINE;

  @Nullable Integer limit;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Learn from N samples, spread evenly over the data.")
  void setLimit(int given) {
    limit = Checks.atLeastOne(spec, "--limit", given);
  }

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "The folder of metrics.jsonl, written as training runs, and of the report. Default:"
              + " beside the model, named like it and ending in .training.")
  @Nullable Path report;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE|DIR",
      description = "Where each epoch is saved. Default: in the folder of the report.")
  @Nullable Path checkpoint;

  private final Surroundings surroundings;

  TrainCharacterCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path model = surroundings.directory().resolve(out);
    String fileName = String.valueOf(model.getFileName());
    if (!fileName.endsWith(ENDING) || fileName.equals(ENDING)) {
      throw wrongUsage("--out must be a file that ends in " + ENDING + ", but was " + out);
    }
    String stem = fileName.substring(0, fileName.length() - ENDING.length());
    Path folder =
        report == null
            ? model.resolveSibling(stem + ".training")
            : surroundings.directory().resolve(report);
    Path saved = checkpointIn(folder);
    CharacterRecipe made = recipe();
    if (resolve != null && init == null) {
      throw wrongUsage("--resolve needs --init: only a trained model can say what samples show");
    }

    List<Dataset> training = limited(open(data));
    List<Dataset> validating = open(validation);
    if (validating.isEmpty()) {
      List<Holdout> parts = new ArrayList<>();
      for (Dataset each : training) {
        parts.add(Holdout.of(each, HELD_OUT, made.settings().seed()));
      }
      training = parts.stream().map(Holdout::rest).toList();
      validating = parts.stream().map(Holdout::heldOut).toList();
    }
    ModelBundle start = init == null ? null : Recognizers.model(init);
    Alphabet alphabet = alphabet(training, start);
    Stream.of(folder.resolve(METRICS), saved, model).forEach(TrainCharacterCommand::makeFolder);

    try (TrainingEngine trainer = openEngine()) {
      var characters =
          new CharacterTraining(trainer, made, training, validating)
              .name(name == null ? stem : name)
              .alphabet(alphabet)
              .notes(notes == null ? "" : text(surroundings.directory().resolve(notes)))
              .checkpoint(saved)
              .listener(new JsonLinesListener(folder.resolve(METRICS), BATCHES_PER_LINE))
              .listener(new TrainingProgress(surroundings, err()));
      if (start != null) {
        characters.from(start);
        if (resolve != null) {
          characters.resolve(CharacterRecognizer.prior(start, resolve));
        }
      }
      Optional<ModelBundle> trained =
          CtrlC.stopping(characters::stop, () -> characters.run().model());
      if (trained.isEmpty()) {
        return Longhand.FAILED;
      }
      trained.get().write(model, weights.ofFile);
      // What it was good for is done; the next training of this name begins anew.
      delete(saved);
      out().println(out + ": " + trained.get().summary());
      report(folder, trained.get(), trainer, validating);
    }
    return Longhand.DONE;
  }

  /** How the best epoch reads what it was chosen by. */
  private void report(
      Path folder, ModelBundle model, TrainingEngine trainer, List<Dataset> validating) {
    Dataset read =
        validating.size() == 1 ? validating.get(0) : Datasets.join("validation", validating);
    try (CharacterRecognizer recognizer = CharacterRecognizer.open(model, trainer);
        Progress progress = Progress.of(surroundings, "report", read.size())) {
      var conditions =
          new EvaluationReport.Conditions(
              model.name(), trainer.name(), read.name(), recognizer.prior().name());
      CharacterReport measured =
          CharacterEvaluation.of(
              read, recognizer, model.alphabet(), conditions, threads.count(), progress);
      new CharacterReportFolder(folder, measured)
          .write(read, recognizer, Optional.of(folder.resolve(METRICS)));
    }
    err().println("longhand: the report is " + folder.resolve("index.html"));
  }

  private List<Dataset> open(List<String> namesOrPaths) {
    Path named = dataDirectory.in(surroundings);
    return namesOrPaths.stream().map(each -> Datasets.open(each, named)).toList();
  }

  /** Of each dataset its share. */
  private List<Dataset> limited(List<Dataset> datasets) {
    if (limit == null) {
      return datasets;
    }
    long all = datasets.stream().mapToLong(Dataset::size).sum();
    return datasets.stream()
        .map(each -> Datasets.limit(each, (int) Math.max(1, (long) limit * each.size() / all)))
        .toList();
  }

  private CharacterRecipe recipe() {
    try {
      return recipe.changing(
          init == null ? CharacterRecipe.defaults() : CharacterRecipe.fineTuning());
    } catch (IllegalArgumentException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LonghandException("the notes " + file + " cannot be read as text: " + e, e);
    }
  }

  private Path checkpointIn(Path folder) {
    if (checkpoint == null) {
      return folder.resolve(CHECKPOINT);
    }
    Path given = surroundings.directory().resolve(checkpoint);
    return Files.isDirectory(given) ? given.resolve(CHECKPOINT) : given;
  }

  /** The alphabet of the model to start from, or else that of EMNIST; unless it lacks a label. */
  private Alphabet alphabet(List<Dataset> training, @Nullable ModelBundle start) {
    Alphabet usual = start == null ? Alphabet.LATIN_62 : start.alphabet();
    Set<String> found = new TreeSet<>();
    for (Dataset dataset : training) {
      for (int i = 0; i < dataset.size(); i++) {
        found.addAll(dataset.labels(i));
      }
    }
    if (usual.symbols().containsAll(found)) {
      return usual;
    }
    err()
        .println(
            "longhand: the labels are not all in the alphabet of "
                + (start == null ? "EMNIST" : start.name())
                + ", so these are the new one: "
                + String.join(" ", found));
    return new Alphabet(List.copyOf(found));
  }

  private TrainingEngine openEngine() {
    Engine opened =
        Engines.open(Engines.named(engine), new EngineOptions(threads.count(), device.device));
    if (opened instanceof TrainingEngine trainer) {
      return trainer;
    }
    opened.close();
    throw new LonghandException(
        "the engine "
            + engine
            + " reads, but cannot train; the class path has "
            + String.join(", ", Engines.names()));
  }

  /** Before training for hours, make sure that there will be a place for what it gives. */
  private static void makeFolder(Path ofFile) {
    Path folder = ofFile.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LonghandException("the folder " + folder + " cannot be made: " + e, e);
    }
    if (!Files.isWritable(folder)) {
      throw new LonghandException("no permission to write into the folder " + folder);
    }
  }

  private static void delete(Path checkpoint) {
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new LonghandException("cannot remove " + checkpoint + ": " + e, e);
    }
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
