package dev.longhand.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Grey images as PNG files, to show what a network saw.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">PNG</a>
 */
public final class PngWriter {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private PngWriter() {}

  /** The bytes of a PNG file of 8 bits a pixel, the same for the same image. */
  public static byte[] encode(GrayImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream file = new DataOutputStream(bytes)) {
      file.write(SIGNATURE);
      writeChunk(file, "IHDR", header(image));
      writeChunk(file, "IDAT", compressedRows(image));
      writeChunk(file, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(GrayImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream header = new DataOutputStream(bytes)) {
      header.writeInt(image.width());
      header.writeInt(image.height());
      // 8 bits, grey, deflate, adaptive filters, not interlaced.
      header.write(new byte[] {8, 0, 0, 0, 0});
    }
    return bytes.toByteArray();
  }

  private static byte[] compressedRows(GrayImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] pixels = image.toArray();
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream rows = new DeflaterOutputStream(bytes, deflater)) {
      for (int y = 0; y < image.height(); y++) {
        rows.write(0); // This row is not filtered.
        rows.write(pixels, y * image.width(), image.width());
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void writeChunk(DataOutputStream file, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    file.writeInt(content.length);
    file.write(name);
    file.write(content);
    file.writeInt((int) crc.getValue());
  }
}
