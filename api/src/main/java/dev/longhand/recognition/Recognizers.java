package dev.longhand.recognition;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

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
    Map<String, RecognizerProvider> owners = providersByModel();
    RecognizerProvider owner = owners.get(nameOrFile);
    if (owner == null) {
      throw new ModelUnavailableException(
          "no model is named '"
              + nameOrFile
              + "'; the class path has "
              + listed(owners)
              + ". Choose one of these, or give a file ending in .longhand");
    }
    return owner.bundledModel(nameOrFile);
  }

  /** The names of all models on the class path; of each recognizer its default first. */
  public static List<String> models() {
    return List.copyOf(providersByModel().keySet());
  }

  /** The kinds of models that can be read with, in alphabetical order. */
  public static List<String> kinds() {
    return List.copyOf(providersByKind().keySet());
  }

  /**
   * The recognizer for a kind of models.
   *
   * @throws ModelUnavailableException when there is none, saying what to add
   */
  public static RecognizerProvider ofKind(String kind) {
    Map<String, RecognizerProvider> found = providersByKind();
    RecognizerProvider provider = found.get(kind);
    if (provider == null) {
      throw new ModelUnavailableException(
          "no recognizer reads models of kind '"
              + kind
              + "'; the class path has "
              + listed(found)
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
    return ofKind(bundle.kind()).open(bundle, engine);
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

  private static Map<String, RecognizerProvider> providersByKind() {
    Map<String, RecognizerProvider> found = new TreeMap<>();
    for (RecognizerProvider provider : load()) {
      RecognizerProvider twin = found.putIfAbsent(provider.kind(), provider);
      if (twin != null) {
        throw twins("recognizers read models of kind", provider.kind(), twin, provider);
      }
    }
    return found;
  }

  private static Map<String, RecognizerProvider> providersByModel() {
    Map<String, RecognizerProvider> found = new LinkedHashMap<>();
    for (RecognizerProvider provider : providersByKind().values()) {
      for (String model : provider.bundledModels()) {
        RecognizerProvider twin = found.putIfAbsent(model, provider);
        if (twin != null) {
          throw twins("models are named", model, twin, provider);
        }
      }
    }
    return found;
  }

  private static ModelUnavailableException twins(
      String what, String name, RecognizerProvider one, RecognizerProvider other) {
    return new ModelUnavailableException(
        "two "
            + what
            + " '"
            + name
            + "': of "
            + one.getClass().getName()
            + " and "
            + other.getClass().getName()
            + "; take one of them off the class path");
  }

  private static List<RecognizerProvider> load() {
    List<RecognizerProvider> providers = new ArrayList<>();
    try {
      ServiceLoader.load(RecognizerProvider.class).forEach(providers::add);
    } catch (ServiceConfigurationError e) {
      throw new ModelUnavailableException(
          "a recognizer on the class path cannot be loaded: " + e.getMessage(), e);
    }
    return providers;
  }

  private static String listed(Map<String, RecognizerProvider> found) {
    return found.isEmpty() ? "none" : String.join(", ", found.keySet());
  }

  /** Which module has the recognizer, for those of Longhand itself. */
  private static String module(String kind) {
    return switch (kind) {
      case "character" -> "longhand-recognizer-char";
      case "sequence" -> "longhand-recognizer-sequence";
      default -> "with its recognizer";
    };
  }
}
