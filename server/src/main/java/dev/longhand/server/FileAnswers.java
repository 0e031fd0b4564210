package dev.longhand.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Of several files what was read, in the order in which they came.
 *
 * @param recognitions each a {@link RecognitionAnswer} with its {@code file}, or a {@link Failed}
 */
@RegisterForReflection
public record FileAnswers(List<Object> recognitions) {

  /** A file that could not be read. */
  @RegisterForReflection
  public record Failed(String file, Problem problem) {}
}
