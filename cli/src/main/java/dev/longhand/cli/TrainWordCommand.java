package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.cli.TrainingOptions.Places;
import dev.longhand.cli.report.TextReportFolder;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.evaluation.EvaluationReport;
import dev.longhand.evaluation.TextReport;
import dev.longhand.sequence.Variation;
import dev.longhand.sequence.WordRecipe;
import dev.longhand.sequence.WordRecognizer;
import dev.longhand.sequence.WordTraining;
import dev.longhand.synthesis.TextSource;
import dev.longhand.synthesis.Typesetter;
import dev.longhand.text.Alphabet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longhand train word}. */
@Command(
    name = "word",
    description = {
      "Trains a model that reads words or lines.",
      "Ctrl-C saves and ends; the same command then goes on after the last epoch that was done."
    })
final class TrainWordCommand implements Callable<Integer> {

  private static final String DOUBTFUL = "doubtful.tsv";

  @Mixin TrainingOptions options = new TrainingOptions();

  @Mixin LoopOptions loop = new LoopOptions();

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description = "The share of the LSTMs' inputs and outputs that is left out in training.")
  @Nullable Float dropout;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Units of each LSTM and direction; of a trained model they stay as they are.")
  @Nullable Integer hidden;

  @Option(
      names = "--variation",
      paramLabel = "HOW",
      description =
          "How much words are varied: ${COMPLETION-CANDIDATES}. Default: usual; with --init gentle.")
  @Nullable Variation variation;

  @Option(
      names = "--skip-unknown",
      description = "Leave out samples whose labels have symbols that the model cannot read.")
  boolean skipUnknown;

  @Option(
      names = "--fonts",
      paramLabel = "DIR",
      description = "Learn from words set in the handwriting fonts of this folder as well.")
  @Nullable Path fonts;

  @Option(
      names = "--words",
      paramLabel = "FILE",
      split = ",",
      description = "What words to set in fonts or to compose: word lists, or any text.")
  List<Path> words = List.of();

  @Nullable Integer typeset;

  @Option(
      names = "--typeset",
      paramLabel = "N",
      description =
          "How many words to set for each epoch, always other ones. Default: a quarter of the"
              + " training samples.")
  void setTypeset(int given) {
    typeset = Checks.atLeastOne(options.spec, "--typeset", given);
  }

  @Option(
      names = "--characters",
      paramLabel = "NAME|PATH",
      description =
          "Learn from words composed of the single characters of this dataset of ink as well, such"
              + " as unipen-characters-train.")
  @Nullable String characters;

  @Nullable Integer composed;

  @Option(
      names = "--composed",
      paramLabel = "N",
      description =
          "How many words to compose for each epoch, always other ones. Default: a quarter of the"
              + " training samples.")
  void setComposed(int given) {
    composed = Checks.atLeastOne(options.spec, "--composed", given);
  }

  @Nullable Double doubtful;

  @Option(
      names = "--doubtful",
      paramLabel = "SHARE",
      description =
          "Leave out this share of the training samples: those whose labels the model of --init"
              + " finds least probable. They are listed in doubtful.tsv beside the report.")
  void setDoubtful(double given) {
    if (!(given >= 0 && given < 1)) {
      throw options.wrongUsage("--doubtful must be in 0…1, 1 excluded, but was " + given);
    }
    doubtful = given;
  }

  private final Surroundings surroundings;

  TrainWordCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Places places = options.places(surroundings);
    WordRecipe made = recipe();
    if ((fonts == null && characters == null) != words.isEmpty()) {
      throw options.wrongUsage(
          "--words belongs with --fonts or --characters: which words, and what to draw them with");
    }
    if (fonts == null && typeset != null) {
      throw options.wrongUsage("--typeset belongs with --fonts: what to set the words in");
    }
    if (characters == null && composed != null) {
      throw options.wrongUsage("--composed belongs with --characters: what to compose words of");
    }
    if (doubtful != null && options.init == null) {
      throw options.wrongUsage("--doubtful needs --init: a model that doubts");
    }
    TrainingOptions.Data data = options.data(surroundings, made.settings().seed());
    ModelBundle start = options.start();
    Alphabet alphabet = alphabet(data.given(), start);
    places.make();

    try (TrainingEngine trainer = options.openEngine()) {
      var training =
          new WordTraining(trainer, made, data.training(), data.validation())
              .name(options.name == null ? places.stem() : options.name)
              .alphabet(alphabet)
              .skipUnknown(skipUnknown)
              .notes(options.notes(surroundings))
              .notices(line -> options.err().println(Longhand.oneLine(line)))
              .checkpoint(places.checkpoint())
              .listener(places.listener())
              .listener(new TrainingProgress(surroundings, options.err()));
      if (start != null) {
        training.from(start);
      }
      if (doubtful != null) {
        training.leaveOutDoubtful(doubtful, places.folder().resolve(DOUBTFUL));
      }
      if (!words.isEmpty()) {
        drawMore(training, data.training(), alphabet);
      }
      WordTraining.Result result = CtrlC.stopping(training::stop, training::run);
      explainLeftOut(result, places);
      if (result.model().isEmpty()) {
        return Longhand.FAILED;
      }
      options.write(result.model().get(), places);
      report(places, result.model().get(), trainer, data);
    }
    return Longhand.DONE;
  }

  /** Words that nobody wrote, of fonts and of single characters. */
  private void drawMore(WordTraining training, List<Dataset> written, Alphabet alphabet) {
    int quarter = Math.max(1, written.stream().mapToInt(Dataset::size).sum() / 4);
    var texts =
        TextSource.of(words.stream().map(surroundings.directory()::resolve).toList(), alphabet);
    if (fonts != null) {
      training.typeset(
          Typesetter.of(surroundings.directory().resolve(fonts)),
          texts,
          typeset == null ? quarter : typeset);
    }
    if (characters != null) {
      training.composed(
          options.dataset(characters, surroundings), texts, composed == null ? quarter : composed);
    }
  }

  /** How the best epoch reads what it was chosen by. */
  private void report(
      Places places, ModelBundle model, TrainingEngine trainer, TrainingOptions.Data data) {
    List<Dataset> validating = data.validation();
    Dataset read =
        validating.size() == 1 ? validating.get(0) : Datasets.join("validation", validating);
    try (WordRecognizer recognizer = WordRecognizer.open(model, trainer);
        Progress progress = Progress.of(surroundings, "report", read.size())) {
      var conditions =
          new EvaluationReport.Conditions(
              model.name(), trainer.name(), read.name(), recognizer.settings());
      TextReport measured =
          TextEvaluation.of(
              read, data.training(), recognizer, conditions, options.threads.count(), progress);
      new TextReportFolder(places.folder(), measured).write(read, Optional.of(places.metrics()));
    }
    options.err().println("longhand: the report is " + places.folder().resolve("index.html"));
  }

  private void explainLeftOut(WordTraining.Result result, Places places) {
    result.unreadable().entrySet().stream()
        .findFirst()
        .ifPresent(
            first ->
                options
                    .err()
                    .println(
                        "longhand: "
                            + result.unreadable().size()
                            + " samples could not be read and were left out; one is "
                            + first.getKey()
                            + ": "
                            + first.getValue()));
    if (!result.doubtful().isEmpty()) {
      options
          .err()
          .println(
              "longhand: "
                  + result.doubtful().size()
                  + " samples of doubtful labels were left out; "
                  + places.folder().resolve(DOUBTFUL)
                  + " lists them");
    }
  }

  private WordRecipe recipe() {
    try {
      WordRecipe usual = options.init == null ? WordRecipe.defaults() : WordRecipe.fineTuning();
      WordRecipe changed = usual.withSettings(loop.changing(usual.settings()));
      changed = dropout == null ? changed : changed.withDropout(dropout);
      changed = hidden == null ? changed : changed.withHidden(hidden);
      return variation == null ? changed : changed.withVariation(variation);
    } catch (IllegalArgumentException e) {
      throw options.wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  /** The alphabet of the model to start from, or else printable ASCII; unless it lacks a symbol. */
  private Alphabet alphabet(List<Dataset> given, @Nullable ModelBundle start) {
    Alphabet usual = start == null ? WordTraining.PRINTABLE_ASCII : start.alphabet();
    Set<String> found = new TreeSet<>();
    for (Dataset dataset : given) {
      for (int i = 0; i < dataset.size(); i++) {
        dataset.labels(i).get(0).codePoints().mapToObj(Character::toString).forEach(found::add);
      }
    }
    found.removeAll(usual.symbols());
    if (found.isEmpty() || skipUnknown) {
      return usual;
    }
    List<String> symbols = new ArrayList<>(usual.symbols());
    symbols.addAll(found);
    options
        .err()
        .println(
            "longhand: these symbols are new to the alphabet of "
                + (start == null ? "printable ASCII" : start.name())
                + ": "
                + found.stream()
                    .map(symbol -> "'" + symbol + "'")
                    .collect(Collectors.joining(" ")));
    if (start != null) {
      options
          .err()
          .println(
              "longhand: the language model and the decoders' settings of "
                  + start.name()
                  + " do not know them and are left behind; make new ones with 'train"
                  + " language-model --into', then 'train decoder'");
    }
    try {
      return new Alphabet(symbols);
    } catch (IllegalArgumentException e) {
      throw new LonghandException("the labels give no alphabet: " + e.getMessage(), e);
    }
  }
}
