package dev.longhand.evaluation;

import java.time.Duration;
import java.util.List;

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
   * @param prior the name of the prior over what is written: {@code "uniform"}
   */
  record Conditions(String model, String engine, String dataset, String prior) {}

  /**
   * A sample that could not be read.
   *
   * @param reason in one line
   */
  record Failure(String sampleId, String reason) {}
}
