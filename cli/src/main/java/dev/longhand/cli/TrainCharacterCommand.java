package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecipe;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.character.CharacterTraining;
import dev.longhand.cli.TrainingOptions.Places;
import dev.longhand.cli.report.CharacterReportFolder;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport;
import dev.longhand.recognition.Recognizers;
import dev.longhand.text.Alphabet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longhand train character}. */
@Command(
    name = "character",
    description = {
      "Trains a model that reads single characters.",
      "Ctrl-C saves and ends; the same command then goes on after the last epoch that was done."
    })
final class TrainCharacterCommand implements Callable<Integer> {

  private static final double TEACHERS_SHARE = 0.7;

  @Mixin TrainingOptions options = new TrainingOptions();

  @Mixin RecipeOptions recipe = new RecipeOptions();

  @Option(
      names = "--resolve",
      paramLabel = "NAME|FILE",
      description =
          "Let the model of --init say what samples show that are known only up to a set of"
              + " symbols, matched to this prior: uniform, one that the model knows, or a file.")
  @Nullable String resolve;

  @Option(
      names = "--teachers",
      paramLabel = "NAME|FILE",
      split = ",",
      description =
          "Mix into each label what a trained model makes of the sample: one model for all, or one"
              + " for each --data, with commas.")
  List<String> teachers = List.of();

  @Option(
      names = "--teachers-share",
      paramLabel = "SHARE",
      description = "The share of the teachers in each label. Default: " + TEACHERS_SHARE + ".")
  @Nullable Double teachersShare;

  private final Surroundings surroundings;

  TrainCharacterCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Places places = options.places(surroundings);
    CharacterRecipe made = recipe();
    if (resolve != null && options.init == null) {
      throw options.wrongUsage(
          "--resolve needs --init: only a trained model can say what samples show");
    }
    if (teachersShare != null && teachers.isEmpty()) {
      throw options.wrongUsage("--teachers-share needs --teachers");
    }
    TrainingOptions.Data data = options.data(surroundings, made.settings().seed());
    ModelBundle start = options.start();
    Alphabet alphabet = alphabet(data.given(), start);
    places.make();

    try (TrainingEngine trainer = options.openEngine()) {
      var characters =
          new CharacterTraining(trainer, made, data.training(), data.validation())
              .name(options.name == null ? places.stem() : options.name)
              .alphabet(alphabet)
              .notes(options.notes(surroundings))
              .checkpoint(places.checkpoint())
              .listener(places.listener())
              .listener(new TrainingProgress(surroundings, options.err()));
      if (start != null) {
        characters.from(start);
        if (resolve != null) {
          characters.resolve(CharacterRecognizer.prior(start, resolve));
        }
      }
      if (!teachers.isEmpty()) {
        teach(characters);
      }
      Optional<ModelBundle> trained =
          CtrlC.stopping(characters::stop, () -> characters.run().model());
      if (trained.isEmpty()) {
        return Longhand.FAILED;
      }
      options.write(trained.get(), places);
      report(places, trained.get(), trainer, data.validation());
    }
    return Longhand.DONE;
  }

  private void teach(CharacterTraining characters) {
    List<ModelBundle> models = teachers.stream().map(Recognizers::model).toList();
    try {
      characters.teachers(models, teachersShare == null ? TEACHERS_SHARE : teachersShare);
    } catch (IllegalArgumentException e) {
      throw options.wrongUsage(String.valueOf(e.getMessage()));
    }
    options.err().println("longhand: the teachers look at each sample; that takes a while");
  }

  /** How the best epoch reads what it was chosen by. */
  private void report(
      Places places, ModelBundle model, TrainingEngine trainer, List<Dataset> validating) {
    Dataset read =
        validating.size() == 1 ? validating.get(0) : Datasets.join("validation", validating);
    try (CharacterRecognizer recognizer = CharacterRecognizer.open(model, trainer);
        Progress progress = Progress.of(surroundings, "report", read.size())) {
      var conditions =
          new EvaluationReport.Conditions(
              model.name(), trainer.name(), read.name(), recognizer.settings());
      CharacterReport measured =
          CharacterEvaluation.of(
              read, recognizer, model.alphabet(), conditions, options.threads.count(), progress);
      new CharacterReportFolder(places.folder(), measured)
          .write(read, recognizer, Optional.of(places.metrics()));
    }
    options.err().println("longhand: the report is " + places.folder().resolve("index.html"));
  }

  private CharacterRecipe recipe() {
    try {
      return recipe.changing(
          options.init == null ? CharacterRecipe.defaults() : CharacterRecipe.fineTuning());
    } catch (IllegalArgumentException e) {
      throw options.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  /** The alphabet of the model to start from, or else that of EMNIST; unless it lacks a label. */
  private Alphabet alphabet(List<Dataset> given, @Nullable ModelBundle start) {
    Alphabet usual = start == null ? Alphabet.LATIN_62 : start.alphabet();
    Set<String> found = new TreeSet<>();
    for (Dataset dataset : given) {
      for (int i = 0; i < dataset.size(); i++) {
        found.addAll(dataset.labels(i));
      }
    }
    if (usual.symbols().containsAll(found)) {
      return usual;
    }
    options
        .err()
        .println(
            "longhand: the labels are not all in the alphabet of "
                + (start == null ? "EMNIST" : start.name())
                + ", so these are the new one: "
                + String.join(" ", found));
    return new Alphabet(List.copyOf(found));
  }
}
