package dev.longhand.image;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * The one decoder of image files: PNG, JPEG (also CMYK), TIFF, WebP, BMP and GIF (the first picture
 * of each), of any depth, as upright grey images.
 *
 * <p>Files come from strangers. The format must be one of these, the size is checked in the header
 * before a pixel is allocated, and a file that is damaged is refused instead of half read.
 */
public final class ImageReader {

  /** The most pixels of an image; larger ones are refused from their header. */
  public static final int MOST_PIXELS = 40_000_000;

  /** The largest file, in bytes. */
  public static final int LARGEST_FILE = 100_000_000;

  private static final int MOST_BYTES_PER_PIXEL = 8;

  private ImageReader() {}

  /**
   * @throws UnreadableImageException when there is no such file, when it is no image, or when it is
   *     damaged or too large
   */
  public static GrayImage read(Path file) {
    if (Files.isDirectory(file)) {
      throw new UnreadableImageException(file + " is a directory, not an image");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new UnreadableImageException(file + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new UnreadableImageException(file + ": no permission to read it", e);
    } catch (IOException e) {
      throw new UnreadableImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an image to the end of a stream, which stays open.
   *
   * @param name of the image, for messages
   * @throws UnreadableImageException when it is no image, or when it is damaged or too large
   * @throws IOException when the stream fails
   */
  public static GrayImage read(InputStream in, String name) throws IOException {
    byte[] file = in.readNBytes(LARGEST_FILE + 1);
    return read(file, name);
  }

  /**
   * @param name of the image, for messages
   * @throws UnreadableImageException when it is no image, or when it is damaged or too large
   */
  public static GrayImage read(byte[] file, String name) {
    return read(file, name, MOST_PIXELS);
  }

  /** With a limit of its own, so that a test of damaged files need not decode huge ones. */
  static GrayImage read(byte[] file, String name, int mostPixels) {
    if (file.length == 0) {
      throw new UnreadableImageException(name + " is empty");
    }
    if (file.length > LARGEST_FILE) {
      throw new UnreadableImageException(
          name + " is larger than " + LARGEST_FILE / 1_000_000 + " MB, the limit for a file");
    }
    ImageFormat format = ImageFormat.of(file);
    if (format == null) {
      String nearMiss = ImageFormat.nearMiss(file);
      throw new UnreadableImageException(
          name
              + (nearMiss.isEmpty() ? " is not an image" : " is " + nearMiss)
              + "; "
              + ImageFormat.LIST
              + " can be read");
    }
    try {
      return decode(format, file, name, mostPixels);
    } catch (UnreadableImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders answer damage with every kind of exception, also with undeclared ones.
      throw new UnreadableImageException(
          name + " is a damaged " + format + " image: " + oneLine(e), e);
    } catch (OutOfMemoryError e) {
      // One image may be too much where its pixels alone would fit; the others are still read.
      throw new UnreadableImageException(
          name
              + " needs more memory to decode than the "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB that Java may use; make it smaller",
          e);
    }
  }

  private static GrayImage decode(ImageFormat format, byte[] file, String name, int mostPixels)
      throws IOException {
    byte[] picture = file;
    byte[] exif = {};
    if (format == ImageFormat.PNG) {
      PngChunks chunks = PngChunks.of(file);
      picture = chunks.picture();
      exif = chunks.exif();
    }
    if (format == ImageFormat.BMP) {
      refuseEmbedded(file);
    }
    if (format == ImageFormat.WEBP) {
      refuseCutShort(file);
    }
    BufferedImage image;
    Iterator<javax.imageio.ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.imageIoName);
    if (!readers.hasNext()) {
      throw new UnreadableImageException(
          name + ": this installation has no decoder for " + format + " images");
    }
    javax.imageio.ImageReader reader = readers.next();
    try (ImageInputStream input = new FileBytes(picture, format == ImageFormat.WEBP)) {
      reader.setInput(input, false, format != ImageFormat.PNG);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      requireSize(reader.getWidth(0), reader.getHeight(0), name, mostPixels);
      requireDepth(format, reader, name);
      image = reader.read(0);
      refuseHalfRead(warnings);
    } finally {
      reader.dispose();
    }
    requireSize(image.getWidth(), image.getHeight(), name, mostPixels);
    int orientation = Orientation.of(format, file, exif);
    return Orientation.upright(
        image.getWidth(), image.getHeight(), Luminance.of(image), orientation);
  }

  private static void requireSize(int width, int height, String name, int mostPixels) {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          name + " is " + width + "×" + height + " px, so there is nothing to read");
    }
    if ((long) width * height > mostPixels) {
      throw new UnreadableImageException(
          name
              + " is "
              + width
              + "×"
              + height
              + " px; the limit is "
              + mostPixels / 1_000_000
              + " megapixels, so make it smaller");
    }
  }

  /** TIFF knows pixels of any number of channels; the picture must not outgrow its pixel limit. */
  private static void requireDepth(
      ImageFormat format, javax.imageio.ImageReader reader, String name) throws IOException {
    if (format != ImageFormat.TIFF) {
      return;
    }
    ImageTypeSpecifier type = reader.getRawImageType(0);
    if (type == null) {
      return;
    }
    int bits = 0;
    for (int band = 0; band < type.getNumBands(); band++) {
      bits += type.getBitsPerBand(band);
    }
    if (bits > 8 * MOST_BYTES_PER_PIXEL) {
      throw new UnreadableImageException(
          name
              + " has "
              + type.getNumBands()
              + " channels of together "
              + bits
              + " bits; the limit is "
              + 8 * MOST_BYTES_PER_PIXEL
              + " bits a pixel");
    }
  }

  /** A bitmap may hold a whole JPEG or PNG, whose own size nobody would have checked. */
  private static void refuseEmbedded(byte[] file) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length >= 34 && header.getInt(14) >= 40) {
      int compression = header.getInt(30);
      if (compression == 4 || compression == 5) {
        throw new IOException("it holds an image of another format");
      }
    }
  }

  /** The decoder of WebP reads zeros after the end. */
  private static void refuseCutShort(byte[] file) throws IOException {
    long promised =
        8 + Integer.toUnsignedLong(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    if (promised > file.length) {
      throw new IOException(
          "it is cut short: it promises " + promised + " bytes, but there are " + file.length);
    }
  }

  /** Decoders of JPEG fill what is missing with grey, and only warn. */
  private static void refuseHalfRead(List<String> warnings) throws IOException {
    for (String warning : warnings) {
      String text = warning.toLowerCase(Locale.ROOT);
      boolean harmless = text.contains("extraneous bytes");
      if (text.contains("premature end") || (text.contains("corrupt") && !harmless)) {
        throw new IOException(warning);
      }
    }
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e instanceof EOFException ? "it ends too early" : "it cannot be decoded";
    }
    return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().get();
  }
}
