package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.engine.Engine;

/** A recognizer with the model that it reads with and the engine that it runs on. */
record OpenReader(ModelBundle model, Engine engine, CharacterRecognizer recognizer)
    implements AutoCloseable {

  @Override
  public void close() {
    recognizer.close();
    engine.close();
  }
}
