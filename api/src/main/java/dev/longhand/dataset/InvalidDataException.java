package dev.longhand.dataset;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** A file of a dataset is not what its format asks for; the message names file and place. */
public final class InvalidDataException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public InvalidDataException(String message) {
    super(message);
  }

  public InvalidDataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
