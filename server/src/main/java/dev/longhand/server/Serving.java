package dev.longhand.server;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.EngineOptions;
import dev.longhand.server.reading.QueueSettings;
import dev.longhand.server.reading.Readers;
import dev.longhand.server.reading.ReadingQueue;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The models, engines and workers, from the server's start to its end. */
@ApplicationScoped
public class Serving {

  private static final Logger LOG = Logger.getLogger(Serving.class);

  private final Readers readers;
  private final ReadingQueue queue;
  private volatile boolean warm;

  /** Checks the settings and starts the workers; models are opened afterwards. */
  Serving(ServerSettings settings, Meters meters) {
    Map<String, ModelBundle> models = new LinkedHashMap<>();
    List<String> faults = SettingsFaults.of(settings, models);
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    readers =
        new Readers(
            models,
            SettingsFaults.engines(settings),
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
