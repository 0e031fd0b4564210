package dev.longhand.evaluation;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model read on a dataset, and how well. There is one form for each kind of reading. */
public sealed interface EvaluationReport permits CharacterReport, TextReport {

  Conditions conditions();

  /** How many samples were given, failed ones included. */
  long n();

  /** The samples that could not be read at all, in order of their ids. */
  List<Failure> failures();

  /** All of it, reading images included. */
  Duration elapsed();

  /** Samples a second of wall-clock time; NaN or infinite when no time was taken. */
  default double imagesPerSecond() {
    return n() / (elapsed().toNanos() / 1e9);
  }

  /**
   * What was evaluated.
   *
   * @param model its name
   * @param engine the name of the engine that ran it
   * @param dataset its name
   * @param settings what readings rest on besides the image, by name and in a fixed order: {@code
   *     prior=uniform}, {@code decoder=greedy}; as {@link
   *     dev.longhand.recognition.Recognizer#settings}
   */
  record Conditions(String model, String engine, String dataset, Map<String, String> settings) {
    public Conditions {
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The settings in words: {@code "prior uniform"}. */
    public String settingsInWords() {
      return settings.entrySet().stream()
          .map(setting -> setting.getKey() + " " + setting.getValue())
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * A sample that could not be read.
   *
   * @param reason in one line
   */
  record Failure(String sampleId, String reason) {}
}
