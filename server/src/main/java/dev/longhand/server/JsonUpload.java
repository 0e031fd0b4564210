package dev.longhand.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.ImageReader;
import dev.longhand.ink.Ink;
import dev.longhand.ink.InkDocument;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.InvalidInkException;
import dev.longhand.ink.Pen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON object with ink, <code>{"strokes":[[x,y,x,y,…],…]}</code>, or with the file of an image,
 * <code>{"image":"BASE64"}</code>, and perhaps some texts beside it.
 */
final class JsonUpload {

  private static final String STROKES = "strokes";
  private static final String IMAGE = "image";
  private static final String ID = "id";

  /**
   * How long all strokes may be together, in pixels as they are drawn; a word has some thousands.
   */
  private static final int MOST_DRAWN = 500_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(200_000_000) // The body's size is limited already.
                  .maxNameLength(1_000)
                  .maxNumberLength(100)
                  .maxNestingDepth(20)
                  .build())
          .build();

  private final byte[] json;
  private final boolean hasStrokes;
  private final Map<String, String> texts;

  private JsonUpload(byte[] json, boolean hasStrokes, Map<String, String> texts) {
    this.json = json;
    this.hasStrokes = hasStrokes;
    this.texts = texts;
  }

  /**
   * Looks what there is, and at the strokes not yet.
   *
   * @param names of the texts and numbers that may stand beside the image
   * @throws ProblemException when it is no such object
   */
  static JsonUpload parse(byte[] json, Set<String> names) {
    if (json.length > 1 && (json[0] <= 0 || json[1] == 0)) {
      throw malformed("expected JSON in UTF-8, without a byte order mark");
    }
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("expected an object with \"strokes\" or \"image\"");
      }
      boolean hasStrokes = false;
      Map<String, String> texts = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals(STROKES)) {
          hasStrokes = true;
          parser.skipChildren();
        } else if (name.equals(IMAGE) || names.contains(name)) {
          // Only an id may be a number.
          if (value != JsonToken.VALUE_STRING
              && !(value == JsonToken.VALUE_NUMBER_INT && name.equals(ID))) {
            throw malformed("\"" + name + "\" must be a string");
          }
          texts.put(name, parser.getText());
        } else {
          throw malformed(
              "\""
                  + Texts.shortened(name)
                  + "\" means nothing here; there are \"strokes\" or \"image\""
                  + (names.isEmpty() ? "" : ", and " + String.join(", ", names)));
        }
      }
      if (parser.nextToken() != null) {
        throw malformed("something follows the object");
      }
      if (hasStrokes == texts.containsKey(IMAGE)) {
        throw malformed("expected either \"strokes\" or \"image\"");
      }
      return new JsonUpload(json, hasStrokes, texts);
    } catch (StreamConstraintsException e) {
      throw malformed("it is nested too deeply, or has a name or a number that is too long");
    } catch (StreamReadException e) {
      throw malformed(Texts.notJson(e));
    } catch (IOException e) {
      throw malformed("not JSON: " + Texts.firstLine(e.getMessage()));
    }
  }

  /** A text or a number that stands beside the image. */
  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * Decodes the image, or draws the ink.
   *
   * @param kind of the model that is to read it: a word is drawn larger than a character
   * @throws dev.longhand.LonghandException when there is something wrong with it
   */
  GrayImage decode(String kind, int mostPoints) {
    if (!hasStrokes) {
      return ImageReader.read(imageBytes(), "the image");
    }
    Ink ink = InkDocument.parse(new String(json, StandardCharsets.UTF_8)).ink();
    int points = ink.strokes().stream().mapToInt(Ink.Stroke::points).sum();
    if (points > mostPoints) {
      throw new InvalidInkException(
          "the ink has " + points + " points, but the limit is " + mostPoints);
    }
    Pen pen = kind.equals("character") ? Pen.USUAL : Pen.forLine(ink);
    refuseScribble(ink, pen);
    return InkRenderer.render(ink, pen);
  }

  /** A few thousand strokes from end to end of a long line would keep a worker busy for long. */
  private static void refuseScribble(Ink ink, Pen pen) {
    double length = 0;
    for (Ink.Stroke stroke : ink.strokes()) {
      for (int i = 1; i < stroke.points(); i++) {
        length +=
            Math.hypot(
                (double) stroke.x(i) - stroke.x(i - 1), (double) stroke.y(i) - stroke.y(i - 1));
      }
    }
    double drawn = length * (pen.longestSide() / Math.max(1e-30, ink.box().longestSide()));
    if (drawn > MOST_DRAWN) {
      throw new InvalidInkException(
          "the strokes go back and forth too often to be writing: drawn "
              + Math.round(pen.longestSide())
              + " px large they are "
              + Math.round(drawn)
              + " px long, but the limit is "
              + MOST_DRAWN);
    }
  }

  private byte[] imageBytes() {
    String base64 = texts.getOrDefault(IMAGE, "");
    try {
      // Lines may be broken; a stranger among the letters means that something was lost.
      return Base64.getDecoder().decode(withoutDataUrl(base64).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw malformed("\"image\" is not base64: " + e.getMessage());
    }
  }

  /** Browsers write {@code data:image/png;base64,} before it. */
  private static String withoutDataUrl(String base64) {
    return base64.startsWith("data:") ? base64.substring(base64.indexOf(',') + 1) : base64;
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_BODY, detail);
  }
}
