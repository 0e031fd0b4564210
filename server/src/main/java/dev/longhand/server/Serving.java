package dev.longhand.server;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.recognition.Recognizers;
import dev.longhand.server.reading.QueueSettings;
import dev.longhand.server.reading.Readers;
import dev.longhand.server.reading.ReadingQueue;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** The models, engines and workers, from the server's start to its end. */
@ApplicationScoped
public class Serving {

  private static final Logger LOG = Logger.getLogger(Serving.class);
  private static final int SHORTEST_KEY = 16;

  private final Readers readers;
  private final ReadingQueue queue;
  private volatile boolean warm;

  /** Checks the settings and starts the workers; models are opened afterwards. */
  Serving(ServerSettings settings, Meters meters) {
    Map<String, ModelBundle> models = new LinkedHashMap<>();
    List<String> faults = faults(settings, models);
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    readers =
        new Readers(
            models,
            engines(settings),
            new EngineOptions(
                settings.threads(), EngineOptions.Device.valueOf(settings.device().name())),
            settings.lexicon().map(Path::toString),
            meters);
    queue =
        new ReadingQueue(
            new QueueSettings(
                settings.workers().orElse(Math.max(1, cores / settings.threads())),
                settings.batch().maxSize(),
                settings.batch().maxDelay(),
                settings.queue().maxLength()),
            meters);
    meters.watch(queue);
  }

  /** All that is wrong with the settings, and fills in the models when they can be read. */
  private static List<String> faults(ServerSettings settings, Map<String, ModelBundle> models) {
    List<String> faults = new ArrayList<>();
    for (String name : settings.models()) {
      try {
        ModelBundle model = Recognizers.model(name);
        var unused = Recognizers.ofKind(model.kind());
        if (models.put(model.name(), model) != null) {
          faults.add("longhand.models: two models are called '" + model.name() + "'");
        }
      } catch (LonghandException e) {
        faults.add("longhand.models: " + e.getMessage());
      }
    }
    for (String engine : engines(settings)) {
      try {
        var unused = Engines.named(engine);
      } catch (LonghandException e) {
        faults.add(
            (engine.equals(settings.engine()) ? "longhand.engine: " : "longhand.engines: ")
                + e.getMessage());
      }
    }
    settings
        .lexicon()
        .filter(file -> !Files.isReadable(file))
        .ifPresent(file -> faults.add("longhand.lexicon: there is no file " + file + " to read"));
    settings
        .workers()
        .ifPresent(
            workers -> {
              if (workers < 1) {
                faults.add("longhand.workers must be at least 1, but is " + workers);
              }
            });
    settings.apiKeys().orElse(List.of()).stream()
        .filter(key -> key.length() < SHORTEST_KEY)
        .findFirst()
        .ifPresent(
            key ->
                faults.add(
                    "longhand.api-keys: a key needs at least "
                        + SHORTEST_KEY
                        + " characters, but one has "
                        + key.length()));
    if (settings.deadline().isNegative() || settings.deadline().isZero()) {
      faults.add("longhand.deadline must be longer than 0, but is " + settings.deadline());
    }
    if (settings.batch().maxDelay().isNegative()) {
      faults.add("longhand.batch.max-delay must not be negative");
    }
    settings
        .corrections()
        .directory()
        .ifPresent(directory -> Corrections.faultOf(directory).ifPresent(faults::add));
    return faults;
  }

  private static List<String> engines(ServerSettings settings) {
    Set<String> engines = new LinkedHashSet<>(List.of(settings.engine()));
    engines.addAll(settings.engines().orElse(List.of()));
    return List.copyOf(engines);
  }

  /** Opens the models beside the start of everything else. */
  @Startup
  void warmUp() {
    var unused =
        readers
            .warmUp()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    warm = true;
                    LOG.info("ready to read");
                  } else {
                    LOG.error(Problem.explain(failure));
                    Quarkus.asyncExit(1);
                  }
                });
  }

  /** Whether every model has read something on the default engine. */
  boolean isWarm() {
    return warm;
  }

  @Shutdown
  void stop() {
    queue.close();
    readers.close();
  }

  @Produces
  @Singleton
  Readers readers() {
    return readers;
  }

  @Produces
  @Singleton
  ReadingQueue queue() {
    return queue;
  }
}
