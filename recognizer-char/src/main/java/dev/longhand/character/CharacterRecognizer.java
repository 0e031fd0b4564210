package dev.longhand.character;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.image.Preprocessing.FitSquare;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads images of one character each. Every recognition ranks the model's whole alphabet. */
public final class CharacterRecognizer implements Recognizer {

  /** What manifests call models of this kind. */
  public static final String KIND = "character";

  /** The setting that says how common each symbol is; see {@link #prior(ModelBundle, String)}. */
  public static final String PRIOR = "prior";

  /** Images in one run of the network at the most: more gains no speed and costs memory. */
  private static final int LARGEST_BATCH = 256;

  private final Network network;
  private final PreprocessingPipeline pipeline;
  private final CharacterDecoder decoder;
  private final Alphabet alphabet;
  private final ClassPrior prior;
  private final float[] logPrior;

  private CharacterRecognizer(
      Network network,
      PreprocessingPipeline pipeline,
      CharacterDecoder decoder,
      Alphabet alphabet,
      ClassPrior prior) {
    this.network = network;
    this.pipeline = pipeline;
    this.decoder = decoder;
    this.alphabet = alphabet;
    this.prior = prior;
    this.logPrior = prior.logShares();
  }

  /**
   * A recognizer that takes every symbol to be as common as every other.
   *
   * @throws UnreadableBundleException when the model does not read characters
   */
  public static CharacterRecognizer open(ModelBundle bundle, Engine engine) {
    return open(bundle, engine, ClassPrior.uniform(bundle.alphabet().size()));
  }

  /**
   * @param prior how common each symbol is; see {@link #prior(ModelBundle, String)}
   * @throws UnreadableBundleException when the model does not read characters
   */
  public static CharacterRecognizer open(ModelBundle bundle, Engine engine, ClassPrior prior) {
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
    Alphabet alphabet = bundle.alphabet();
    if (prior.frequencies().length != alphabet.size()) {
      throw new IllegalArgumentException(
          "the prior has "
              + prior.frequencies().length
              + " frequencies, but the model "
              + alphabet.size()
              + " symbols");
    }
    requireOneScorePerSymbol(bundle);
    var decoder = CharacterDecoder.of(bundle.decoder(), alphabet, bundle.name());
    return new CharacterRecognizer(
        engine.load(bundle.network(), bundle.weights()),
        new PreprocessingPipeline(bundle.preprocessing()),
        decoder,
        alphabet,
        prior);
  }

  /** A network of more or fewer classes would read all the same, and wrong. */
  private static void requireOneScorePerSymbol(ModelBundle bundle) {
    String broken = "model " + bundle.name() + " does not fit together: ";
    int side =
        bundle.preprocessing().steps().stream()
            .filter(FitSquare.class::isInstance)
            .mapToInt(step -> ((FitSquare) step).side())
            .reduce((first, last) -> last)
            .orElseThrow(
                () ->
                    new UnreadableBundleException(
                        broken + "its preprocessing gives images of no fixed size"));
    int channels = bundle.preprocessing().channels();
    Shape output;
    try {
      output = bundle.network().outputShape(new Shape(1, channels, side, side));
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(broken + e.getMessage(), e);
    }
    Shape needed = new Shape(1, bundle.alphabet().size());
    if (!output.equals(needed)) {
      throw new UnreadableBundleException(
          broken
              + "its network gives "
              + output
              + " scores for an image, but its alphabet has "
              + bundle.alphabet().size()
              + " symbols");
    }
  }

  /** The priors that a model knows by name, {@code uniform} first. */
  public static List<ClassPrior> priors(ModelBundle bundle) {
    List<ClassPrior> priors = new ArrayList<>();
    priors.add(ClassPrior.uniform(bundle.alphabet().size()));
    priors.addAll(CharacterDecoder.of(bundle.decoder(), bundle.alphabet(), bundle.name()).priors());
    return priors;
  }

  /**
   * The prior that a user names: {@code uniform}, one that the model knows, or a file of {@code
   * symbol<TAB>frequency} lines.
   *
   * @throws LonghandException when there is none, listing those that there are; or the file is
   *     broken
   */
  public static ClassPrior prior(ModelBundle bundle, String nameOrFile) {
    List<ClassPrior> known = priors(bundle);
    for (ClassPrior each : known) {
      if (each.name().equals(nameOrFile)) {
        return each;
      }
    }
    try {
      Path file = Path.of(nameOrFile);
      if (Files.exists(file)) {
        return ClassPrior.read(file, bundle.alphabet());
      }
    } catch (InvalidPathException e) {
      // No file has such a name.
    }
    throw new LonghandException(
        "no prior and no file is called '"
            + nameOrFile
            + "'; model "
            + bundle.name()
            + " knows "
            + known.stream().map(ClassPrior::name).collect(Collectors.joining(", ")));
  }

  /** How common this recognizer takes each symbol to be. */
  public ClassPrior prior() {
    return prior;
  }

  /** What the model can read. */
  Alphabet alphabet() {
    return alphabet;
  }

  @Override
  public double rejectBelow() {
    return decoder.rejectBelow();
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
    return Map.of(PRIOR, prior.name());
  }

  @Override
  public List<Recognition> read(List<Prepared> images) {
    List<Recognition> recognitions = new ArrayList<>(images.size());
    for (int from = 0; from < images.size(); from += LARGEST_BATCH) {
      List<Prepared> batch = images.subList(from, Math.min(images.size(), from + LARGEST_BATCH));
      Tensor logits = network.run(Tensor.stack(batch.stream().map(Prepared::input).toList()));
      recognitions.addAll(decoder.decode(logits, logPrior, alphabet));
    }
    return recognitions;
  }

  @Override
  public void close() {
    network.close();
  }
}
