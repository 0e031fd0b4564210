package dev.longhand.engine.djl;

import dev.longhand.engine.EngineContract;
import dev.longhand.engine.EngineProvider;

class DjlOnnxRuntimeEngineTest extends EngineContract {
  @Override
  protected EngineProvider provider() {
    return new DjlOnnxRuntimeProvider();
  }
}
