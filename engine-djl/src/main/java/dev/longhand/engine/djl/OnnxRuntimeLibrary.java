package dev.longhand.engine.djl;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import dev.longhand.engine.EngineUnavailableException;

/** ONNX Runtime's native library in this process. */
final class OnnxRuntimeLibrary {
  private final OrtEnvironment environment;

  private OnnxRuntimeLibrary(OrtEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Loads the native library unless this process has it already.
   *
   * @throws EngineUnavailableException when it cannot be loaded here
   */
  static OnnxRuntimeLibrary load() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      // On Windows it would hand usage data to the system.
      environment.setTelemetry(false);
      return new OnnxRuntimeLibrary(environment);
    } catch (OrtException | RuntimeException | LinkageError e) {
      throw new EngineUnavailableException(
          "engine '"
              + DjlOnnxRuntimeProvider.NAME
              + "' cannot load ONNX Runtime: "
              + rootOf(e)
              + ". It downloads nothing: com.microsoft.onnxruntime:onnxruntime must have native"
              + " libraries for this platform ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "), and the directory for temporary files ("
              + System.getProperty("java.io.tmpdir")
              + ") must be writable with 25 MB free. The engine 'reference' needs neither, but is"
              + " slow",
          e);
    }
  }

  OrtEnvironment environment() {
    return environment;
  }

  /**
   * A session of a model.
   *
   * @param model an ONNX file
   * @param threads that one run uses at the most
   */
  OrtSession open(byte[] model, int threads) throws OrtException {
    try (var options = new SessionOptions()) {
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      // A thread that has nothing to do would otherwise take a core from those that have.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // A plan of memory would be kept for ever for each new width and size of batch.
      options.setMemoryPatternOptimization(false);
      return environment.createSession(model, options);
    }
  }

  private static String rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString().lines().findFirst().orElse("");
  }
}
