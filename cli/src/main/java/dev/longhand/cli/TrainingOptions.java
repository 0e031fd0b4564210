package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.recognition.Recognizers;
import dev.longhand.text.TextFile;
import dev.longhand.training.JsonLinesListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every training needs, whatever is learnt: data, a place for what it gives, an engine. */
final class TrainingOptions {

  private static final String METRICS = "metrics.jsonl";
  private static final String CHECKPOINT = "checkpoint";

  /** How often the loss is written down. */
  private static final int BATCHES_PER_LINE = 20;

  private static final double HELD_OUT = 0.1;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Mixin WrittenModel written = new WrittenModel();

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
      names = "--notes",
      paramLabel = "FILE",
      description = "Markdown to put into the model's card.")
  @Nullable Path notes;

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

  /**
   * The files of one training.
   *
   * @param model to be written
   * @param folder of the report
   * @param checkpoint where each epoch is saved
   */
  record Places(Path model, Path folder, Path checkpoint) {

    /** The model's file name without its ending. */
    String stem() {
      return WrittenModel.stem(model);
    }

    Path metrics() {
      return folder.resolve(METRICS);
    }

    /** Writes the loss down as training runs. */
    JsonLinesListener listener() {
      return new JsonLinesListener(metrics(), BATCHES_PER_LINE);
    }

    /** What it was good for is done; the next training of this name begins anew. */
    void deleteCheckpoint() {
      try {
        Files.deleteIfExists(checkpoint);
      } catch (IOException e) {
        throw new LonghandException("cannot remove " + checkpoint + ": " + e, e);
      }
    }

    /** Before training for hours, make sure that there will be a place for what it gives. */
    void make() {
      Stream.of(metrics(), checkpoint, model).forEach(OutputFolder::makeFor);
    }
  }

  /**
   * To learn from, and to choose by.
   *
   * @param given as {@code --data}: what is to be read; a part of it may be held out to choose by
   */
  record Data(List<Dataset> given, List<Dataset> training, List<Dataset> validation) {}

  Places places(Surroundings surroundings) {
    Path model = written.file(surroundings);
    Path folder =
        report == null
            ? model.resolveSibling(WrittenModel.stem(model) + ".training")
            : surroundings.directory().resolve(report);
    return new Places(model, folder, checkpointIn(folder, surroundings));
  }

  private Path checkpointIn(Path folder, Surroundings surroundings) {
    if (checkpoint == null) {
      return folder.resolve(CHECKPOINT);
    }
    Path given = surroundings.directory().resolve(checkpoint);
    return Files.isDirectory(given) ? given.resolve(CHECKPOINT) : given;
  }

  /** Where no validation data is named, whole groups of the training data are held out. */
  Data data(Surroundings surroundings, long seed) {
    List<Dataset> given = limited(open(data, surroundings));
    List<Dataset> validating = open(validation, surroundings);
    if (!validating.isEmpty()) {
      return new Data(given, given, validating);
    }
    List<Holdout> parts = new ArrayList<>();
    for (Dataset each : given) {
      parts.add(Holdout.of(each, HELD_OUT, seed));
    }
    return new Data(
        given,
        parts.stream().map(Holdout::rest).toList(),
        parts.stream().map(Holdout::heldOut).toList());
  }

  Dataset dataset(String nameOrPath, Surroundings surroundings) {
    return Datasets.open(nameOrPath, dataDirectory.in(surroundings));
  }

  private List<Dataset> open(List<String> namesOrPaths, Surroundings surroundings) {
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

  /** The model to start from, or null for none. */
  @Nullable ModelBundle start() {
    return init == null ? null : Recognizers.model(init);
  }

  /** What the model card is to say besides; empty when nothing was given. */
  String notes(Surroundings surroundings) {
    if (notes == null) {
      return "";
    }
    return TextFile.read(surroundings.directory().resolve(notes), "notes in Markdown");
  }

  TrainingEngine openEngine() {
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

  /** Writes the model and says so. */
  void write(ModelBundle trained, Places places) {
    written.write(trained, places.model());
    places.deleteCheckpoint();
  }

  ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
