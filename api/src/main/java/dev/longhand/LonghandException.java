package dev.longhand;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong that a person can act on.
 *
 * <p>The message is one complete line: what is wrong, where, what was expected and found, and what
 * to do. The command line prints it without a stack trace, the server maps it to a problem
 * document; any other exception is a bug and keeps its trace.
 */
public class LonghandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LonghandException(String message) {
    super(message);
  }

  public LonghandException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
