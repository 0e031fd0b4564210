package dev.longhand.cli.report;

import static dev.longhand.cli.report.ReportFolder.count;
import static dev.longhand.cli.report.ReportFolder.number;
import static dev.longhand.cli.report.ReportFolder.percent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.evaluation.CharacterOutcome.Read;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.ConfusionMatrix;
import dev.longhand.evaluation.ConfusionMatrix.Confusion;
import dev.longhand.image.GrayImage;
import dev.longhand.recognition.Recognizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a folder about how well characters are read: {@code index.html}, {@code report.json} and
 * the pictures {@code confusion.png}, {@code reliability.png} and {@code mistakes.png}; of a
 * training also {@code accuracy.png} and {@code loss.png}.
 */
public final class CharacterReportFolder {
  private static final int SHOWN_MISTAKES = 60;
  private static final int LISTED_MISTAKES = 500;
  private static final int LISTED_PAIRS = 40;

  private final ReportFolder folder;
  private final CharacterReport report;

  /**
   * @param folder is made where there is none; what it holds under these names is replaced
   */
  public CharacterReportFolder(Path folder, CharacterReport report) {
    this.folder = new ReportFolder(folder);
    this.report = report;
  }

  /**
   * Writes all of it.
   *
   * @param dataset that was read, for the images of the mistakes
   * @param recognizer that read it, for what it saw of them
   * @param metrics the JSON lines of the training, if it is a training's report
   * @throws LonghandException when a file cannot be written, or pictures cannot be drawn here
   */
  public void write(Dataset dataset, Recognizer recognizer, Optional<Path> metrics) {
    var conditions = report.conditions();
    var page =
        new Page(
            conditions.model() + " on " + conditions.dataset(),
            "Read on the engine "
                + conditions.engine()
                + ", "
                + conditions.settingsInWords()
                + " over the symbols.");
    Optional<Metrics> trained = metrics.map(Metrics::read);
    folder.file("report.json", json(trained));
    page.table(List.of(), figures());
    trained.ifPresent(it -> learning(page, it));
    folder.picture(
        page,
        "confusion.png",
        ConfusionPicture.of(report.confusion()),
        "Confusion matrix",
        "A row for each true symbol, a column for each reading; colour is the share of the row, on"
            + " a scale of logarithms. Samples known only up to a set of symbols are left out.");
    page.table(List.of("is", "read as", "times", "of its row"), pairs());
    folder.picture(
        page,
        "reliability.png",
        ReliabilityPicture.of(report.calibration()),
        "Reliability",
        "Whether readings of a confidence of 80 % are right in 8 of 10 cases.");
    folder.picture(
        page,
        "mistakes.png",
        MistakeSheet.of(mistakes(dataset, recognizer)),
        "The most confident mistakes",
        "The image as it is and as the network saw it; what it is, and what was read.");
    page.heading("Each symbol", "The worst first.");
    page.table(List.of("symbol", "images", "recall", "precision"), symbols());
    folder.file("index.html", page.toBytes());
  }

  private void learning(Page page, Metrics metrics) {
    if (metrics.epochs().isEmpty()) {
      return;
    }
    folder.picture(
        page,
        "accuracy.png",
        LearningCurves.accuracy(metrics),
        "Accuracy",
        "After each epoch; training images are varied, which makes them harder.");
    folder.picture(page, "loss.png", LearningCurves.loss(metrics), "Loss", "After each epoch.");
  }

  private List<List<String>> figures() {
    return List.of(
        List.of("images", count(report.n())),
        List.of("accuracy", percent(report.accuracy())),
        List.of("accuracy ignoring case", percent(report.accuracyIgnoringCase())),
        List.of("among the best three", percent(report.top3())),
        List.of("expected calibration error", number(report.calibration().expectedError(), 4)),
        List.of("could not be read", count(report.failures().size())),
        List.of("images per second", count(Math.round(report.imagesPerSecond()))));
  }

  private List<List<String>> pairs() {
    ConfusionMatrix matrix = report.confusion();
    List<List<String>> rows = new ArrayList<>();
    for (Confusion pair : matrix.mostConfused(LISTED_PAIRS)) {
      long all = matrix.countOfTruth(matrix.alphabet().indexOf(pair.truth()).orElseThrow());
      rows.add(
          List.of(
              "“" + pair.truth() + "”",
              "“" + pair.reading() + "”",
              count(pair.count()),
              percent((double) pair.count() / all)));
    }
    return rows;
  }

  private List<List<String>> symbols() {
    ConfusionMatrix matrix = report.confusion();
    List<Integer> worstFirst = new ArrayList<>();
    for (int k = 0; k < matrix.alphabet().size(); k++) {
      if (matrix.countOfTruth(k) > 0) {
        worstFirst.add(k);
      }
    }
    worstFirst.sort((a, b) -> Double.compare(matrix.recall(a), matrix.recall(b)));
    return worstFirst.stream()
        .map(
            k ->
                List.of(
                    "“" + matrix.alphabet().symbol(k) + "”",
                    count(matrix.countOfTruth(k)),
                    percent(matrix.recall(k)),
                    percent(matrix.precision(k))))
        .toList();
  }

  private List<MistakeSheet.Mistake> mistakes(Dataset dataset, Recognizer recognizer) {
    var images = new SampleImages(dataset);
    List<MistakeSheet.Mistake> mistakes = new ArrayList<>();
    for (Read read : report.mistakes().subList(0, shown())) {
      GrayImage given = images.of(read.sampleId());
      var stages = recognizer.explain(given);
      GrayImage seen = stages.isEmpty() ? given : stages.get(stages.size() - 1).image();
      mistakes.add(
          new MistakeSheet.Mistake(
              read.sampleId(), given, seen, read.truths(), read.reading(), read.confidence()));
    }
    return mistakes;
  }

  private int shown() {
    return Math.min(SHOWN_MISTAKES, report.mistakes().size());
  }

  private byte[] json(Optional<Metrics> trained) {
    ObjectNode json = ReportJson.of(report);
    ReportJson.put(json, "accuracy", report.accuracy());
    ReportJson.put(json, "accuracyIgnoringCase", report.accuracyIgnoringCase());
    ReportJson.put(json, "top3", report.top3());
    ReportJson.put(json, "ece", report.calibration().expectedError());
    ReportJson.put(json, "imagesPerSecond", report.imagesPerSecond());
    ReportJson.calibration(json, report.calibration());
    ObjectNode confusion = json.putObject("confusion");
    ArrayNode alphabet = confusion.putArray("alphabet");
    ConfusionMatrix matrix = report.confusion();
    matrix.alphabet().symbols().forEach(alphabet::add);
    ArrayNode rows = confusion.putArray("countsByTruthThenReading");
    for (int truth = 0; truth < matrix.alphabet().size(); truth++) {
      ArrayNode row = rows.addArray();
      for (int reading = 0; reading < matrix.alphabet().size(); reading++) {
        row.add(matrix.count(truth, reading));
      }
    }
    ArrayNode worst = json.putArray("mostConfused");
    for (Confusion pair : matrix.mostConfused(LISTED_PAIRS)) {
      worst
          .addObject()
          .put("truth", pair.truth())
          .put("reading", pair.reading())
          .put("count", pair.count());
    }
    ArrayNode mistakes = json.putArray("mistakes");
    for (Read read :
        report.mistakes().subList(0, Math.min(LISTED_MISTAKES, report.mistakes().size()))) {
      ObjectNode node = mistakes.addObject();
      node.put("sample", read.sampleId());
      ArrayNode truths = node.putArray("truths");
      read.truths().forEach(truths::add);
      node.put("reading", read.reading());
      node.put("confidence", read.confidence());
    }
    return ReportJson.finish(json, report, trained);
  }
}
