package dev.longhand.cli.report;

import static dev.longhand.cli.report.ReportFolder.count;
import static dev.longhand.cli.report.ReportFolder.number;
import static dev.longhand.cli.report.ReportFolder.percent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.evaluation.EditDistance.Deleted;
import dev.longhand.evaluation.EditDistance.Edit;
import dev.longhand.evaluation.EditDistance.Inserted;
import dev.longhand.evaluation.EditDistance.Replaced;
import dev.longhand.evaluation.TextOutcome.Read;
import dev.longhand.evaluation.TextReport;
import dev.longhand.evaluation.TextReport.Confusion;
import dev.longhand.evaluation.TextReport.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Writes a folder about how well words or lines are read: {@code index.html}, {@code report.json}
 * and the pictures {@code reliability.png}, {@code worst.png} and {@code confident.png}; of a
 * training also {@code errors.png} and {@code loss.png}.
 */
public final class TextReportFolder {
  private static final int SHOWN_MISTAKES = 200;
  private static final int LISTED_MISTAKES = 1000;
  private static final int LISTED_CONFUSIONS = 60;
  private static final int LISTED_GROUPS = 200;

  private final ReportFolder folder;
  private final TextReport report;

  /**
   * @param folder is made where there is none; what it holds under these names is replaced
   */
  public TextReportFolder(Path folder, TextReport report) {
    this.folder = new ReportFolder(folder);
    this.report = report;
  }

  /**
   * Writes all of it.
   *
   * @param dataset that was read, for the images of the mistakes
   * @param metrics the JSON lines of the training, if it is a training's report
   * @throws LonghandException when a file cannot be written, or pictures cannot be drawn here
   */
  public void write(Dataset dataset, Optional<Path> metrics) {
    var conditions = report.conditions();
    var page =
        new Page(
            conditions.model() + " on " + conditions.dataset(),
            "Read on the engine "
                + conditions.engine()
                + ", "
                + conditions.settingsInWords()
                + ". Capitals, punctuation and spaces count; what could not be read counts as"
                + " missed.");
    Optional<Metrics> trained = metrics.map(Metrics::read);
    folder.file("report.json", json(trained));
    page.table(List.of(), figures());
    trained.ifPresent(it -> learning(page, it));
    page.heading("By length", "Characters of the true text.");
    page.table(List.of("length", "texts", "CER", "exact"), rows(report.byLength()));
    if (!report.bySeen().isEmpty()) {
      page.heading("By whether the text is one to learn from", "Other images of it, that is.");
      page.table(List.of("text", "texts", "CER", "exact"), rows(report.bySeen()));
    }
    if (report.byGroup().size() > 1) {
      page.heading("By writer", "The worst first.");
      page.table(List.of("writer", "texts", "CER", "exact"), rows(worstWritersFirst()));
    }
    page.heading("Characters confused", "With the fewest edits from the true text to the reading.");
    page.table(List.of("is", "read as", "times", "of all edits"), confusions());
    folder.picture(
        page,
        "reliability.png",
        ReliabilityPicture.of(report.calibration()),
        "Reliability",
        "Whether readings of a confidence of 80 % are right, to the last character, in 8 of 10"
            + " cases.");
    var images = new SampleImages(dataset);
    sheet(
        page,
        "worst.png",
        "The worst readings",
        "Those of most edits first: what is written, and what was read.",
        report.mistakes(),
        images);
    sheet(
        page,
        "confident.png",
        "The most confident mistakes",
        "Here the labels are often wrong.",
        report.mistakes().stream()
            .sorted(Comparator.comparingDouble(Read::confidence).reversed())
            .toList(),
        images);
    folder.file("index.html", page.toBytes());
  }

  private void learning(Page page, Metrics metrics) {
    if (metrics.epochs().isEmpty()) {
      return;
    }
    folder.picture(
        page,
        "errors.png",
        LearningCurves.texts(metrics),
        "Exact texts and character errors",
        "After each epoch; training images are varied, which makes them harder.");
    folder.picture(page, "loss.png", LearningCurves.loss(metrics), "Loss", "After each epoch.");
  }

  private void sheet(
      Page page, String name, String title, String note, List<Read> mistakes, SampleImages images) {
    List<TextSheet.Mistake> shown = new ArrayList<>();
    for (Read read : mistakes.subList(0, Math.min(SHOWN_MISTAKES, mistakes.size()))) {
      shown.add(
          new TextSheet.Mistake(
              read.sampleId(),
              images.of(read.sampleId()),
              read.truth(),
              read.reading(),
              read.confidence()));
    }
    folder.picture(page, name, TextSheet.of(shown), title, note);
  }

  private List<List<String>> figures() {
    return List.of(
        List.of("texts", count(report.n())),
        List.of("character error rate (CER)", percent(report.score().cer())),
        List.of("CER ignoring case", percent(report.ignoringCase().cer())),
        List.of("word error rate (WER)", percent(report.score().wer())),
        List.of("exact", percent(report.score().exact())),
        List.of("exact ignoring case", percent(report.ignoringCase().exact())),
        List.of("expected calibration error", number(report.calibration().expectedError(), 4)),
        List.of("could not be read", count(report.failures().size())),
        List.of("images per second", count(Math.round(report.imagesPerSecond()))));
  }

  private static List<List<String>> rows(List<Part> parts) {
    return parts.stream()
        .map(
            part ->
                List.of(
                    part.name().isEmpty() ? "unknown" : part.name(),
                    count(part.score().n()),
                    percent(part.score().cer()),
                    percent(part.score().exact())))
        .toList();
  }

  private List<Part> worstWritersFirst() {
    return report.byGroup().stream()
        .sorted(Comparator.comparingDouble((Part part) -> part.score().cer()).reversed())
        .limit(LISTED_GROUPS)
        .toList();
  }

  private List<List<String>> confusions() {
    long all = report.confusions().stream().mapToLong(Confusion::count).sum();
    return report.confusions().stream()
        .limit(LISTED_CONFUSIONS)
        .map(
            confusion ->
                List.of(
                    truth(confusion.edit()).map(TextReportFolder::quoted).orElse("nothing"),
                    reading(confusion.edit()).map(TextReportFolder::quoted).orElse("nothing"),
                    count(confusion.count()),
                    percent((double) confusion.count() / all)))
        .toList();
  }

  private static String quoted(String symbol) {
    return "“" + symbol + "”";
  }

  /** What was there; empty when it was inserted. */
  private static Optional<String> truth(Edit<String> edit) {
    if (edit instanceof Replaced<String> replaced) {
      return Optional.of(replaced.reference());
    }
    return edit instanceof Deleted<String> deleted
        ? Optional.of(deleted.reference())
        : Optional.empty();
  }

  /** What was read; empty when it was deleted. */
  private static Optional<String> reading(Edit<String> edit) {
    if (edit instanceof Replaced<String> replaced) {
      return Optional.of(replaced.reading());
    }
    return edit instanceof Inserted<String> inserted
        ? Optional.of(inserted.reading())
        : Optional.empty();
  }

  private byte[] json(Optional<Metrics> trained) {
    ObjectNode json = ReportJson.of(report);
    ReportJson.put(json, "cer", report.score().cer());
    ReportJson.put(json, "wer", report.score().wer());
    ReportJson.put(json, "exact", report.score().exact());
    ReportJson.put(json, "exactIgnoringCase", report.ignoringCase().exact());
    ReportJson.put(json, "cerIgnoringCase", report.ignoringCase().cer());
    ReportJson.put(json, "ece", report.calibration().expectedError());
    ReportJson.put(json, "imagesPerSecond", report.imagesPerSecond());
    ReportJson.calibration(json, report.calibration());
    parts(json.putArray("byLength"), "length", report.byLength());
    parts(json.putArray("byGroup"), "group", report.byGroup());
    parts(json.putArray("bySeen"), "text", report.bySeen());
    ArrayNode confusions = json.putArray("confusions");
    for (Confusion confusion : report.confusions()) {
      confusions
          .addObject()
          .put("truth", truth(confusion.edit()).orElse(""))
          .put("reading", reading(confusion.edit()).orElse(""))
          .put("count", confusion.count());
    }
    ArrayNode mistakes = json.putArray("mistakes");
    report.mistakes().stream()
        .limit(LISTED_MISTAKES)
        .forEach(
            read ->
                mistakes
                    .addObject()
                    .put("sample", read.sampleId())
                    .put("group", read.group())
                    .put("truth", read.truth())
                    .put("reading", read.reading())
                    .put("edits", read.edits())
                    .put("confidence", read.confidence()));
    return ReportJson.finish(json, report, trained);
  }

  private static void parts(ArrayNode array, String key, List<Part> parts) {
    for (Part part : parts) {
      ObjectNode node = array.addObject();
      node.put(key, part.name());
      node.put("n", part.score().n());
      ReportJson.put(node, "cer", part.score().cer());
      ReportJson.put(node, "wer", part.score().wer());
      ReportJson.put(node, "exact", part.score().exact());
    }
  }
}
