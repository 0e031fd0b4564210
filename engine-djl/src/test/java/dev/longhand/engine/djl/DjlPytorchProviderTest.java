package dev.longhand.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.TrainingEngine;
import org.junit.jupiter.api.Test;

class DjlPytorchProviderTest {

  @Test
  void opensAnEngineThatTrains() {
    try (Engine engine = new DjlPytorchProvider().open(EngineOptions.defaults())) {
      assertThat(engine).isInstanceOf(TrainingEngine.class);
    }
  }

  @Test
  void theContextClassLoaderNeedNotKnowDjlAndStaysAsItWas() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader ignorant = ClassLoader.getPlatformClassLoader();
    thread.setContextClassLoader(ignorant);
    try (Engine engine = new DjlPytorchProvider().open(EngineOptions.defaults())) {
      assertThat(engine.name()).isEqualTo("djl-pytorch");
      assertThat(thread.getContextClassLoader()).isSameAs(ignorant);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void djlNeitherDownloadsNorReports() {
    new DjlPytorchProvider().open(EngineOptions.defaults()).close();
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
  }

  @Test
  void aGraphicsCardIsRefusedWithWhatToDo() {
    var options = new EngineOptions(1, EngineOptions.Device.GPU);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> new DjlPytorchProvider().open(options))
        .withMessage(
            "engine 'djl-pytorch' runs on the CPU only, but the device is GPU; choose the CPU");
  }
}
