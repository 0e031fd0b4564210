package dev.longhand.sequence;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import dev.longhand.recognition.BundledModels;
import dev.longhand.recognition.Recognizer;
import dev.longhand.recognition.RecognizerProvider;
import java.util.List;
import java.util.Map;

/** Registers the reader of words, and the model that comes with it. */
public final class WordProvider implements RecognizerProvider {

  @Override
  public String kind() {
    return WordRecognizer.KIND;
  }

  @Override
  public List<String> bundledModels() {
    return List.of("english-words");
  }

  @Override
  public ModelBundle bundledModel(String name) {
    return BundledModels.read(WordProvider.class, bundledModels(), name);
  }

  @Override
  public List<String> settings() {
    return List.of(WordRecognizer.DECODER, WordRecognizer.LEXICON, WordRecognizer.ESCAPE);
  }

  @Override
  public Recognizer open(ModelBundle bundle, Engine engine, Map<String, String> settings) {
    return WordRecognizer.open(bundle, engine, settings);
  }

  @Override
  public String outputMeaning(ModelBundle bundle) {
    return "N×T×"
        + (bundle.alphabet().size() + 1)
        + ": for each image and each column of "
        + WordNetwork.COLUMN
        + " px a score for each symbol, in the order of 'alphabet', and last for the CTC blank."
        + " After a softmax over the last axis, the likeliest class of each column, repeats merged"
        + " and blanks dropped, spells the text.";
  }
}
