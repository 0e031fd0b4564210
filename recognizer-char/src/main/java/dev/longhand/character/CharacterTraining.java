package dev.longhand.character;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.dataset.Dataset;
import dev.longhand.engine.Network;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.text.Alphabet;
import dev.longhand.training.ModelCard;
import dev.longhand.training.TrainingListener;
import dev.longhand.training.TrainingLoop;
import dev.longhand.training.TrainingProvenance;
import dev.longhand.training.TrainingResult;
import dev.longhand.training.WarmStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model of characters from labelled datasets, or makes a trained one better on a user's
 * own.
 *
 * <pre>{@code
 * var training = new CharacterTraining(engine, CharacterRecipe.defaults(), train, validation)
 *     .checkpoint(file).listener(progress);
 * Optional<ModelBundle> model = training.run().model();
 * }</pre>
 */
public final class CharacterTraining {
  /** Under this probability a reading is "not sure". */
  private static final double REJECT_BELOW = 0.5;

  /** How often a teacher looks at a sample: as it is, and then varied a little. */
  private static final int VIEWS = 7;

  /** Which nib draws which sample: the same in every training, so that tiles compare. */
  private static final long PEN_SEED = 1;

  private final TrainingEngine engine;
  private final CharacterRecipe recipe;
  private final List<Dataset> training;
  private final List<Dataset> validation;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Alphabet alphabet = Alphabet.LATIN_62;
  private String name = "characters";
  private String notes = "";
  private @Nullable ModelBundle initial;
  private @Nullable ClassPrior resolving;
  private List<ModelBundle> teachers = List.of();
  private double teachersShare;
  private @Nullable Path checkpoint;
  private volatile @Nullable TrainingLoop running;
  private volatile boolean stopRequested;

  /**
   * @param validation at least one, chosen apart from the training data; the best epoch and the
   *     temperature are chosen on it
   */
  public CharacterTraining(
      TrainingEngine engine,
      CharacterRecipe recipe,
      List<Dataset> training,
      List<Dataset> validation) {
    if (training.isEmpty() || validation.isEmpty()) {
      throw new IllegalArgumentException("training needs training data and validation data");
    }
    this.engine = engine;
    this.recipe = recipe;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
  }

  /** What is to be read; {@link Alphabet#LATIN_62} unless told. */
  public CharacterTraining alphabet(Alphabet newAlphabet) {
    this.alphabet = newAlphabet;
    return this;
  }

  /** What the model is called. */
  public CharacterTraining name(String newName) {
    this.name = newName;
    return this;
  }

  /** What the model card says besides what is measured: Markdown. */
  public CharacterTraining notes(String markdown) {
    this.notes = markdown;
    return this;
  }

  /**
   * Starts from a trained model, whose preprocessing is taken over, and gets {@link
   * CharacterRecipe#withPenDirections directions} if the recipe has them. Where the alphabet is
   * another, the last layer is new; the rows of symbols that both have are kept.
   *
   * @throws LonghandException when it does not read characters of 28×28 px
   */
  public CharacterTraining from(ModelBundle model) {
    if (!model.kind().equals(CharacterRecognizer.KIND)) {
      throw new UnreadableBundleException(
          "model "
              + model.name()
              + " is of kind '"
              + model.kind()
              + "', but a model of kind '"
              + CharacterRecognizer.KIND
              + "' is needed");
    }
    if (!CharacterRecipe.gives28(model.preprocessing())) {
      throw new LonghandException(
          "model "
              + model.name()
              + " cannot be trained further: its preprocessing does not give 28×28 px");
    }
    this.initial = recipe.penDirections() ? PenDirections.addedTo(model) : model;
    return this;
  }

  /**
   * Takes the starting model's word for samples that are known only up to a set of classes, after
   * its word was matched to how common these classes are; see {@link LabelShares}. It needs {@link
   * #from}.
   *
   * @param prior how common each class is among those samples
   */
  public CharacterTraining resolve(ClassPrior prior) {
    this.resolving = prior;
    return this;
  }

  /**
   * Mixes into each label what a trained model makes of the sample: the mean of {@value #VIEWS}
   * views of it.
   *
   * @param models one for each training dataset, in their order, or one for all; of the alphabet
   *     and the preprocessing of the model that is trained
   * @param share of the teacher in each label, in 0…1
   * @throws IllegalArgumentException when there are neither one nor as many as datasets, or the
   *     share is out of range
   */
  public CharacterTraining teachers(List<ModelBundle> models, double share) {
    if (models.size() != 1 && models.size() != training.size()) {
      throw new IllegalArgumentException(
          "there must be one teacher or one for each training dataset, but there are "
              + models.size()
              + " for "
              + training.size());
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the teachers' share must be in 0…1, but was " + share);
    }
    this.teachers = List.copyOf(models);
    this.teachersShare = share;
    return this;
  }

  /** Saves each epoch here, and goes on from there; see {@link TrainingLoop#checkpoint(Path)}. */
  public CharacterTraining checkpoint(Path file) {
    this.checkpoint = file;
    return this;
  }

  /** Tells one more listener. */
  public CharacterTraining listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Ends a running training after its batch; from any thread. See {@link TrainingLoop#stop}. */
  public void stop() {
    stopRequested = true;
    TrainingLoop loop = running;
    if (loop != null) {
      loop.stop();
    }
  }

  /**
   * @param model of the best epoch; empty when training was stopped before all epochs were done
   */
  public record Result(TrainingResult training, Optional<ModelBundle> model) {}

  /**
   * Trains.
   *
   * @throws LonghandException when a sample has a label outside the alphabet, a checkpoint is
   *     another training's, or the loss is not finite any more
   */
  public Result run() {
    ModelBundle start = initial;
    requireDifferentNames(validation);
    NetworkSpec network =
        start == null
            ? CharacterNetwork.of(
                recipe.preprocessing().channels(), alphabet.size(), recipe.dropout())
            : CharacterNetwork.like(start, alphabet.size(), recipe.dropout());
    Preprocessing preprocessing = start == null ? recipe.preprocessing() : start.preprocessing();
    requireTeaching(preprocessing);
    long seed = recipe.settings().seed();
    List<ClassPrior> priors = ClassPriors.known(alphabet);
    Weights starting = startingWeights(network, seed);
    Tiles tiles = prepare(preprocessing, network, starting);
    List<CharacterTask.Validation> validations = new ArrayList<>();
    for (Dataset dataset : validation) {
      Tiles prepared = Tiles.prepare(dataset, alphabet, preprocessing, 1, PEN_SEED);
      validations.add(
          new CharacterTask.Validation(
              dataset.name(),
              prepared,
              ClassPriors.of(prepared, alphabet).logShares(),
              CaseFold.of(alphabet)));
    }
    var task =
        new CharacterTask(
            network,
            tiles,
            labels(),
            validations,
            recipe.strokeAugmentation(),
            recipe.imageAugmentation(),
            recipe.smoothing(),
            recipe.settings().batchSize(),
            seed);
    var loop = new TrainingLoop(engine, task, recipe.settings());
    listeners.forEach(loop::listener);
    if (checkpoint != null) {
      loop.checkpoint(checkpoint);
    }
    running = loop;
    if (stopRequested) {
      loop.stop();
    }
    TrainingResult result = loop.run(starting);
    Optional<ModelBundle> model =
        result.ending() == TrainingResult.Ending.STOPPED
            ? Optional.empty()
            : result.best().map(best -> bundle(network, preprocessing, priors, validations, best));
    return new Result(result, model);
  }

  /**
   * A network that sees which dataset a tile is from would learn how common each class is there, so
   * the loss is told for each dataset. A dataset that lacks a class could not teach to tell it from
   * the others: for that one, the loss is told how common classes are in all of them together.
   */
  private Tiles prepare(Preprocessing preprocessing, NetworkSpec network, Weights starting) {
    List<Tiles> known = new ArrayList<>();
    for (Dataset dataset : training) {
      Tiles tiles = Tiles.prepare(dataset, alphabet, preprocessing, recipe.pens(), PEN_SEED);
      known.add(resolve(tiles, network, starting));
    }
    float[] together = logFrequencies(known.stream().reduce(Tiles::and).orElseThrow());
    List<Tiles> prepared = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      Tiles tiles = known.get(i);
      float[] apart = tiles.cover(alphabet) ? logFrequencies(tiles) : together;
      prepared.add(taught(tiles.withLogFrequencies(apart), i));
    }
    return prepared.stream().reduce(Tiles::and).orElseThrow();
  }

  private float[] logFrequencies(Tiles tiles) {
    return ClassPriors.of(tiles, alphabet).logShares();
  }

  /** Metrics are told apart by the names of their datasets. */
  private static void requireDifferentNames(List<Dataset> datasets) {
    Set<String> names = new HashSet<>();
    for (Dataset dataset : datasets) {
      if (!names.add(dataset.name())) {
        throw new LonghandException(
            "two validation datasets are called '" + dataset.name() + "'; rename one of them");
      }
    }
  }

  private Tiles resolve(Tiles tiles, NetworkSpec network, Weights starting) {
    ClassPrior prior = resolving;
    if (prior == null) {
      return tiles;
    }
    if (initial == null) {
      throw new IllegalStateException("only a trained model can say what ambiguous samples show");
    }
    if (prior.frequencies().length != alphabet.size()) {
      throw new IllegalArgumentException(
          "the prior has "
              + prior.frequencies().length
              + " frequencies, but the alphabet "
              + alphabet.size()
              + " symbols");
    }
    try (Network trained = engine.load(network, starting)) {
      return LabelShares.fill(tiles, trained, prior);
    }
  }

  private void requireTeaching(Preprocessing preprocessing) {
    for (ModelBundle teacher : teachers) {
      if (!teacher.alphabet().equals(alphabet) || !teacher.preprocessing().equals(preprocessing)) {
        throw new LonghandException(
            "model "
                + teacher.name()
                + " cannot teach: its alphabet or its preprocessing is not that of the model to"
                + " train");
      }
    }
  }

  private Tiles taught(Tiles tiles, int dataset) {
    if (teachers.isEmpty() || stopRequested) {
      return tiles;
    }
    ModelBundle teacher = teachers.get(dataset % teachers.size());
    try (Network network = engine.load(teacher.network(), teacher.weights())) {
      float[][] opinions = Opinions.of(tiles, network, alphabet.size(), VIEWS, () -> stopRequested);
      return stopRequested ? tiles : Opinions.mixIn(tiles, opinions, teachersShare);
    }
  }

  /** How labels come about, for the model's provenance. */
  private String labels() {
    ClassPrior prior = resolving;
    String ambiguous = prior == null ? "sets" : "resolved with prior " + prior;
    return teachers.isEmpty()
        ? ambiguous
        : ambiguous
            + ", share "
            + teachersShare
            + " of teachers "
            + teachers.stream()
                .map(each -> each.name() + " " + Integer.toHexString(each.weights().hashCode()))
                .collect(Collectors.joining(", "));
  }

  private Weights startingWeights(NetworkSpec network, long seed) {
    ModelBundle start = initial;
    return start == null
        ? WeightInitializer.initialize(network, seed)
        : WarmStart.weights(network, alphabet, start, Set.of(CharacterNetwork.HEAD), 0, seed);
  }

  private ModelBundle bundle(
      NetworkSpec network,
      Preprocessing preprocessing,
      List<ClassPrior> priors,
      List<CharacterTask.Validation> validations,
      TrainingResult.Best best) {
    double temperature;
    try (Network trained = engine.load(network, best.weights())) {
      temperature = TemperatureFit.fit(trained, validations);
    }
    Map<String, String> settings = new LinkedHashMap<>(recipe.toMap());
    ModelBundle start = initial;
    settings.put("start", start == null ? "random weights" : start.name());
    settings.put("labels", labels());
    var provenance =
        TrainingProvenance.of(
            engine.name(), recipe.settings().seed(), settings, training, validation, best.epoch());
    String reads =
        "Reads one handwritten character of "
            + alphabet.size()
            + " symbols: "
            + String.join("", alphabet.symbols());
    String decoding =
        String.format(
            Locale.ROOT,
            "The softmax temperature, fitted on the same data, is %.3f. The logits are"
                + " log-likelihoods: the prior over classes is chosen when reading.",
            temperature);
    return new ModelBundle(
        name,
        CharacterRecognizer.KIND,
        network,
        best.weights(),
        alphabet,
        preprocessing,
        new CharacterDecoder(temperature, REJECT_BELOW, priors).toJson(),
        provenance,
        ModelCard.of(name, reads, training, validation, best.epoch(), decoding, notes));
  }
}
