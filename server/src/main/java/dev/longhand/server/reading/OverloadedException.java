package dev.longhand.server.reading;

import dev.longhand.LonghandException;

/** The queue is full, or closed. */
public final class OverloadedException extends LonghandException {
  private static final long serialVersionUID = 1L;

  OverloadedException(String message) {
    super(message);
  }
}
