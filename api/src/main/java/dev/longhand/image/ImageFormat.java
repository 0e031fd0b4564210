package dev.longhand.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The formats that are decoded, told by their first bytes. A closed list: ImageIO would also hand
 * bytes to any reader that happens to be on the class path.
 */
enum ImageFormat {
  PNG("png"),
  JPEG("jpeg"),
  GIF("gif"),
  BMP("bmp"),
  TIFF("tiff"),
  WEBP("webp");

  static final String LIST = "PNG, JPEG, TIFF, WebP, BMP and GIF";

  /** ImageIO's name of the format. */
  final String imageIoName;

  ImageFormat(String imageIoName) {
    this.imageIoName = imageIoName;
  }

  static @Nullable ImageFormat of(byte[] bytes) {
    if (has(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (has(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (has(bytes, 0, "GIF8")) {
      return GIF;
    }
    if (has(bytes, 0, "BM")) {
      return BMP;
    }
    if (has(bytes, 0, "II*\0") || has(bytes, 0, "MM\0*")) {
      return TIFF;
    }
    if (has(bytes, 0, "RIFF") && has(bytes, 8, "WEBP")) {
      return WEBP;
    }
    return null;
  }

  /** What a file is that people often take for an image that everything reads; empty if unknown. */
  static String nearMiss(byte[] bytes) {
    if (has(bytes, 4, "ftypavif")) {
      return "an AVIF image";
    }
    if (has(bytes, 4, "ftyphei") || has(bytes, 4, "ftypmif1") || has(bytes, 4, "ftyphev")) {
      return "an HEIC image, as iPhones take";
    }
    if (has(bytes, 0, "%PDF")) {
      return "a PDF";
    }
    return "";
  }

  /** Whether Latin-1 {@code text} stands at {@code offset}. */
  static boolean has(byte[] bytes, int offset, String text) {
    byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= offset + expected.length
        && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
  }
}
