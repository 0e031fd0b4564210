package dev.longhand.recognition;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import java.util.List;

/**
 * What a recognizer module registers in {@code
 * META-INF/services/dev.longhand.recognition.RecognizerProvider}.
 */
public interface RecognizerProvider {

  /** The kind of models it reads with, as their manifests say it: {@code "character"}. */
  String kind();

  /** The names of the models that come with the module, the default first. */
  List<String> bundledModels();

  /**
   * Reads one of {@link #bundledModels} from the class path.
   *
   * @throws dev.longhand.bundle.UnreadableBundleException when there is none of that name
   */
  ModelBundle bundledModel(String name);

  /**
   * A recognizer with the model's own settings. The caller closes it, and then the engine.
   *
   * @throws dev.longhand.bundle.UnreadableBundleException when the model is of another kind
   */
  Recognizer open(ModelBundle bundle, Engine engine);

  /** How a reading comes from the output of the model's network, for those who run it elsewhere. */
  String outputMeaning(ModelBundle bundle);
}
