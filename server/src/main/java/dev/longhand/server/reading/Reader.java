package dev.longhand.server.reading;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.recognition.Recognizer;

/**
 * A model on an engine, ready to read.
 *
 * @param engine its name
 */
public record Reader(ModelBundle model, String engine, Recognizer recognizer) {

  /** Equal only to itself: two readers never share a batch. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return model.name() + " on " + engine;
  }
}
