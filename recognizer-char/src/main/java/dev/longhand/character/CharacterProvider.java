package dev.longhand.character;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import dev.longhand.recognition.BundledModels;
import dev.longhand.recognition.Recognizer;
import dev.longhand.recognition.RecognizerProvider;
import java.util.List;
import java.util.Map;

/** Registers the reader of characters, and the model that comes with it. */
public final class CharacterProvider implements RecognizerProvider {

  @Override
  public String kind() {
    return CharacterRecognizer.KIND;
  }

  @Override
  public List<String> bundledModels() {
    return List.of("latin-62");
  }

  @Override
  public ModelBundle bundledModel(String name) {
    return BundledModels.read(CharacterProvider.class, bundledModels(), name);
  }

  @Override
  public List<String> settings() {
    return List.of(CharacterRecognizer.PRIOR);
  }

  @Override
  public Recognizer open(ModelBundle bundle, Engine engine, Map<String, String> settings) {
    String prior = settings.getOrDefault(CharacterRecognizer.PRIOR, "uniform");
    return CharacterRecognizer.open(bundle, engine, CharacterRecognizer.prior(bundle, prior));
  }

  @Override
  public String outputMeaning(ModelBundle bundle) {
    return "N×"
        + bundle.alphabet().size()
        + ": for each image a score z for each symbol, in the order of 'alphabet'. The"
        + " probabilities of the symbols are softmax((z + log prior) / temperature): temperature is"
        + " in 'decoder', and prior how common each symbol is, either all alike or one of 'priors'"
        + " in 'decoder', as shares of 1.";
  }
}
