package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.Network;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.synthesis.LetterComposer;
import dev.longhand.synthesis.TextSource;
import dev.longhand.synthesis.Typesetter;
import dev.longhand.text.Alphabet;
import dev.longhand.training.ModelCard;
import dev.longhand.training.TrainingListener;
import dev.longhand.training.TrainingLoop;
import dev.longhand.training.TrainingProvenance;
import dev.longhand.training.TrainingResult;
import dev.longhand.training.WarmStart;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model of words from labelled datasets, or makes a trained one better on a user's own.
 *
 * <pre>{@code
 * var training = new WordTraining(engine, WordRecipe.defaults(), train, validation)
 *     .checkpoint(file).listener(progress);
 * Optional<ModelBundle> model = training.run().model();
 * }</pre>
 */
public final class WordTraining {

  /** Printable ASCII but the space. */
  public static final Alphabet PRINTABLE_ASCII =
      new Alphabet(IntStream.range('!', 127).mapToObj(Character::toString).toList());

  /** Threads that draw words while the engine learns from others. */
  private static final int DRAWING_THREADS = 2;

  private final TrainingEngine engine;
  private final WordRecipe recipe;
  private final List<Dataset> training;
  private final List<Dataset> validation;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Alphabet alphabet = PRINTABLE_ASCII;
  private String name = "words";
  private String notes = "";
  private boolean skipUnknown;
  private Consumer<String> notices = line -> {};
  private @Nullable ModelBundle initial;
  private @Nullable TypesetWords typeset;
  private @Nullable ComposedWords composed;
  private double doubtful;
  private @Nullable Path doubts;
  private @Nullable Path checkpoint;
  private volatile @Nullable TrainingLoop running;
  private volatile boolean stopRequested;

  /**
   * @param training at least one dataset
   * @param validation at least one, chosen apart from the training data; the best epoch and the
   *     calibration are chosen on it
   */
  public WordTraining(
      TrainingEngine engine, WordRecipe recipe, List<Dataset> training, List<Dataset> validation) {
    if (training.isEmpty() || validation.isEmpty()) {
      throw new IllegalArgumentException("training needs training data and validation data");
    }
    this.engine = engine;
    this.recipe = recipe;
    this.training = List.copyOf(training);
    this.validation = List.copyOf(validation);
  }

  /** What is to be read; {@link #PRINTABLE_ASCII} unless told. */
  public WordTraining alphabet(Alphabet newAlphabet) {
    this.alphabet = newAlphabet;
    return this;
  }

  /** What the model is called. */
  public WordTraining name(String newName) {
    this.name = newName;
    return this;
  }

  /** What the model card says besides what is measured: Markdown. */
  public WordTraining notes(String markdown) {
    this.notes = markdown;
    return this;
  }

  /** Leaves out samples whose labels have symbols outside the alphabet, instead of refusing. */
  public WordTraining skipUnknown(boolean skip) {
    this.skipUnknown = skip;
    return this;
  }

  /**
   * Starts from a trained model. With the same alphabet its language model and the settings of its
   * decoders stay; only the confidence of the greedy one is fitted anew. Where the alphabet is
   * another, these are left behind and the heads are new; the rows of symbols that both have are
   * kept.
   */
  public WordTraining from(ModelBundle model) {
    if (!model.kind().equals(WordRecognizer.KIND)) {
      throw new UnreadableBundleException(
          "model "
              + model.name()
              + " is of kind '"
              + model.kind()
              + "', but a model of kind '"
              + WordRecognizer.KIND
              + "' is needed");
    }
    this.initial = model;
    return this;
  }

  /**
   * Learns from texts set in handwriting fonts as well, other ones in every epoch.
   *
   * @param perEpoch how many
   */
  public WordTraining typeset(Typesetter fonts, TextSource texts, int perEpoch) {
    this.typeset = new TypesetWords(fonts, texts, perEpoch);
    return this;
  }

  /**
   * Learns from texts put together of single characters as well, other ones in every epoch.
   *
   * @param characters ink, whose groups are the writers
   * @param perEpoch how many
   */
  public WordTraining composed(Dataset characters, TextSource texts, int perEpoch) {
    this.composed =
        new ComposedWords(
            LetterComposer.of(characters),
            characters.name() + " " + Datasets.digest(characters),
            texts,
            recipe.variation().strokes(),
            perEpoch);
    return this;
  }

  /**
   * Leaves out the words whose labels the model that training starts from finds least probable:
   * many labels of large datasets are wrong.
   *
   * @param share of the words to learn from, in 0…1, 1 excluded
   * @param list a file to be written that names them
   */
  public WordTraining leaveOutDoubtful(double share, Path list) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the share of doubtful labels must be in 0…1, 1 excluded, but was " + share);
    }
    this.doubtful = share;
    this.doubts = list;
    return this;
  }

  /** Saves each epoch here, and goes on from there; see {@link TrainingLoop#checkpoint(Path)}. */
  public WordTraining checkpoint(Path file) {
    this.checkpoint = file;
    return this;
  }

  /** Tells, in a line each, what is left out before training begins. */
  public WordTraining notices(Consumer<String> told) {
    this.notices = told;
    return this;
  }

  /** Tells one more listener. */
  public WordTraining listener(TrainingListener listener) {
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
   * @param unreadable why samples were left out, by their ids
   * @param doubtful the ids of samples whose labels were too doubtful to learn from
   */
  public record Result(
      TrainingResult training,
      Optional<ModelBundle> model,
      Map<String, String> unreadable,
      List<String> doubtful) {}

  /**
   * Trains.
   *
   * @throws LonghandException when labels have symbols outside the alphabet, a checkpoint is
   *     another training's, or the loss is not finite any more
   */
  public Result run() {
    requireDifferentNames(validation);
    ModelBundle start = initial;
    NetworkSpec network =
        start == null
            ? WordNetwork.of(alphabet.size(), recipe.hidden(), recipe.dropout())
            : WordNetwork.of(alphabet.size(), hidden(start), recipe.dropout());
    WordDecoding decoding = decoding();
    long seed = recipe.settings().seed();
    Weights starting =
        start == null
            ? WeightInitializer.initialize(network, seed)
            : WarmStart.weights(
                network, alphabet, start, Set.of(WordNetwork.HEAD, WordNetwork.SHORTCUT), 1, seed);
    var pipeline = new PreprocessingPipeline(WordRecipe.PREPROCESSING);
    List<Dataset> spelt = training.stream().map(this::known).toList();
    Optional<DoubtfulLabels> doubted = doubted(spelt, pipeline);
    List<Dataset> learnt = doubted.map(labels -> labels.without(spelt)).orElse(spelt);
    List<WordSource> sources = new ArrayList<>();
    learnt.forEach(
        dataset -> sources.add(new DatasetWords(dataset, pipeline, recipe.variation().strokes())));
    TypesetWords drawn = typeset;
    if (drawn != null) {
      sources.add(drawn);
    }
    ComposedWords put = composed;
    if (put != null) {
      sources.add(put);
    }
    List<PreparedWords> validations =
        validation.stream().map(each -> PreparedWords.of(known(each), pipeline, notices)).toList();
    var task =
        new WordTask(
            network,
            alphabet,
            sources,
            validations,
            recipe.variation(),
            recipe.settings().batchSize(),
            seed);
    var loop = new TrainingLoop(engine, task, recipe.settings()).batchThreads(DRAWING_THREADS);
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
            : result.best().map(best -> bundle(network, decoding, learnt, validations, best));
    return new Result(
        result, model, task.unreadable(), doubted.map(DoubtfulLabels::ids).orElse(List.of()));
  }

  /** Before its confidence is fitted: a start model's where it reads the same symbols. */
  private WordDecoding decoding() {
    return sameAlphabet()
        .map(start -> WordDecoding.of(start.decoder(), start.name()))
        .orElse(WordDecoding.USUAL);
  }

  /** The model to start from, if its language model and decoders are of this alphabet. */
  private Optional<ModelBundle> sameAlphabet() {
    return Optional.ofNullable(initial).filter(start -> start.alphabet().equals(alphabet));
  }

  private Optional<DoubtfulLabels> doubted(List<Dataset> words, PreprocessingPipeline pipeline) {
    Path list = doubts;
    if (list == null) {
      return Optional.empty();
    }
    ModelBundle start = initial;
    if (start == null) {
      throw new IllegalStateException("random weights doubt nothing; start from a model");
    }
    var labels = DoubtfulLabels.find(words, start, engine, pipeline, doubtful);
    labels.write(list);
    return Optional.of(labels);
  }

  /** The LSTMs of a trained model cannot change their size. */
  private static int hidden(ModelBundle start) {
    return start.network().layers().stream()
        .filter(Layer.Residual.class::isInstance)
        .flatMap(layer -> ((Layer.Residual) layer).body().stream())
        .filter(Layer.BiLstm.class::isInstance)
        .mapToInt(layer -> ((Layer.BiLstm) layer).hidden())
        .findFirst()
        .orElseThrow(
            () ->
                new LonghandException(
                    "model "
                        + start.name()
                        + " cannot be trained further: its network is not one of words"));
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

  /**
   * The samples whose labels the alphabet can spell.
   *
   * @throws LonghandException when some cannot be spelt and none is to be skipped, or none is left
   */
  private Dataset known(Dataset dataset) {
    var known = KnownLabels.of(dataset, alphabet);
    if (!known.areAll() && !skipUnknown) {
      throw new LonghandException(
          known.others() + ". Skip them with --skip-unknown, or train a model of another alphabet");
    }
    return known.only(notices);
  }

  private ModelBundle bundle(
      NetworkSpec network,
      WordDecoding decoding,
      List<Dataset> learnt,
      List<PreparedWords> validations,
      TrainingResult.Best best) {
    WordDecoding fitted;
    try (Network trained = engine.load(network, best.weights())) {
      fitted = decoding.fitted(trained, alphabet, validations);
    }
    Optional<ByteBuffer> languageModel = sameAlphabet().flatMap(ModelBundle::languageModel);
    Map<String, String> settings = new LinkedHashMap<>(recipe.toMap());
    ModelBundle start = initial;
    settings.put("start", start == null ? "random weights" : start.name());
    if (languageModel.isPresent()) {
      settings.put("language model", "as in the start");
    }
    TypesetWords drawn = typeset;
    settings.put("typeset", drawn == null ? "none" : drawn.identity());
    ComposedWords put = composed;
    settings.put("composed", put == null ? "none" : put.identity());
    settings.put("doubtful labels left out", Double.toString(doubtful));
    var provenance =
        TrainingProvenance.of(
            engine.name(), recipe.settings().seed(), settings, learnt, validation, best.epoch());
    return new ModelBundle(
        name,
        WordRecognizer.KIND,
        network,
        best.weights(),
        alphabet,
        WordRecipe.PREPROCESSING,
        fitted.toJson(),
        provenance,
        ModelCard.of(
            name,
            "Reads one handwritten word of "
                + alphabet.size()
                + " symbols: "
                + String.join("", alphabet.symbols()),
            learnt,
            validation,
            best.epoch(),
            "The network gives, for each column of 4 px, a score for each symbol and for the CTC"
                + " blank, which is the last class.",
            notes),
        languageModel);
  }
}
