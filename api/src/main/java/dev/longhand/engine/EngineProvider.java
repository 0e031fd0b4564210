package dev.longhand.engine;

/**
 * What an engine module registers in {@code META-INF/services/dev.longhand.engine.EngineProvider}.
 *
 * <p>Constructing a provider must be cheap: no native library is loaded before {@link #open}.
 */
public interface EngineProvider {

  /**
   * Lower-case letters, digits and hyphens, and stable. It is written into no model: a bundle never
   * names its engine.
   */
  String name();

  /**
   * Loads native libraries if needed. The caller closes the engine.
   *
   * @throws EngineUnavailableException when it cannot run here, saying why and what to do
   */
  Engine open(EngineOptions options);
}
