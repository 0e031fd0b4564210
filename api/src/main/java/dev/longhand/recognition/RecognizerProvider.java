package dev.longhand.recognition;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import java.util.List;
import java.util.Map;

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

  /** The names of what users may set of its recognizers, as {@code "decoder"}. */
  List<String> settings();

  /**
   * A recognizer. The caller closes it, and then the engine.
   *
   * @param settings some of {@link #settings}, by name; what is not there is as the model has it
   * @throws dev.longhand.bundle.UnreadableBundleException when the model is of another kind
   * @throws dev.longhand.LonghandException when a setting has no such value, saying which there are
   */
  Recognizer open(ModelBundle bundle, Engine engine, Map<String, String> settings);

  /** How a reading comes from the output of the model's network, for those who run it elsewhere. */
  String outputMeaning(ModelBundle bundle);
}
