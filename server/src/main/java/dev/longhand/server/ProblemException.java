package dev.longhand.server;

import dev.longhand.LonghandException;

/** Ends a request with a problem. */
public final class ProblemException extends LonghandException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /**
   * @param detail one line: what is wrong, and what to do
   */
  public ProblemException(ProblemType type, String detail) {
    super(detail);
    this.problem = new Problem(type, detail);
  }

  Problem problem() {
    return problem;
  }
}
