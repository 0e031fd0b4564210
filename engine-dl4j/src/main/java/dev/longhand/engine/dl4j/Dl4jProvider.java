package dev.longhand.engine.dl4j;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.TrainingEngine;

/**
 * Deeplearning4j's ND4J, on the CPU; trains and infers.
 *
 * <p>On its first use on a machine ND4J's native libraries (about 450 MB) are unpacked into the
 * cache of JavaCPP, {@code ~/.javacpp/cache} or where the system property {@code
 * org.bytedeco.javacpp.cachedir} says. Nothing is ever downloaded.
 *
 * <p>Each thread that runs a network has OpenMP's threads to itself, as many as the options allow
 * less itself; so callers that run at once share no threads. They stay in the process, and between
 * two runs spin for a moment; {@code OMP_WAIT_POLICY=passive} in the environment lets them sleep
 * instead, which is better where the cores are shared. Where a build without oneDNN is used, as on
 * ARM, matrices are multiplied by OpenBLAS, whose number of threads is one for the whole process:
 * there two engines of different options disturb each other.
 */
public final class Dl4jProvider implements EngineProvider {

  static final String NAME = "dl4j";

  @Override
  public String name() {
    return NAME;
  }

  /** Opens a {@link TrainingEngine}. */
  @Override
  public Engine open(EngineOptions options) {
    options.requireCpu(NAME);
    return new Dl4jEngine(NativeLibrary.load(), options.threads());
  }
}
