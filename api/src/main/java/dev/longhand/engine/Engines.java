package dev.longhand.engine;

import dev.longhand.LonghandException;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.plugin.Plugins;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds the engines on the class path. One that is broken does not keep others from being found.
 */
public final class Engines {

  private Engines() {}

  /**
   * @throws EngineUnavailableException when there is none of that name, naming what is there and
   *     how to add what is not; or when it is broken, or two share the name, saying why
   */
  public static EngineProvider named(String name) {
    Plugins<EngineProvider> plugins = find();
    EngineProvider provider = plugins.working().get(name);
    if (provider != null) {
      return provider;
    }
    throw plugins
        .broken(name)
        .map(broken -> new EngineUnavailableException(broken.reason(), broken.cause()))
        .orElseGet(
            () ->
                new EngineUnavailableException(
                    "no engine is named '"
                        + name
                        + "'; the class path has "
                        + plugins.listed(plugins.working().keySet())
                        + ". Choose one that works, or add the engine's module as a runtime"
                        + " dependency"));
  }

  /** The names of all engines on the class path that can be asked for, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(find().working().keySet());
  }

  /** What is on the class path as an engine and cannot be one, with the reasons. */
  public static List<BrokenPlugin> broken() {
    return find().broken();
  }

  /**
   * Opens an engine; the caller closes it. Whatever goes wrong in another's code is explained.
   *
   * @throws EngineUnavailableException when it cannot run here, saying why and what to do
   */
  public static Engine open(EngineProvider provider, EngineOptions options) {
    try {
      return provider.open(options);
    } catch (LonghandException e) {
      throw e; // It is explained already.
    } catch (VirtualMachineError e) {
      throw e; // As when memory runs out, which is no fault of the engine.
    } catch (RuntimeException | Error e) {
      throw new EngineUnavailableException(
          "engine '" + provider.name() + "' cannot be opened: " + BrokenPlugin.explain(e), e);
    }
  }

  private static Plugins<EngineProvider> find() {
    return Plugins.find(
        "engine",
        EngineProvider.class,
        ServiceLoader.load(EngineProvider.class),
        EngineProvider::name);
  }
}
