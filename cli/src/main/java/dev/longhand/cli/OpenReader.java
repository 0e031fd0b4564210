package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engine;
import dev.longhand.recognition.Recognizer;

/** A recognizer with the model that it reads with and the engine that it runs on. */
record OpenReader(ModelBundle model, Engine engine, Recognizer recognizer)
    implements AutoCloseable {

  @Override
  public void close() {
    recognizer.close();
    engine.close();
  }
}
