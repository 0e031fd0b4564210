package dev.longhand.server.reading;

import dev.longhand.LonghandException;

/** A job was not done in time; its place is free again. */
public final class DeadlineException extends LonghandException {
  private static final long serialVersionUID = 1L;

  DeadlineException(String message) {
    super(message);
  }
}
