package dev.longhand.cli.doctor;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.image.Prepared;
import dev.longhand.ink.Ink;
import dev.longhand.ink.InkRenderer;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import dev.longhand.recognition.Recognizers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lets engines read one character, and compares all its probabilities with the reference's. */
public final class SelfTest {

  /** What the engines' contract allows. */
  private static final double TOLERANCE = 1e-4;

  /** A capital A in two strokes. */
  private static final Ink LETTER =
      new Ink(
          List.of(
              new Ink.Stroke(0, 100, 18, 52, 38, 0, 60, 50, 80, 100),
              new Ink.Stroke(14, 64, 66, 62)));

  private final ModelBundle model;
  private final EngineOptions options;
  private final Prepared prepared;
  private final Recognition expected;

  /**
   * @throws LonghandException when the model is not there or the reference cannot read with it
   */
  public SelfTest(ModelBundle model, EngineOptions options) {
    this.model = model;
    this.options = options;
    try (Engine engine = Engines.open(Engines.named("reference"), EngineOptions.defaults());
        Recognizer recognizer = Recognizers.open(model, engine)) {
      this.prepared = recognizer.prepare(InkRenderer.render(LETTER));
      this.expected = recognizer.read(List.of(prepared)).get(0);
    }
  }

  /**
   * How an engine did.
   *
   * @param trains whether it also trains
   * @param reading what it read; null when it failed before
   * @param difference the largest of any probability from the reference's; null when it failed
   *     before
   * @param loaded native libraries that came with it, where the system tells
   * @param problem what is wrong and what to do, in one line; null when nothing is
   */
  public record Result(
      String name,
      boolean trains,
      @Nullable String reading,
      @Nullable Double difference,
      List<String> loaded,
      @Nullable String problem) {

    public static Result failed(String name, @Nullable String problem) {
      String line = String.valueOf(problem).replaceAll("\\s+", " ");
      return new Result(name, false, null, null, List.of(), line);
    }
  }

  /** Never throws: what goes wrong is the result. */
  public Result of(String name) {
    Set<String> before = NativeLibraries.loaded();
    try (Engine engine = Engines.open(Engines.named(name), options);
        Recognizer recognizer = Recognizers.open(model, engine)) {
      Recognition reading = recognizer.read(List.of(prepared)).get(0);
      double difference = difference(reading);
      Set<String> loaded = new TreeSet<>(NativeLibraries.loaded());
      loaded.removeAll(before);
      String problem =
          difference <= TOLERANCE
              ? null
              : "engine '"
                  + name
                  + "' computes something else than the reference; choose another, and please"
                  + " report it with all that is printed here";
      return new Result(
          name,
          engine instanceof TrainingEngine,
          reading.text(),
          difference,
          List.copyOf(loaded),
          problem);
    } catch (LonghandException e) {
      return Result.failed(name, e.getMessage());
    } catch (RuntimeException | Error e) {
      // Whatever it is, the other engines are still to be tried.
      return Result.failed(
          name, "engine '" + name + "' fails when it runs: " + BrokenPlugin.explain(e));
    }
  }

  private double difference(Recognition actual) {
    Map<String, Double> probabilities = new HashMap<>();
    for (Recognition.Candidate candidate : actual.candidates()) {
      probabilities.put(candidate.text(), candidate.probability());
    }
    double largest = 0;
    for (Recognition.Candidate candidate : expected.candidates()) {
      double other = probabilities.getOrDefault(candidate.text(), Double.NaN);
      largest = Math.max(largest, Math.abs(other - candidate.probability()));
    }
    return largest;
  }
}
