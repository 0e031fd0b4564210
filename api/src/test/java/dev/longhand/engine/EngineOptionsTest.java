package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EngineOptionsTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Test
  void callersAtOnceShareTheCores() {
    assertThat(EngineOptions.sharedBy(1)).isEqualTo(EngineOptions.defaults());
    assertThat(EngineOptions.sharedBy(CORES).threads()).isEqualTo(1);
    for (int callers = 1; callers <= CORES; callers++) {
      assertThat(callers * EngineOptions.sharedBy(callers).threads()).isBetween(1, CORES);
    }
  }

  @Test
  void moreCallersThanCoresGetOneThreadEach() {
    assertThat(EngineOptions.sharedBy(4 * CORES).threads()).isEqualTo(1);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> EngineOptions.sharedBy(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> EngineOptions.defaults().withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
