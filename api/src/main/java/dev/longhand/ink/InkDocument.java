package dev.longhand.ink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.longhand.ink.Ink.Stroke;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ink as JSON: {@code {"label":"A","writer":"w1","strokes":[[x,y,x,y,…],…]}}, x to the right and y
 * down, in any unit. Only {@code strokes} is needed; other names are passed over.
 *
 * @param label what it says; empty when that is not told
 * @param writer who wrote it; empty when that is not told
 */
public record InkDocument(Ink ink, String label, String writer) {

  /** More points than this are no handwriting of one piece. */
  public static final int MOST_POINTS = 100_000;

  /** In characters; with {@link #MOST_POINTS} points a document stays well below it. */
  public static final int LONGEST_DOCUMENT = 4_000_000;

  private static final int LONGEST_TEXT = 10_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(LONGEST_DOCUMENT)
                  .maxStringLength(LONGEST_TEXT)
                  .maxNameLength(LONGEST_TEXT)
                  .maxNumberLength(100)
                  .maxNestingDepth(20)
                  .build())
          .build();

  /**
   * Reads one document.
   *
   * @throws InvalidInkException when it is not JSON of this form, or too large
   */
  public static InkDocument parse(String json) {
    if (json.length() > LONGEST_DOCUMENT) {
      throw new InvalidInkException(
          "the document is longer than " + LONGEST_DOCUMENT + " characters");
    }
    try (JsonParser parser = JSON.createParser(json)) {
      InkDocument document = readDocument(parser);
      if (parser.nextToken() != null) {
        throw invalid(parser, "the end of the document");
      }
      return document;
    } catch (StreamReadException e) {
      // Not the parser's advice on how a programmer would have it take NaN.
      String what = e.getOriginalMessage().replaceFirst(": enable `.*", "");
      throw new InvalidInkException("not JSON: " + what + " (column " + column(e) + ")", e);
    } catch (IOException e) {
      throw new InvalidInkException("not JSON: " + oneLine(e.getMessage()), e);
    }
  }

  /** On one line, as {@link #parse} reads it. An empty label or writer is left out. */
  public String toJson() {
    var json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      generator.writeStartObject();
      if (!label.isEmpty()) {
        generator.writeStringField("label", label);
      }
      if (!writer.isEmpty()) {
        generator.writeStringField("writer", writer);
      }
      generator.writeArrayFieldStart("strokes");
      for (Stroke stroke : ink.strokes()) {
        generator.writeStartArray();
        for (float coordinate : stroke.coordinates()) {
          generator.writeNumber(coordinate);
        }
        generator.writeEndArray();
      }
      generator.writeEndArray();
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toString();
  }

  private static InkDocument readDocument(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw invalid(parser, "an object with \"strokes\"");
    }
    String label = "";
    String writer = "";
    List<Stroke> strokes = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "label" -> label = text(parser, "label");
        case "writer" -> writer = text(parser, "writer");
        case "strokes" -> strokes = strokes(parser);
        default -> {
          parser.nextToken();
          parser.skipChildren();
        }
      }
    }
    if (strokes == null) {
      throw new InvalidInkException("there is no \"strokes\"");
    }
    if (strokes.isEmpty()) {
      throw new InvalidInkException("\"strokes\" is empty, so nothing is written");
    }
    return new InkDocument(new Ink(strokes), label, writer);
  }

  private static String text(JsonParser parser, String name) throws IOException {
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      throw invalid(parser, "a string as \"" + name + "\"");
    }
    return parser.getText();
  }

  private static List<Stroke> strokes(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw invalid(parser, "an array as \"strokes\"");
    }
    List<Stroke> strokes = new ArrayList<>();
    int points = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw invalid(parser, "stroke " + strokes.size() + " as an array of x, y, x, y, …");
      }
      float[] coordinates = coordinates(parser, strokes.size(), MOST_POINTS - points);
      points += coordinates.length / 2;
      strokes.add(new Stroke(coordinates));
    }
    return strokes;
  }

  private static float[] coordinates(JsonParser parser, int stroke, int mostPoints)
      throws IOException {
    float[] coordinates = new float[32];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonToken token = parser.currentToken();
      if (token == null || !token.isNumeric()) {
        throw invalid(parser, "a number in stroke " + stroke);
      }
      float coordinate = parser.getFloatValue();
      if (!Float.isFinite(coordinate)) {
        throw invalid(parser, "a number of ordinary size in stroke " + stroke);
      }
      if (count == 2 * mostPoints) {
        throw new InvalidInkException("there are more than " + MOST_POINTS + " points");
      }
      if (count == coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * count);
      }
      coordinates[count++] = coordinate;
    }
    if (count == 0 || count % 2 != 0) {
      throw new InvalidInkException(
          "stroke "
              + stroke
              + " (counted from 0) has "
              + count
              + " numbers, but x, y, x, y, … is an even number of at least 2");
    }
    return Arrays.copyOf(coordinates, count);
  }

  private static InvalidInkException invalid(JsonParser parser, String expected)
      throws IOException {
    JsonToken token = parser.currentToken();
    String found = token == null ? "the end" : parser.getText();
    return new InvalidInkException(
        "expected "
            + expected
            + ", found "
            + (found.length() > 40 ? found.substring(0, 40) + "…" : found)
            + " (column "
            + parser.currentTokenLocation().getColumnNr()
            + ")");
  }

  private static int column(StreamReadException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
  }

  private static String oneLine(@Nullable String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}
