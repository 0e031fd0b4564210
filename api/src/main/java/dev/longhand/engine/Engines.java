package dev.longhand.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the engines on the class path. */
public final class Engines {

  private Engines() {}

  /**
   * @throws EngineUnavailableException when there is none of that name, naming what is there and
   *     how to add what is not; when a provider is broken; or when two share a name
   */
  public static EngineProvider named(String name) {
    Map<String, EngineProvider> found = byName();
    EngineProvider provider = found.get(name);
    if (provider == null) {
      throw new EngineUnavailableException(
          "no engine is named '"
              + name
              + "'; the class path has "
              + String.join(", ", found.keySet())
              + ". Choose one of these, or add the engine's module as a runtime dependency");
    }
    return provider;
  }

  /** The names of all engines on the class path, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(byName().keySet());
  }

  private static Map<String, EngineProvider> byName() {
    Map<String, EngineProvider> found = new TreeMap<>();
    for (EngineProvider provider : load()) {
      EngineProvider twin = found.putIfAbsent(provider.name(), provider);
      if (twin != null) {
        throw new EngineUnavailableException(
            "two engines are named '"
                + provider.name()
                + "': "
                + twin.getClass().getName()
                + " and "
                + provider.getClass().getName()
                + "; take one of them off the class path");
      }
    }
    return found;
  }

  private static List<EngineProvider> load() {
    List<EngineProvider> providers = new ArrayList<>();
    try {
      ServiceLoader.load(EngineProvider.class).forEach(providers::add);
    } catch (ServiceConfigurationError e) {
      throw new EngineUnavailableException(
          "an engine on the class path cannot be loaded: " + e.getMessage(), e);
    }
    return providers;
  }
}
