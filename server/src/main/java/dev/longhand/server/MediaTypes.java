package dev.longhand.server;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What bodies may be. */
final class MediaTypes {
  static final String PNG = "image/png";
  static final String JPEG = "image/jpeg";
  static final String TIFF = "image/tiff";
  static final String WEBP = "image/webp";
  static final String JSON = "application/json";
  static final String MULTIPART = "multipart/form-data";

  private static final String IMAGES = String.join(", ", PNG, JPEG, TIFF, WEBP);

  private static final String TOKEN = "[!#$&'+.^_`|~0-9A-Za-z-]+";
  private static final Pattern ONE = Pattern.compile(TOKEN + "/" + TOKEN + "\\s*(;.*)?");

  private MediaTypes() {}

  /** Whether it is the name of a media type, and of a single one. */
  static boolean isOne(@Nullable String contentType) {
    return contentType != null && ONE.matcher(contentType.strip()).matches();
  }

  /** What whoever sends another type, or none, is told. */
  static Problem refusal(String path, @Nullable String contentType) {
    return new Problem(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        Texts.shortened(path)
            + (contentType == null
                ? " needs a Content-Type"
                : " does not take " + Texts.shortened(contentType))
            + "; it takes "
            + taken(path));
  }

  /** What an address takes, for messages. */
  private static String taken(String path) {
    if (path.startsWith("/v1/recognitions")) {
      return IMAGES + ", " + JSON + " or " + MULTIPART;
    }
    return path.startsWith("/v1/explanations") ? IMAGES + " or " + JSON : JSON;
  }
}
