package dev.longhand.engine.djl;

import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.TrainingEngineContract;

class DjlPytorchEngineTest extends TrainingEngineContract {
  @Override
  protected EngineProvider provider() {
    return new DjlPytorchProvider();
  }
}
