package dev.longhand.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.TrainingEngine;
import org.junit.jupiter.api.Test;

class Dl4jProviderTest {

  @Test
  void opensAnEngineThatTrains() {
    try (Engine engine = new Dl4jProvider().open(EngineOptions.defaults())) {
      assertThat(engine).isInstanceOf(TrainingEngine.class);
    }
  }

  @Test
  void theContextClassLoaderNeedNotKnowNd4jAndStaysAsItWas() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader ignorant = ClassLoader.getPlatformClassLoader();
    thread.setContextClassLoader(ignorant);
    try (Engine engine = new Dl4jProvider().open(EngineOptions.defaults())) {
      assertThat(engine.name()).isEqualTo("dl4j");
      assertThat(thread.getContextClassLoader()).isSameAs(ignorant);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aGraphicsCardIsRefusedWithWhatToDo() {
    var options = new EngineOptions(1, EngineOptions.Device.GPU);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> new Dl4jProvider().open(options))
        .withMessage("engine 'dl4j' runs on the CPU only, but the device is GPU; choose the CPU");
  }
}
