package dev.longhand.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.longhand.LonghandException;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.InvalidDataException;
import dev.longhand.evaluation.EvaluationReport.Conditions;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.image.PreprocessingPipeline.Stage;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.recognition.Recognizer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a dataset on several engines at once and notes how far apart they are. */
final class EngineComparison implements BatchReader.Listener {
  private static final int BATCH = 256;

  private final Dataset dataset;
  private final List<OpenReader> readers;
  private final Progress progress;

  /** What the engines said of each image of the last batch, until that image's turn comes. */
  private final Queue<List<Recognition>> recognitions = new ArrayDeque<>();

  private Difference largest;
  private int images;

  /** On how many images not all engines give the same reading, exact ties left out. */
  private int differentReadings;

  /**
   * On how many images the engines give different readings of which one engine finds each as
   * probable as the other, to the last bit: then no engine is wrong.
   */
  private int exactTies;

  private EngineComparison(Dataset dataset, List<OpenReader> readers, Progress progress) {
    this.dataset = dataset;
    this.readers = List.copyOf(readers);
    this.progress = progress;
    this.largest = new Difference(0, name(0), name(1), "");
  }

  /**
   * Between two engines.
   *
   * @param probability how far apart the probabilities are that they give one text on one image
   * @param sampleId the image's; empty when they are nowhere apart
   */
  private record Difference(double probability, String one, String other, String sampleId) {}

  /**
   * An image that cannot be read is left out.
   *
   * @param readers with one model on at least two engines
   * @param threads that prepare images
   * @throws InvalidDataException when the dataset itself is broken
   */
  static EngineComparison of(
      Dataset dataset, List<OpenReader> readers, int threads, Progress progress) {
    var comparison = new EngineComparison(dataset, readers, progress);
    Recognizer all = comparison.new AllReaders();
    new BatchReader(() -> all, threads, BATCH)
        .read(dataset.size(), index -> dataset.sample(index).image(), comparison);
    return comparison;
  }

  /** What people read. */
  String text() {
    Conditions conditions = conditions();
    return String.format(
        Locale.ROOT,
        """
        %s: %,d %s, read by %s, %s
        engines              %s
        largest difference   %.1e (of a probability, %s and %s%s)
        different readings   %,d (besides %,d exact ties)\
        """,
        conditions.dataset(),
        images,
        readers.get(0).model().kind().equals(CharacterRecognizer.KIND) ? "characters" : "texts",
        conditions.model(),
        conditions.settingsInWords(),
        conditions.engine(),
        largest.probability(),
        largest.one(),
        largest.other(),
        largest.sampleId().isEmpty() ? "" : ", on " + largest.sampleId(),
        differentReadings,
        exactTies);
  }

  /** What programs read: one object on one line. */
  String json() {
    var line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("n", images);
      json.writeArrayFieldStart("engines");
      for (String engine : names()) {
        json.writeString(engine);
      }
      json.writeEndArray();
      json.writeNumberField("largestDifference", largest.probability());
      json.writeArrayFieldStart("between");
      json.writeString(largest.one());
      json.writeString(largest.other());
      json.writeEndArray();
      json.writeStringField("sample", largest.sampleId());
      json.writeNumberField("differentReadings", differentReadings);
      json.writeNumberField("exactTies", exactTies);
      for (var setting : conditions().settings().entrySet()) {
        json.writeStringField(setting.getKey(), setting.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes all that is written to it", e);
    }
    return line.toString();
  }

  private Conditions conditions() {
    OpenReader first = readers.get(0);
    return new Conditions(
        first.model().name(),
        String.join(", ", names()),
        dataset.name(),
        first.recognizer().settings());
  }

  private List<String> names() {
    return readers.stream().map(reader -> reader.engine().name()).toList();
  }

  @Override
  public void read(int index, Prepared image, Recognition recognition) {
    compare(dataset.id(index), recognitions.remove());
    progress.stepTo(index + 1L);
  }

  @Override
  public void failed(int index, LonghandException why) {
    if (why instanceof InvalidDataException) {
      throw why;
    }
    progress.stepTo(index + 1L);
  }

  private void compare(String sampleId, List<Recognition> ofEachEngine) {
    images++;
    List<Map<String, Double>> byText = ofEachEngine.stream().map(EngineComparison::byText).toList();
    Set<String> readings = ofEachEngine.stream().map(Recognition::text).collect(Collectors.toSet());
    if (readings.size() > 1) {
      if (byText.stream().anyMatch(engine -> areEqual(readings, engine))) {
        exactTies++;
      } else {
        differentReadings++;
      }
    }
    for (String text : byText.get(0).keySet()) {
      // Of texts without number each engine gives only the best; the last of these may be others.
      if (!byText.stream().allMatch(engine -> engine.containsKey(text))) {
        continue;
      }
      double[] probabilities =
          byText.stream().mapToDouble(engine -> engine.getOrDefault(text, 0.0)).toArray();
      int least = 0;
      int most = 0;
      for (int engine = 1; engine < probabilities.length; engine++) {
        least = probabilities[engine] < probabilities[least] ? engine : least;
        most = probabilities[engine] > probabilities[most] ? engine : most;
      }
      double apart = probabilities[most] - probabilities[least];
      if (apart > largest.probability()) {
        largest =
            new Difference(
                apart, name(Math.min(least, most)), name(Math.max(least, most)), sampleId);
      }
    }
  }

  private static boolean areEqual(Set<String> readings, Map<String, Double> probabilities) {
    return readings.stream().map(probabilities::get).distinct().count() == 1;
  }

  private static Map<String, Double> byText(Recognition recognition) {
    return recognition.candidates().stream()
        .collect(Collectors.toMap(Candidate::text, Candidate::probability));
  }

  private String name(int engine) {
    return readers.get(engine).engine().name();
  }

  /** Prepares each image once, has every engine read it, and answers as the first does. */
  private final class AllReaders implements Recognizer {
    @Override
    public Prepared prepare(GrayImage image) {
      return readers.get(0).recognizer().prepare(image);
    }

    @Override
    public List<Recognition> read(List<Prepared> batch) {
      List<List<Recognition>> byEngine =
          readers.stream().map(reader -> reader.recognizer().read(batch)).toList();
      for (int i = 0; i < batch.size(); i++) {
        int image = i;
        recognitions.add(byEngine.stream().map(engine -> engine.get(image)).toList());
      }
      return byEngine.get(0);
    }

    @Override
    public List<Stage> explain(GrayImage image) {
      return readers.get(0).recognizer().explain(image);
    }

    @Override
    public Map<String, String> settings() {
      return readers.get(0).recognizer().settings();
    }

    @Override
    public double rejectBelow() {
      return readers.get(0).recognizer().rejectBelow();
    }

    @Override
    public void close() {
      // Whoever opened the readers closes them.
    }
  }
}
