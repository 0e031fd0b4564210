package dev.longhand.engine.dl4j;

import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.TrainingEngineContract;

class Dl4jEngineTest extends TrainingEngineContract {
  @Override
  protected EngineProvider provider() {
    return new Dl4jProvider();
  }
}
