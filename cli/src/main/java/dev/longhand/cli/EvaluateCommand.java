package dev.longhand.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.longhand.cli.report.CharacterReportFolder;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "The prior is emnist for datasets named emnist-… and uniform for others, unless one is given."
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
          "A dataset by name, such as emnist-byclass-test or photos-characters, or the path of an"
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
    return compared.isEmpty() ? measure(dataset) : compare(dataset);
  }

  private int measure(Dataset dataset) {
    try (OpenReader reader = options.open(usualPrior(dataset))) {
      CharacterReport measured = measure(dataset, reader);
      explainFailures(measured);
      out().println(format == Format.JSON ? json(measured) : text(measured));
      if (report != null) {
        new CharacterReportFolder(surroundings.directory().resolve(report), measured)
            .write(dataset, reader.recognizer(), Optional.empty());
      }
    }
    return Longhand.DONE;
  }

  private int compare(Dataset dataset) {
    if (report != null) {
      throw wrong("--report is of one engine; leave out --report or --compare-engines");
    }
    List<OpenReader> readers = options.openEach(compared, usualPrior(dataset));
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

  /** EMNIST's classes are as uneven as the forms it was cut from, which its paper publishes. */
  private static String usualPrior(Dataset dataset) {
    return dataset.name().startsWith("emnist-") ? "emnist" : "uniform";
  }

  private CharacterReport measure(Dataset dataset, OpenReader reader) {
    var conditions =
        new EvaluationReport.Conditions(
            reader.model().name(),
            reader.engine().name(),
            dataset.name(),
            reader.recognizer().prior().name());
    try (Progress progress = Progress.of(surroundings, "reading", dataset.size())) {
      return CharacterEvaluation.of(
          dataset,
          reader.recognizer(),
          reader.model().alphabet(),
          conditions,
          options.threads.count(),
          progress);
    }
  }

  private void explainFailures(CharacterReport measured) {
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

  private static String text(CharacterReport measured) {
    var conditions = measured.conditions();
    return String.format(
        Locale.ROOT,
        """
        %s: %,d characters, read by %s on %s, prior %s
        accuracy                %6.2f %%
        accuracy ignoring case  %6.2f %%
        among the best three    %6.2f %%
        calibration error       %7.4f (expected, %d bins)
        images per second       %,7.0f\
        """,
        conditions.dataset(),
        measured.n(),
        conditions.model(),
        conditions.engine(),
        conditions.prior(),
        100 * measured.accuracy(),
        100 * measured.accuracyIgnoringCase(),
        100 * measured.top3(),
        measured.calibration().expectedError(),
        measured.calibration().bins().size(),
        measured.imagesPerSecond());
  }

  private static String json(CharacterReport measured) {
    var line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("n", measured.n());
      json.writeNumberField("accuracy", rounded(measured.accuracy(), 6));
      json.writeNumberField("accuracyIgnoringCase", rounded(measured.accuracyIgnoringCase(), 6));
      json.writeNumberField("top3", rounded(measured.top3(), 6));
      json.writeNumberField("ece", rounded(measured.calibration().expectedError(), 6));
      json.writeStringField("prior", measured.conditions().prior());
      json.writeNumberField("imagesPerSecond", rounded(measured.imagesPerSecond(), 1));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes all that is written to it", e);
    }
    return line.toString();
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Double.isFinite(value) ? Math.round(value * scale) / scale : value;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
