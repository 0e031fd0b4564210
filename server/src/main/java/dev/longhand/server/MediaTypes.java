package dev.longhand.server;

/** What bodies may be. */
final class MediaTypes {
  static final String PNG = "image/png";
  static final String JPEG = "image/jpeg";
  static final String TIFF = "image/tiff";
  static final String WEBP = "image/webp";
  static final String JSON = "application/json";
  static final String MULTIPART = "multipart/form-data";

  private static final String IMAGES = String.join(", ", PNG, JPEG, TIFF, WEBP);

  private MediaTypes() {}

  /** What an address takes, for messages. */
  static String taken(String path) {
    if (path.startsWith("/v1/recognitions")) {
      return IMAGES + ", " + JSON + " or " + MULTIPART;
    }
    return path.startsWith("/v1/explanations") ? IMAGES + " or " + JSON : JSON;
  }
}
