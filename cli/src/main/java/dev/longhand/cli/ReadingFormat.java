package dev.longhand.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.recognition.Recognition.CharacterSpan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How readings are printed. */
enum ReadingFormat {
  /** For people. */
  TEXT,
  /** Tab-separated values, for scripts. */
  TSV,
  /** An object a line, for programs. */
  JSON;

  /** How many candidates json lists when nobody says. */
  private static final int USUAL_CANDIDATES = 5;

  /** Names the image only when there are several. */
  static String text(@Nullable String file, Recognition recognition, @Nullable Integer top) {
    String reading =
        top == null || top == 1
            ? recognition.text()
            : best(recognition, top).stream()
                .map(each -> String.format(Locale.ROOT, "%s %.4f", each.text(), each.probability()))
                .collect(Collectors.joining("  "));
    return file == null ? reading : file + ": " + reading;
  }

  static String tsv(String file, Recognition recognition, @Nullable Integer top) {
    return best(recognition, top == null ? 1 : top).stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%s\t%s\t%.4f",
                    escaped(file),
                    escaped(each.text()),
                    each.probability()))
        .collect(Collectors.joining("\n"));
  }

  static String json(
      String file, Recognition recognition, @Nullable Integer top, String model, String engine) {
    var line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("file", file);
      json.writeStringField("text", recognition.text());
      json.writeNumberField("confidence", rounded(recognition.confidence()));
      json.writeArrayFieldStart("candidates");
      for (Candidate each : best(recognition, top == null ? USUAL_CANDIDATES : top)) {
        json.writeStartObject();
        json.writeStringField("text", each.text());
        json.writeNumberField("confidence", rounded(each.probability()));
        json.writeEndObject();
      }
      json.writeEndArray();
      if (!recognition.characters().isEmpty()) {
        writeCharacters(json, recognition.characters());
      }
      json.writeStringField("model", model);
      json.writeStringField("engine", engine);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes all that is written to it", e);
    }
    return line.toString();
  }

  private static void writeCharacters(JsonGenerator json, List<CharacterSpan> characters)
      throws IOException {
    json.writeArrayFieldStart("characters");
    for (CharacterSpan each : characters) {
      json.writeStartObject();
      json.writeStringField("text", each.text());
      json.writeNumberField("confidence", rounded(each.probability()));
      json.writeNumberField("left", each.left());
      json.writeNumberField("width", each.width());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static List<Candidate> best(Recognition recognition, int top) {
    List<Candidate> candidates = recognition.candidates();
    return candidates.subList(0, Math.min(top, candidates.size()));
  }

  /** Six digits are more than calibration is good for. */
  private static double rounded(double probability) {
    return Math.round(probability * 1e6) / 1e6;
  }

  /** A tab or a line break in a file's name must not look like the next column or line. */
  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
