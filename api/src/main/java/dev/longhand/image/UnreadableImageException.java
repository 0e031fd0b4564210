package dev.longhand.image;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** The bytes are not an image that can be decoded within the limits. */
public final class UnreadableImageException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public UnreadableImageException(String message) {
    super(message);
  }

  public UnreadableImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
