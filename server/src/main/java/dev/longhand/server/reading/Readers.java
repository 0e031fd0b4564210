package dev.longhand.server.reading;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.image.GrayImage;
import dev.longhand.recognition.ModelUnavailableException;
import dev.longhand.recognition.Recognizer;
import dev.longhand.recognition.RecognizerProvider;
import dev.longhand.recognition.Recognizers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The models that are served, and the engines that they run on. Each pair is opened when it is
 * first asked for, and read with once, so that no user waits for a network to warm up.
 */
public final class Readers implements AutoCloseable {

  private final Map<String, ModelBundle> models;
  private final List<String> engines;
  private final EngineOptions options;
  private final Optional<String> lexicon;
  private final List<String> decoders;
  private final Set<String> kindsWithDecoders;
  private final LoadListener listener;
  private final Map<String, Engine> openEngines = new ConcurrentHashMap<>();
  private final Map<Choice, CompletableFuture<Reader>> open = new ConcurrentHashMap<>();
  private final ExecutorService opening;

  /** Is told when a model was made ready. */
  @FunctionalInterface
  public interface LoadListener {
    void loaded(Reader reader, Duration took);
  }

  /** A reader that somebody asked for. */
  private record Choice(String model, String engine, String decoder) {}

  /**
   * @param models by their names, of each kind first the one that reads by default
   * @param engines names of engines that may be asked for, first the one that reads by default
   * @param lexicon a file of words for decoders that take one
   */
  public Readers(
      Map<String, ModelBundle> models,
      List<String> engines,
      EngineOptions options,
      Optional<String> lexicon,
      LoadListener listener) {
    this.models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    this.engines = List.copyOf(engines);
    this.options = options;
    this.lexicon = lexicon;
    this.decoders =
        lexicon.isPresent() ? List.of("greedy", "beam", "lexicon") : List.of("greedy", "beam");
    this.kindsWithDecoders =
        models.values().stream()
            .map(ModelBundle::kind)
            .filter(kind -> Recognizers.ofKind(kind).settings().contains("decoder"))
            .collect(Collectors.toUnmodifiableSet());
    this.opening =
        Executors.newSingleThreadExecutor(
            work -> {
              var thread = new Thread(work, "longhand-opening");
              thread.setDaemon(true);
              return thread;
            });
    this.listener = listener;
  }

  /** All models that are served, in the order of the configuration. */
  public List<ModelBundle> models() {
    return List.copyOf(models.values());
  }

  /**
   * @throws ModelUnavailableException when none is called so
   */
  public ModelBundle model(String name) {
    ModelBundle model = models.get(name);
    if (model == null) {
      throw new ModelUnavailableException(
          "no model '"
              + name
              + "' is served here; there are "
              + String.join(", ", models.keySet()));
    }
    return model;
  }

  /**
   * The model that reads when none is named.
   *
   * @param kind as {@code "word"}
   * @throws ModelUnavailableException when none of that kind is served
   */
  public ModelBundle defaultModel(String kind) {
    return models.values().stream()
        .filter(model -> model.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelUnavailableException(
                    "no model that reads a "
                        + kind
                        + " is served here; there are "
                        + String.join(", ", models.keySet())));
  }

  /** Names of the engines that may be asked for, the default first. */
  public List<String> engines() {
    return engines;
  }

  /** The decoders that may be asked for; none where the model's kind has no choice. */
  public List<String> decoders(ModelBundle model) {
    return kindsWithDecoders.contains(model.kind()) ? decoders : List.of();
  }

  /**
   * @param engine one of {@link #engines}; null for the default
   * @param decoder one of {@link #decoders}; null for the model's own
   * @return done already when somebody asked before; fails with a {@link LonghandException} when it
   *     cannot be opened
   * @throws LonghandException when there is no such engine or decoder
   */
  public CompletableFuture<Reader> reader(
      ModelBundle model, @Nullable String engine, @Nullable String decoder) {
    String engineName = engine == null ? engines.get(0) : engine;
    if (!engines.contains(engineName)) {
      throw new LonghandException(
          "engine '"
              + engineName
              + "' is not offered here; there are "
              + String.join(", ", engines));
    }
    if (decoder != null && !decoders(model).contains(decoder)) {
      List<String> decoders = decoders(model);
      throw new LonghandException(
          "model "
              + model.name()
              + " has no decoder '"
              + decoder
              + "'; "
              + (decoders.isEmpty()
                  ? "it has no choice of them"
                  : "there are " + String.join(", ", decoders)));
    }
    var choice = new Choice(model.name(), engineName, decoder == null ? "" : decoder);
    return open.computeIfAbsent(
        choice, key -> CompletableFuture.supplyAsync(() -> open(key), opening));
  }

  /**
   * Opens all models on the default engine.
   *
   * @return done when each of them has read something
   */
  public CompletableFuture<Void> warmUp() {
    return CompletableFuture.allOf(
        models.values().stream()
            .map(model -> reader(model, null, null))
            .toArray(CompletableFuture<?>[]::new));
  }

  private Reader open(Choice choice) {
    long start = System.nanoTime();
    ModelBundle model = model(choice.model());
    RecognizerProvider provider = Recognizers.ofKind(model.kind());
    var settings = new LinkedHashMap<String, String>();
    if (!choice.decoder().isEmpty()) {
      settings.put("decoder", choice.decoder());
    }
    if (choice.decoder().equals("lexicon")) {
      settings.put("lexicon", lexicon.orElseThrow());
      settings.put("escape", "true");
    }
    if (provider.settings().contains("prior")) {
      settings.put("prior", "uniform");
    }
    Recognizer recognizer =
        Recognizers.open(
            model, openEngines.computeIfAbsent(choice.engine(), this::openEngine), settings);
    var reader = new Reader(model, choice.engine(), recognizer);
    var unused = recognizer.recognize(stroke());
    listener.loaded(reader, Duration.ofNanos(System.nanoTime() - start));
    return reader;
  }

  private Engine openEngine(String name) {
    return Engines.open(Engines.named(name), options);
  }

  /** Something to read: a slanted line. */
  private static GrayImage stroke() {
    int side = 48;
    byte[] pixels = new byte[side * side];
    Arrays.fill(pixels, (byte) 255);
    for (int y = 8; y < side - 8; y++) {
      for (int x = side - y - 2; x < side - y + 2; x++) {
        pixels[y * side + x] = 0;
      }
    }
    return GrayImage.of(side, side, pixels);
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>();
    opening.shutdown();
    open.values().stream()
        .filter(reader -> reader.isDone() && !reader.isCompletedExceptionally())
        .forEach(reader -> all.add(reader.join().recognizer()));
    all.addAll(openEngines.values());
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing " + each + " failed", e);
      }
    }
  }
}
