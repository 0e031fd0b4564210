package dev.longhand.image;

import dev.longhand.LonghandException;

/** The image is readable, but nothing is written on it. */
public final class NoInkException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public NoInkException(String message) {
    super(message);
  }
}
