package dev.longhand.server.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A word as somebody wrote it.
 *
 * @param strokes as {@code x, y, x, y, …}, y downwards
 */
record WrittenWord(String label, List<double[]> strokes) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Fifty words of UNIPEN's writers for tests; README.md beside the file says how they were chosen.
   */
  static List<WrittenWord> fifty() {
    List<WrittenWord> words = new ArrayList<>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        WrittenWord.class.getResourceAsStream("words.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode word = JSON.readTree(line);
        List<double[]> strokes = new ArrayList<>();
        for (JsonNode stroke : word.path("strokes")) {
          strokes.add(JSON.convertValue(stroke, double[].class));
        }
        words.add(new WrittenWord(word.path("label").asText(), strokes));
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same with fewer points: Chromium takes one move of the mouse in each frame, and those
   * within {@code tolerance} of the line between their neighbours are not missed (Douglas and
   * Peucker 1973).
   */
  WrittenWord simplified(double tolerance) {
    return new WrittenWord(
        label, strokes.stream().map(stroke -> simplified(stroke, tolerance)).toList());
  }

  private static double[] simplified(double[] stroke, double tolerance) {
    int last = stroke.length / 2 - 1;
    var kept = new BitSet();
    kept.set(0);
    kept.set(last);
    keepFarthest(stroke, 0, last, tolerance, kept);
    return kept.stream()
        .flatMap(point -> IntStream.of(2 * point, 2 * point + 1))
        .mapToDouble(i -> stroke[i])
        .toArray();
  }

  private static void keepFarthest(
      double[] stroke, int from, int to, double tolerance, BitSet kept) {
    double dx = stroke[2 * to] - stroke[2 * from];
    double dy = stroke[2 * to + 1] - stroke[2 * from + 1];
    double length = Math.hypot(dx, dy);
    double farthest = tolerance;
    int found = -1;
    for (int point = from + 1; point < to; point++) {
      double px = stroke[2 * point] - stroke[2 * from];
      double py = stroke[2 * point + 1] - stroke[2 * from + 1];
      double away = length == 0 ? Math.hypot(px, py) : Math.abs(dx * py - dy * px) / length;
      if (away > farthest) {
        farthest = away;
        found = point;
      }
    }
    if (found >= 0) {
      kept.set(found);
      keepFarthest(stroke, from, found, tolerance, kept);
      keepFarthest(stroke, found, to, tolerance, kept);
    }
  }

  /** The first of them with that label. */
  static WrittenWord named(String label) {
    return fifty().stream().filter(word -> word.label().equals(label)).findFirst().orElseThrow();
  }
}
