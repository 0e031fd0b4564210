package dev.longhand.cli;

import dev.longhand.character.CharacterRecognizer;
import dev.longhand.cli.report.CharacterReportFolder;
import dev.longhand.cli.report.TextReportFolder;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport;
import dev.longhand.evaluation.TextReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand evaluate}: how well a model reads a labelled dataset. */
@Command(
    name = "evaluate",
    description = {
      "Measures how well a model reads labelled images, on the very path of 'read'.",
      "Of characters: accuracy. Of words and lines: the rate of character errors (CER), and how"
          + " many are read exactly, capitals and punctuation included.",
      "Unless one is given, the prior of characters is emnist for datasets named emnist-…, unipen"
          + " for those named unipen-…, where the model knows it, and otherwise uniform."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Mixin ReaderOptions options = new ReaderOptions();

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "NAME|PATH",
      required = true,
      description =
          "A dataset by name, such as emnist-byclass-test or unipen-words-test, or the path of an"
              + " idx file, of a folder or zip of labelled images, or of ink as JSON lines.")
  String data = "";

  @Nullable Integer limit;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take N samples, spread evenly over the whole.")
  void setLimit(int given) {
    limit = Checks.atLeastOne(spec, "--limit", given);
  }

  @Option(
      names = "--seen",
      paramLabel = "NAME|PATH",
      description =
          "The words or lines that the model was trained on: tells apart how well it reads texts"
              + " that occur among them and texts that do not.")
  @Nullable String seen;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write pictures, a page and report.json into this folder.")
  @Nullable Path report;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format = Format.TEXT;

  List<String> compared = List.of();

  @Option(
      names = "--compare-engines",
      paramLabel = "NAME,NAME…",
      description =
          "Instead of measuring the model, read on each of these engines, and print how far apart"
              + " the probabilities are at most and how many readings differ.")
  void setCompared(String engines) {
    compared = List.of(engines.split(","));
    if (compared.size() < 2 || compared.stream().distinct().count() < compared.size()) {
      throw wrong(
          "--compare-engines takes two or more different engines, but was '" + engines + "'");
    }
  }

  @Option(
      names = "--one-by-one",
      description =
          "Instead of measuring the model, read one image after the other and print how long each"
              + " takes.")
  boolean oneByOne;

  /** How figures are printed. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Surroundings surroundings;

  EvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Dataset whole = Datasets.open(data, dataDirectory.in(surroundings));
    Dataset dataset = limit == null ? whole : Datasets.limit(whole, limit);
    if (oneByOne) {
      return time(dataset);
    }
    return compared.isEmpty() ? measure(dataset) : compare(dataset);
  }

  private int measure(Dataset dataset) {
    Path folder = report == null ? null : surroundings.directory().resolve(report);
    if (folder != null) {
      OutputFolder.make(folder.toAbsolutePath());
    }
    try (OpenReader reader = options.open(usualPrior(dataset), surroundings.directory())) {
      EvaluationReport measured = measure(dataset, reader);
      explainFailures(measured);
      out()
          .println(
              format == Format.JSON
                  ? EvaluationFigures.json(measured)
                  : EvaluationFigures.text(measured));
      if (folder != null) {
        write(measured, folder, dataset, reader);
      }
    }
    return Longhand.DONE;
  }

  private static void write(
      EvaluationReport measured, Path folder, Dataset dataset, OpenReader reader) {
    if (measured instanceof TextReport texts) {
      new TextReportFolder(folder, texts).write(dataset, Optional.empty());
    } else if (measured instanceof CharacterReport characters) {
      new CharacterReportFolder(folder, characters)
          .write(dataset, reader.recognizer(), Optional.empty());
    }
  }

  private int time(Dataset dataset) {
    if (report != null || seen != null || !compared.isEmpty()) {
      throw wrong(
          "--one-by-one measures times only; leave out --report, --seen and --compare-engines");
    }
    try (OpenReader reader = options.open(usualPrior(dataset), surroundings.directory());
        Progress progress = Progress.of(surroundings, "reading", dataset.size())) {
      var times = OneByOne.of(dataset, reader.recognizer(), progress);
      out().println(format == Format.JSON ? times.json() : times.text());
    }
    return Longhand.DONE;
  }

  private int compare(Dataset dataset) {
    if (report != null || seen != null) {
      throw wrong("--report and --seen are of one engine; leave them out, or --compare-engines");
    }
    List<OpenReader> readers =
        options.openEach(compared, usualPrior(dataset), surroundings.directory());
    try (Progress progress = Progress.of(surroundings, "reading", dataset.size())) {
      var comparison = EngineComparison.of(dataset, readers, options.threads.count(), progress);
      out().println(format == Format.JSON ? comparison.json() : comparison.text());
    } finally {
      readers.forEach(OpenReader::close);
    }
    return Longhand.DONE;
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  /** Classes are as uneven as the forms and texts that a dataset was cut from. */
  private static String usualPrior(Dataset dataset) {
    return Stream.of("emnist", "unipen")
        .filter(prior -> dataset.name().startsWith(prior + "-"))
        .findFirst()
        .orElse("uniform");
  }

  /** Characters have a report of their own; whatever else is read, is text. */
  private EvaluationReport measure(Dataset dataset, OpenReader reader) {
    var conditions =
        new EvaluationReport.Conditions(
            reader.model().name(),
            reader.engine().name(),
            dataset.name(),
            reader.recognizer().settings());
    int count = options.threads.count();
    boolean characters = reader.model().kind().equals(CharacterRecognizer.KIND);
    if (characters && seen != null) {
      throw wrong(
          "--seen is of words and lines, but " + reader.model().name() + " reads characters");
    }
    List<Dataset> learnt =
        seen == null ? List.of() : List.of(Datasets.open(seen, dataDirectory.in(surroundings)));
    try (Progress progress = Progress.of(surroundings, "reading", dataset.size())) {
      return characters
          ? CharacterEvaluation.of(
              dataset, reader.recognizer(), reader.model().alphabet(), conditions, count, progress)
          : TextEvaluation.of(dataset, learnt, reader.recognizer(), conditions, count, progress);
    }
  }

  private void explainFailures(EvaluationReport measured) {
    if (!measured.failures().isEmpty()) {
      var first = measured.failures().get(0);
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println(
              "longhand: "
                  + measured.failures().size()
                  + " of "
                  + measured.n()
                  + " could not be read and count as wrong; the first is "
                  + first.sampleId()
                  + ": "
                  + first.reason());
    }
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
