package dev.longhand.engine.djl;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;

/**
 * ONNX Runtime, on the CPU; infers, and does so faster than the others.
 *
 * <p>It is called directly: DJL's layer over it would cost more than it gives, as {@code
 * docs/decisions} says. On its first use in a process its native libraries (about 22 MB) are
 * unpacked into the directory for temporary files, unless the system property {@code
 * onnxruntime.native.path} names a directory that has them. Nothing is ever downloaded or reported.
 */
public final class DjlOnnxRuntimeProvider implements EngineProvider {

  static final String NAME = "djl-onnxruntime";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Engine open(EngineOptions options) {
    options.requireCpu(NAME);
    return new OnnxRuntimeEngine(OnnxRuntimeLibrary.load(), options.threads());
  }
}
