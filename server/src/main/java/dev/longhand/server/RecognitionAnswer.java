package dev.longhand.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.longhand.recognition.Recognition;
import dev.longhand.server.reading.Reading;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read.
 *
 * @param id as the client of a stream chose it
 * @param file the name of the part of a multipart body
 * @param confidence calibrated, in 0…1
 * @param candidates best first
 * @param characters of a word, where each stands, in pixels of {@code image}
 * @param sure not below the probability under which the model's maker says "not sure"
 * @param settings what the reading rests on besides the image
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecognitionAnswer(
    @Nullable Long id,
    @Nullable String file,
    String text,
    double confidence,
    List<Candidate> candidates,
    List<Span> characters,
    boolean sure,
    String model,
    String engine,
    Map<String, String> settings,
    Size image,
    Timings timings) {

  /** A reading with its confidence. */
  @RegisterForReflection
  public record Candidate(String text, double confidence) {}

  /** A character with where it stands. */
  @RegisterForReflection
  public record Span(String text, double confidence, int left, int width) {}

  /** In pixels. */
  @RegisterForReflection
  public record Size(int width, int height) {}

  /** Milliseconds: to decode and prepare the image, in the queue, and in the network. */
  @RegisterForReflection
  public record Timings(double preparing, double waiting, double reading) {}

  static RecognitionAnswer of(Reading reading, int top) {
    Recognition recognition = reading.recognition();
    List<Recognition.Candidate> candidates = recognition.candidates();
    return new RecognitionAnswer(
        null,
        null,
        recognition.text(),
        rounded(recognition.confidence()),
        candidates.subList(0, Math.min(top, candidates.size())).stream()
            .map(each -> new Candidate(each.text(), rounded(each.probability())))
            .toList(),
        recognition.characters().stream()
            .map(
                each ->
                    new Span(each.text(), rounded(each.probability()), each.left(), each.width()))
            .toList(),
        recognition.isSure(reading.reader().recognizer().rejectBelow()),
        reading.reader().model().name(),
        reading.reader().engine(),
        reading.reader().recognizer().settings(),
        new Size(reading.width(), reading.height()),
        new Timings(
            milliseconds(reading.preparing()),
            milliseconds(reading.waiting()),
            milliseconds(reading.running())));
  }

  RecognitionAnswer withId(@Nullable Long newId) {
    return new RecognitionAnswer(
        newId,
        file,
        text,
        confidence,
        candidates,
        characters,
        sure,
        model,
        engine,
        settings,
        image,
        timings);
  }

  RecognitionAnswer withFile(String newFile) {
    return new RecognitionAnswer(
        id,
        newFile,
        text,
        confidence,
        candidates,
        characters,
        sure,
        model,
        engine,
        settings,
        image,
        timings);
  }

  /** Six digits are more than calibration is good for. */
  private static double rounded(double probability) {
    return Math.round(probability * 1e6) / 1e6;
  }

  private static double milliseconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
