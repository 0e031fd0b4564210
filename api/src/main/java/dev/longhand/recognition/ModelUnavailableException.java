package dev.longhand.recognition;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** A model that is not there, or that nothing on the class path can read with. */
public final class ModelUnavailableException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public ModelUnavailableException(String message) {
    super(message);
  }

  public ModelUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
