package dev.longhand.server;

/** The kinds of problems that the server answers with. Their names never change. */
public enum ProblemType {
  BAD_PARAMETER(400, "A parameter is wrong"),
  MALFORMED_BODY(400, "The body is not what its content type says"),
  UNAUTHORIZED(401, "An API key is needed"),
  FOREIGN_ORIGIN(403, "Pages of this site may not open a stream"),
  NOT_FOUND(404, "There is nothing at this address"),
  UNKNOWN_MODEL(404, "No such model is served"),
  CORRECTIONS_OFF(404, "Corrections are not taken"),
  METHOD_NOT_ALLOWED(405, "This address does not know the method"),
  NOT_ACCEPTABLE(406, "The answer has another form than asked for"),
  UPLOAD_TOO_SLOW(408, "The body did not arrive in time"),
  BODY_TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body is of another type than can be read"),
  UNREADABLE_IMAGE(422, "The image cannot be read"),
  NO_INK(422, "Nothing is written on the image"),
  TOO_WIDE(422, "The writing is too long for the model"),
  INVALID_INK(422, "The ink cannot be read"),
  UPGRADE_REQUIRED(426, "This address is for a WebSocket"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL_ERROR(500, "The server has a fault"),
  OVERLOADED(503, "The server is busy"),
  CORRECTIONS_FULL(507, "No more corrections are taken"),
  DEADLINE_EXCEEDED(504, "There was no answer in time");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The status of HTTP that it is answered with. */
  public int status() {
    return status;
  }

  /** For people, the same for all problems of the type. */
  public String title() {
    return title;
  }

  /** As {@code "urn:longhand:problem:no-ink"}. */
  public String uri() {
    return "urn:longhand:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
