package dev.longhand.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.longhand.evaluation.CharacterReport;
import dev.longhand.evaluation.EvaluationReport;
import dev.longhand.evaluation.TextReport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures of an evaluation as they are printed. */
final class EvaluationFigures {

  private EvaluationFigures() {}

  /** What people read. */
  static String text(EvaluationReport measured) {
    return measured instanceof TextReport texts ? text(texts) : text((CharacterReport) measured);
  }

  /** What programs read: one object on one line. */
  static String json(EvaluationReport measured) {
    return measured instanceof TextReport texts ? json(texts) : json((CharacterReport) measured);
  }

  private static String text(CharacterReport measured) {
    return String.format(
        Locale.ROOT,
        """
        %s
        accuracy                %6.2f %%
        accuracy ignoring case  %6.2f %%
        among the best three    %6.2f %%
        calibration error       %7.4f (expected, %d bins)
        images per second       %,7.0f\
        """,
        heading(measured, "characters"),
        100 * measured.accuracy(),
        100 * measured.accuracyIgnoringCase(),
        100 * measured.top3(),
        measured.calibration().expectedError(),
        measured.calibration().bins().size(),
        measured.imagesPerSecond());
  }

  private static String text(TextReport measured) {
    return String.format(
        Locale.ROOT,
        """
        %s
        character errors, CER   %6.2f %%
        CER ignoring case       %6.2f %%
        word errors, WER        %6.2f %%
        exact                   %6.2f %%
        exact ignoring case     %6.2f %%
        calibration error       %7.4f (expected, %d bins)
        %simages per second       %,7.0f\
        """,
        heading(measured, "texts"),
        100 * measured.score().cer(),
        100 * measured.ignoringCase().cer(),
        100 * measured.score().wer(),
        100 * measured.score().exact(),
        100 * measured.ignoringCase().exact(),
        measured.calibration().expectedError(),
        measured.calibration().bins().size(),
        measured.bySeen().stream().map(EvaluationFigures::text).collect(Collectors.joining()),
        measured.imagesPerSecond());
  }

  private static String text(TextReport.Part part) {
    return String.format(
        Locale.ROOT,
        "%-6s texts, %,7d    %6.2f %% CER, %.2f %% exact%n",
        part.name(),
        part.score().n(),
        100 * part.score().cer(),
        100 * part.score().exact());
  }

  private static String heading(EvaluationReport measured, String what) {
    var conditions = measured.conditions();
    return String.format(
        Locale.ROOT,
        "%s: %,d %s, read by %s on %s, %s",
        conditions.dataset(),
        measured.n(),
        what,
        conditions.model(),
        conditions.engine(),
        conditions.settingsInWords());
  }

  private static String json(CharacterReport measured) {
    return json(
        measured,
        json -> {
          share(json, "accuracy", measured.accuracy());
          share(json, "accuracyIgnoringCase", measured.accuracyIgnoringCase());
          share(json, "top3", measured.top3());
          share(json, "ece", measured.calibration().expectedError());
        });
  }

  private static String json(TextReport measured) {
    return json(
        measured,
        json -> {
          share(json, "cer", measured.score().cer());
          share(json, "wer", measured.score().wer());
          share(json, "exact", measured.score().exact());
          share(json, "exactIgnoringCase", measured.ignoringCase().exact());
          share(json, "cerIgnoringCase", measured.ignoringCase().cer());
          share(json, "ece", measured.calibration().expectedError());
          for (TextReport.Part part : measured.bySeen()) {
            json.writeObjectFieldStart(part.name());
            json.writeNumberField("n", part.score().n());
            share(json, "cer", part.score().cer());
            share(json, "exact", part.score().exact());
            json.writeEndObject();
          }
        });
  }

  /** Writes the figures of one kind of reading. */
  private interface Figures {
    void write(JsonGenerator json) throws IOException;
  }

  private static String json(EvaluationReport measured, Figures figures) {
    var line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("n", measured.n());
      figures.write(json);
      for (var setting : measured.conditions().settings().entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      number(json, "imagesPerSecond", measured.imagesPerSecond(), 1);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes all that is written to it", e);
    }
    return line.toString();
  }

  private static void share(JsonGenerator json, String name, double value) throws IOException {
    number(json, name, value, 6);
  }

  /** JSON has no NaN. */
  private static void number(JsonGenerator json, String name, double value, int digits)
      throws IOException {
    if (Double.isFinite(value)) {
      double scale = Math.pow(10, digits);
      json.writeNumberField(name, Math.round(value * scale) / scale);
    } else {
      json.writeNullField(name);
    }
  }
}
