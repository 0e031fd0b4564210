package dev.longhand.engine.djl;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.TrainingEngine;

/**
 * PyTorch through DJL, on the CPU; trains and infers.
 *
 * <p>On its first use on a machine DJL unpacks PyTorch's native libraries (about 450 MB) into its
 * cache, {@code ~/.djl.ai} or where the environment's {@code DJL_CACHE_DIR} says. Nothing is ever
 * downloaded, and DJL's usage tracking is off.
 */
public final class DjlPytorchProvider implements EngineProvider {

  static final String NAME = "djl-pytorch";

  @Override
  public String name() {
    return NAME;
  }

  /** Opens a {@link TrainingEngine}. */
  @Override
  public Engine open(EngineOptions options) {
    options.requireCpu(NAME);
    return new PytorchEngine(Pytorch.load(), options.threads());
  }
}
