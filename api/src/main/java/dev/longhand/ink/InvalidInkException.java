package dev.longhand.ink;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** Not pen strokes in Longhand's form; the message says where in the document. */
public final class InvalidInkException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public InvalidInkException(String message) {
    super(message);
  }

  public InvalidInkException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
