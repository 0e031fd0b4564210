package dev.longhand.image;

import dev.longhand.LonghandException;

/** Writing that is too long, for its height, to be read at once. */
public final class TooWideException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public TooWideException(String message) {
    super(message);
  }
}
