package dev.longhand.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A PNG file reduced to the chunks that make its picture.
 *
 * <p>The decoder of the JDK checks no CRC, half reads a truncated file, and inflates compressed
 * texts of any size; so this is done before it.
 *
 * @param picture the file with IHDR, PLTE, tRNS, IDAT and IEND only
 * @param exif the content of the eXIf chunk, empty when there is none
 * @see <a href="https://www.w3.org/TR/png-3/#5Chunk-layout">PNG, section 5.3</a>
 */
record PngChunks(byte[] picture, byte[] exif) {

  private static final int SIGNATURE_LENGTH = 8;

  static PngChunks of(byte[] file) throws IOException {
    ByteArrayOutputStream picture = new ByteArrayOutputStream(file.length);
    picture.write(file, 0, SIGNATURE_LENGTH);
    byte[] exif = {};
    ByteBuffer bytes = ByteBuffer.wrap(file).position(SIGNATURE_LENGTH);
    while (bytes.remaining() >= 12) {
      int start = bytes.position();
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining() - 8) {
        break;
      }
      String type = new String(file, start + 4, 4, StandardCharsets.ISO_8859_1);
      bytes.position(start + 8 + length);
      int storedCrc = bytes.getInt();
      CRC32 crc = new CRC32();
      crc.update(file, start + 4, 4 + length);
      boolean intact = (int) crc.getValue() == storedCrc;
      switch (type) {
        case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" -> {
          if (!intact) {
            throw new IOException("the checksum of its " + type + " chunk is wrong");
          }
          picture.write(file, start, 12 + length);
          if (type.equals("IEND")) {
            return new PngChunks(picture.toByteArray(), exif);
          }
        }
        case "eXIf" -> {
          if (intact) {
            exif = java.util.Arrays.copyOfRange(file, start + 8, start + 8 + length);
          }
        }
        default -> {
          // Upper case marks a chunk without which the picture is not understood.
          if (Character.isUpperCase(type.charAt(0))) {
            throw new IOException("it has an unknown critical chunk");
          }
        }
      }
    }
    throw new IOException("it is cut short after " + bytes.limit() + " bytes");
  }
}
