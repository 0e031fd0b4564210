package dev.longhand.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small image files for tests, made by ImageIO or by hand. */
final class Pictures {

  /** The test pictures' usual size. */
  static final int WIDTH = 24;

  static final int HEIGHT = 16;

  private Pictures() {}

  /** A picture dark in its left top quarter and light elsewhere. */
  static BufferedImage quarter(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, x < WIDTH / 2 && y < HEIGHT / 2 ? 0xff000000 : 0xffffffff);
      }
    }
    return image;
  }

  static byte[] encode(RenderedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("nothing writes " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A JPEG of four channels as they are, with Adobe's marker. */
  static byte[] adobeJpeg(int transform, int... pixel) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, WIDTH, HEIGHT, 4, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        raster.setPixel(x, y, pixel);
      }
    }
    // The JDK's own writer takes the channels as they are.
    ImageWriter writer = null;
    var writers = ImageIO.getImageWritersByFormatName("jpeg");
    while (writer == null) {
      ImageWriter next = writers.next();
      writer = next.getClass().getName().startsWith("com.sun.") ? next : null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    return withSegment(bytes.toByteArray(), 0xee, adobe);
  }

  /** A JPEG with one more segment at its start. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 4 + content.length);
    bytes.put(jpeg, 0, 2);
    bytes.put((byte) 0xff).put((byte) marker).putShort((short) (2 + content.length)).put(content);
    bytes.put(jpeg, 2, jpeg.length - 2);
    return bytes.array();
  }

  /** A PNG with one more chunk after its header. */
  static byte[] withChunk(byte[] png, String type, byte[] content) {
    int afterHeader = 8 + 25;
    ByteBuffer bytes = ByteBuffer.allocate(png.length + 12 + content.length);
    bytes.put(png, 0, afterHeader).put(chunk(type, content));
    bytes.put(png, afterHeader, png.length - afterHeader);
    return bytes.array();
  }

  static byte[] chunk(String type, byte[] content) {
    ByteBuffer bytes = ByteBuffer.allocate(12 + content.length);
    bytes.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 4, 4 + content.length);
    return bytes.putInt((int) crc.getValue()).array();
  }

  /** A big-endian TIFF structure whose only entry is the orientation. */
  static byte[] exif(int orientation) {
    ByteBuffer bytes = ByteBuffer.allocate(26);
    bytes.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
    bytes.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return bytes.array();
  }

  /** {@link #exif} as the content of a JPEG's APP1 segment. */
  static byte[] exifSegment(int orientation) {
    return ByteBuffer.allocate(32)
        .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
        .put(exif(orientation))
        .array();
  }

  /**
   * A lossless WebP whose left half is black and whose right half is pure green: simple prefix
   * codes of one symbol for red, blue and alpha, and of two for green.
   *
   * @see <a
   *     href="https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification">
   *     WebP lossless bitstream</a>
   */
  static byte[] webp() {
    Bits bits = new Bits();
    bits.add(0x2f, 8).add(WIDTH - 1, 14).add(HEIGHT - 1, 14).add(0, 1).add(0, 3);
    bits.add(0, 1); // no transform
    bits.add(0, 1); // no colour cache
    bits.add(0, 1); // one group of prefix codes
    bits.add(1, 1).add(1, 1).add(1, 1).add(0, 8).add(255, 8); // green: 0 or 255
    bits.add(1, 1).add(0, 1).add(0, 1).add(0, 1); // red: 0
    bits.add(1, 1).add(0, 1).add(0, 1).add(0, 1); // blue: 0
    bits.add(1, 1).add(0, 1).add(1, 1).add(255, 8); // alpha: 255
    bits.add(1, 1).add(0, 1).add(0, 1).add(0, 1); // distance: 0
    for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
      bits.add(pixel % WIDTH < WIDTH / 2 ? 0 : 1, 1);
    }
    byte[] stream = bits.add(0, 7).bytes.toByteArray();
    int padded = stream.length + stream.length % 2;
    ByteBuffer file = ByteBuffer.allocate(20 + padded).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(stream.length).put(stream);
    return file.array();
  }

  /** Bits from the least significant on, in whole bytes. */
  private static final class Bits {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int used;

    private Bits add(int value, int count) {
      for (int i = 0; i < count; i++) {
        pending |= (value >> i & 1) << used++;
        if (used == 8) {
          bytes.write(pending);
          pending = 0;
          used = 0;
        }
      }
      return this;
    }
  }
}
