package dev.longhand.image;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.imaging.tiff.TiffMetadataReader;
import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** How the camera was held, as EXIF tells it, and turning the picture upright. */
final class Orientation {

  /** The first row is the top and the first column is the left. */
  static final int UPRIGHT = 1;

  private Orientation() {}

  /**
   * EXIF's orientation, 1…8; {@link #UPRIGHT} when there is none or it cannot be read, as the
   * picture matters more.
   *
   * @param pngExif the content of a PNG's eXIf chunk; otherwise not used
   */
  static int of(ImageFormat format, byte[] file, byte[] pngExif) {
    try {
      Metadata metadata =
          switch (format) {
            case JPEG ->
                JpegMetadataReader.readMetadata(
                    new ByteArrayInputStream(file), List.of(new ExifReader()));
            case TIFF -> TiffMetadataReader.readMetadata(new ByteArrayReader(file));
            case WEBP -> readExif(webpExif(file));
            case PNG -> readExif(pngExif);
            case GIF, BMP -> new Metadata();
          };
      ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer orientation =
          directory == null ? null : directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
      return orientation == null || orientation < 1 || orientation > 8 ? UPRIGHT : orientation;
    } catch (JpegProcessingException | TiffProcessingException | IOException e) {
      return UPRIGHT;
    } catch (RuntimeException e) {
      // The metadata reader meets whatever bytes there are, and not all of its faults are declared.
      return UPRIGHT;
    }
  }

  private static Metadata readExif(byte[] exif) {
    Metadata metadata = new Metadata();
    if (exif.length > 0) {
      boolean preamble = ExifReader.startsWithJpegExifPreamble(exif);
      int start = preamble ? ExifReader.JPEG_SEGMENT_PREAMBLE.length() : 0;
      new ExifReader().extract(new ByteArrayReader(exif), metadata, start);
    }
    return metadata;
  }

  /**
   * The content of a WebP's EXIF chunk, or nothing.
   *
   * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
   */
  private static byte[] webpExif(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int chunk = 12;
    while (chunk <= file.length - 8) {
      int length = bytes.getInt(chunk + 4);
      if (length < 0 || length > file.length - chunk - 8) {
        break;
      }
      if (ImageFormat.has(file, chunk, "EXIF")) {
        return Arrays.copyOfRange(file, chunk + 8, chunk + 8 + length);
      }
      chunk += 8 + length + length % 2;
    }
    return new byte[0];
  }

  /**
   * Turns and mirrors a picture that was stored with an orientation.
   *
   * @param orientation 1…8
   * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf">EXIF 2.3, section 4.6.4,
   *     tag 0x0112</a>
   */
  static GrayImage upright(int width, int height, byte[] stored, int orientation) {
    if (orientation == UPRIGHT) {
      return GrayImage.of(width, height, stored);
    }
    boolean turned = orientation >= 5;
    int uprightWidth = turned ? height : width;
    int uprightHeight = turned ? width : height;
    byte[] upright = new byte[stored.length];
    int pixel = 0;
    for (int y = 0; y < uprightHeight; y++) {
      for (int x = 0; x < uprightWidth; x++) {
        int column =
            switch (orientation) {
              case 2, 3 -> width - 1 - x;
              case 5, 6 -> y;
              case 7, 8 -> width - 1 - y;
              default -> x;
            };
        int row =
            switch (orientation) {
              case 3, 4 -> height - 1 - y;
              case 6, 7 -> height - 1 - x;
              case 5, 8 -> x;
              default -> y;
            };
        upright[pixel++] = stored[row * width + column];
      }
    }
    return GrayImage.of(uprightWidth, uprightHeight, upright);
  }
}
