package dev.longhand.dataset;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** A dataset could not be fetched; the message says how to get it by hand. */
public final class DownloadException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public DownloadException(String message) {
    super(message);
  }

  public DownloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
