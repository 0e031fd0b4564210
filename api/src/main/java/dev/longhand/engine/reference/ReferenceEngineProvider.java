package dev.longhand.engine.reference;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;

/**
 * Plain Java, for inference, on the calling thread; the one engine that is always there. The number
 * of threads of the options changes nothing.
 */
public final class ReferenceEngineProvider implements EngineProvider {

  static final String NAME = "reference";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Engine open(EngineOptions options) {
    options.requireCpu(NAME);
    return new ReferenceEngine();
  }
}
