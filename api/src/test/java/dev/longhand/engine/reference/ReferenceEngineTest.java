package dev.longhand.engine.reference;

import dev.longhand.engine.EngineContract;
import dev.longhand.engine.EngineProvider;

class ReferenceEngineTest extends EngineContract {
  @Override
  protected EngineProvider provider() {
    return new ReferenceEngineProvider();
  }
}
