package dev.longhand.bundle;

import dev.longhand.LonghandException;
import org.jspecify.annotations.Nullable;

/** The file is not a model that this release can open. */
public final class UnreadableBundleException extends LonghandException {
  private static final long serialVersionUID = 1L;

  public UnreadableBundleException(String message) {
    super(message);
  }

  public UnreadableBundleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
