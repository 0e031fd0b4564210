package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.image.Preprocessing.FitHeight;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.recognition.Recognition.CharacterSpan;
import dev.longhand.recognition.Recognizer;
import dev.longhand.tensor.Shape;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads images of one word or line each, of any width. Of the best reading it tells where each
 * character stands.
 */
public final class WordRecognizer implements Recognizer {

  /** What manifests call models of this kind. */
  public static final String KIND = "word";

  /** The setting that names a {@link Decoder}. */
  public static final String DECODER = "decoder";

  /** The setting that names a file of words, one on each line, in UTF-8. */
  public static final String LEXICON = "lexicon";

  /** The setting that says whether texts outside the lexicon are read too: true or false. */
  public static final String ESCAPE = "escape";

  private final Network network;
  private final PreprocessingPipeline pipeline;
  private final Alphabet alphabet;
  private final Map<String, Integer> symbols;
  private final Reading reading;
  private final double rejectBelow;
  private final int border;

  private WordRecognizer(ModelBundle bundle, Network network, Reading reading, double rejectBelow) {
    this.network = network;
    this.pipeline = new PreprocessingPipeline(bundle.preprocessing());
    this.alphabet = bundle.alphabet();
    this.symbols = alphabet.index();
    this.reading = reading;
    this.rejectBelow = rejectBelow;
    this.border = fitHeight(bundle).border();
  }

  /**
   * A recognizer with the model's own decoder.
   *
   * @throws UnreadableBundleException when the model does not read words
   */
  public static WordRecognizer open(ModelBundle bundle, Engine engine) {
    return open(bundle, engine, Map.of());
  }

  /**
   * @param settings {@link #DECODER}, {@link #LEXICON}, {@link #ESCAPE}
   * @throws UnreadableBundleException when the model does not read words
   * @throws LonghandException when a setting has no such value, or the lexicon cannot be read
   */
  public static WordRecognizer open(
      ModelBundle bundle, Engine engine, Map<String, String> settings) {
    if (!bundle.kind().equals(KIND)) {
      throw new UnreadableBundleException(
          "model "
              + bundle.name()
              + " is of kind '"
              + bundle.kind()
              + "', but a model of kind '"
              + KIND
              + "' is needed");
    }
    requireOneScorePerSymbol(bundle);
    var decoding = WordDecoding.of(bundle.decoder(), bundle.name());
    // First what may be refused: nothing is left open then.
    Reading reading = Reading.of(bundle, decoding, settings);
    return new WordRecognizer(
        bundle, engine.load(bundle.network(), bundle.weights()), reading, decoding.rejectBelow());
  }

  private static FitHeight fitHeight(ModelBundle bundle) {
    return bundle.preprocessing().steps().stream()
        .filter(FitHeight.class::isInstance)
        .map(FitHeight.class::cast)
        .reduce((first, last) -> last)
        .orElseThrow(
            () ->
                new UnreadableBundleException(
                    "model "
                        + bundle.name()
                        + " does not fit together: its preprocessing gives images of no fixed"
                        + " height"));
  }

  /** A network of more or fewer classes would read all the same, and wrong. */
  private static void requireOneScorePerSymbol(ModelBundle bundle) {
    String broken = "model " + bundle.name() + " does not fit together: ";
    int height = fitHeight(bundle).height();
    Shape output;
    try {
      output = bundle.network().outputShape(new Shape(1, 1, height, 8 * WordNetwork.COLUMN));
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(broken + e.getMessage(), e);
    }
    Shape needed = new Shape(1, 8, bundle.alphabet().size() + 1);
    if (!output.equals(needed)) {
      throw new UnreadableBundleException(
          broken
              + "its network gives "
              + output
              + " scores for an image of 8 columns, but its alphabet of "
              + bundle.alphabet().size()
              + " symbols and a blank needs "
              + needed);
    }
  }

  @Override
  public double rejectBelow() {
    return rejectBelow;
  }

  /**
   * How many words of the lexicon have characters outside the model's alphabet, and so are never
   * read; 0 without a lexicon.
   */
  public int neverRead() {
    return reading.neverRead();
  }

  @Override
  public Prepared prepare(GrayImage image) {
    return pipeline.prepare(image);
  }

  @Override
  public List<PreprocessingPipeline.Stage> explain(GrayImage image) {
    return pipeline.explain(image);
  }

  @Override
  public Map<String, String> settings() {
    return reading.settings();
  }

  @Override
  public List<Recognition> read(List<Prepared> images) {
    Recognition[] recognitions = new Recognition[images.size()];
    WidthBatches.run(
        network,
        images.size(),
        i -> width(images.get(i)),
        i -> images.get(i).input(),
        (indices, output) -> {
          for (int i = 0; i < indices.length; i++) {
            Prepared image = images.get(indices[i]);
            recognitions[indices[i]] =
                decode(
                    WordDecoding.logProbabilities(output, i, WordNetwork.columns(width(image))),
                    image);
          }
        });
    return Arrays.asList(recognitions);
  }

  private static int width(Prepared image) {
    return image.input().shape().extent(2);
  }

  private Recognition decode(double[][] logProbabilities, Prepared image) {
    List<Candidate> candidates = reading.candidates(logProbabilities);
    return new Recognition(candidates, spans(candidates.get(0).text(), logProbabilities, image));
  }

  /** Columns between two characters belong half to the one and half to the other. */
  private List<CharacterSpan> spans(String text, double[][] logProbabilities, Prepared image) {
    int[] label = Reading.label(text, symbols);
    List<Alignment.Run> runs = Alignment.of(label, logProbabilities);
    List<CharacterSpan> spans = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Alignment.Run run = runs.get(i);
      double from = i == 0 ? 0 : (runs.get(i - 1).to() + 1 + run.from()) / 2.0;
      double to =
          i == runs.size() - 1
              ? logProbabilities.length
              : (run.to() + 1 + runs.get(i + 1).from()) / 2.0;
      int left = toImage(from * WordNetwork.COLUMN, image);
      int right = toImage(to * WordNetwork.COLUMN, image);
      spans.add(
          new CharacterSpan(
              alphabet.symbol(label[i]), run.probability(), left, Math.max(1, right - left)));
    }
    return spans;
  }

  /** From a position in the network's input to one in the image that was given, in its ink. */
  private int toImage(double x, Prepared image) {
    double inner = Math.max(1, width(image) - 2.0 * border);
    double share = Math.max(0, Math.min(1, (x - border) / inner));
    return (int) Math.round(image.inkBox().left() + share * image.inkBox().width());
  }

  @Override
  public void close() {
    network.close();
  }
}
