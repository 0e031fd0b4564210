package dev.longhand.engine;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** An engine that is not there, or cannot run here. */
public final class EngineUnavailableException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public EngineUnavailableException(String message) {
    super(message);
  }

  public EngineUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
