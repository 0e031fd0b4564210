package dev.longhand.recognition;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.plugin.Plugins;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds models, and the recognizers on the class path that read with them. */
public final class Recognizers {

  private Recognizers() {}

  /**
   * A model that comes with a recognizer, or one in a file.
   *
   * @param nameOrFile a name without {@code /} and not ending in {@code .longhand}, as {@code
   *     "latin-62"}; anything else is a file
   * @throws ModelUnavailableException when no model has that name, naming those there are
   * @throws dev.longhand.bundle.UnreadableBundleException when the file is no readable model
   */
  public static ModelBundle model(String nameOrFile) {
    if (isFile(nameOrFile)) {
      return ModelBundle.read(path(nameOrFile));
    }
    Plugins<RecognizerProvider> plugins = find();
    Map<String, List<RecognizerProvider>> ownersByModel = providersByModel(plugins);
    List<RecognizerProvider> owners = ownersByModel.getOrDefault(nameOrFile, List.of());
    if (owners.size() > 1) {
      throw new ModelUnavailableException(
          "two models are named '"
              + nameOrFile
              + "': of "
              + owners.get(0).getClass().getName()
              + " and "
              + owners.get(1).getClass().getName()
              + "; take one of them off the class path");
    }
    if (owners.isEmpty()) {
      throw new ModelUnavailableException(
          "no model is named '"
              + nameOrFile
              + "'; the class path has "
              + plugins.listed(ownersByModel.keySet())
              + ". Choose one of these, or give a file ending in .longhand");
    }
    return owners.get(0).bundledModel(nameOrFile);
  }

  /** The names of all models on the class path; of each recognizer its default first. */
  public static List<String> models() {
    return List.copyOf(providersByModel(find()).keySet());
  }

  /** The kinds of models that can be read with, in alphabetical order. */
  public static List<String> kinds() {
    return List.copyOf(find().working().keySet());
  }

  /** What is on the class path as a recognizer and cannot be one, with the reasons. */
  public static List<BrokenPlugin> broken() {
    return find().broken();
  }

  /**
   * The recognizer for a kind of models.
   *
   * @throws ModelUnavailableException when there is none, saying what to add
   */
  public static RecognizerProvider ofKind(String kind) {
    Plugins<RecognizerProvider> plugins = find();
    RecognizerProvider provider = plugins.working().get(kind);
    if (provider == null) {
      Optional<BrokenPlugin> broken = plugins.broken(kind);
      if (broken.isPresent()) {
        throw new ModelUnavailableException(broken.get().reason(), broken.get().cause());
      }
      throw new ModelUnavailableException(
          "no recognizer reads models of kind '"
              + kind
              + "'; the class path has "
              + plugins.listed(plugins.working().keySet())
              + ". Add the module "
              + module(kind)
              + " as a runtime dependency");
    }
    return provider;
  }

  /**
   * A recognizer with a model's own settings. The caller closes it, and then the engine.
   *
   * @throws ModelUnavailableException when nothing on the class path reads such models
   */
  public static Recognizer open(ModelBundle bundle, Engine engine) {
    return open(bundle, engine, Map.of());
  }

  /**
   * A recognizer with some settings of the user's. The caller closes it, and then the engine.
   *
   * @param settings by name; see {@link RecognizerProvider#settings}
   * @throws ModelUnavailableException when nothing on the class path reads such models
   * @throws LonghandException when its recognizer has no such setting, or no such value of one
   */
  public static Recognizer open(ModelBundle bundle, Engine engine, Map<String, String> settings) {
    RecognizerProvider provider = ofKind(bundle.kind());
    for (String name : settings.keySet()) {
      if (!provider.settings().contains(name)) {
        throw new LonghandException(
            "models of kind '"
                + bundle.kind()
                + "' have no setting '"
                + name
                + "'; they have "
                + String.join(", ", provider.settings()));
      }
    }
    return provider.open(bundle, engine, settings);
  }

  private static boolean isFile(String nameOrFile) {
    return nameOrFile.endsWith(".longhand") || nameOrFile.matches(".*[/\\\\].*");
  }

  private static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new ModelUnavailableException("no model file can be called '" + file + "'", e);
    }
  }

  private static Plugins<RecognizerProvider> find() {
    return Plugins.find(
        "recognizer",
        RecognizerProvider.class,
        ServiceLoader.load(RecognizerProvider.class),
        provider -> {
          // Asked at once, so that one that cannot tell counts as broken.
          var unused = provider.bundledModels();
          return provider.kind();
        });
  }

  /** In the order of their kinds, and for each model those that bring it. */
  private static Map<String, List<RecognizerProvider>> providersByModel(
      Plugins<RecognizerProvider> plugins) {
    Map<String, List<RecognizerProvider>> found = new LinkedHashMap<>();
    for (RecognizerProvider provider : plugins.working().values()) {
      for (String model : provider.bundledModels()) {
        found.computeIfAbsent(model, key -> new ArrayList<>()).add(provider);
      }
    }
    return found;
  }

  /** Which module has the recognizer, for those of Longhand itself. */
  private static String module(String kind) {
    return switch (kind) {
      case "character" -> "longhand-recognizer-char";
      case "word" -> "longhand-recognizer-sequence";
      default -> "with its recognizer";
    };
  }
}
