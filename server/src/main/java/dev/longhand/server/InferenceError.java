package dev.longhand.server;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What went wrong, as the open inference protocol wants it said.
 *
 * @param error one line: what is wrong, and what to do
 */
@RegisterForReflection
public record InferenceError(String error) {

  /** Whether an address is one of that protocol. */
  static boolean isAnswerAt(String path) {
    return path.startsWith("/v2/") || path.equals("/v2");
  }
}
