package dev.longhand.cli;

import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Image files, good and bad. */
final class Samples {

  private Samples() {}

  /** A stroke from corner to corner, or the other way, dark on white. */
  static byte[] stroke(boolean rising) {
    int side = 40;
    byte[] pixels = new byte[side * side];
    Arrays.fill(pixels, (byte) 255);
    for (int i = 8; i < side - 8; i++) {
      for (int thick = -1; thick <= 1; thick++) {
        pixels[(rising ? side - 1 - i : i) * side + i + thick] = 0;
      }
    }
    return PngWriter.encode(GrayImage.of(side, side, pixels));
  }

  static Path stroke(Path file, boolean rising) throws IOException {
    return Files.write(file, stroke(rising));
  }

  /** A thick line across a long strip of paper. */
  static byte[] rule(int width) {
    int height = 100;
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int y = 35; y < 65; y++) {
      Arrays.fill(pixels, y * width + 50, (y + 1) * width - 50, (byte) 0);
    }
    return PngWriter.encode(GrayImage.of(width, height, pixels));
  }

  static byte[] blank(int width, int height) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 250);
    return PngWriter.encode(GrayImage.of(width, height, pixels));
  }

  /** Promises a size and holds no pixel. */
  static byte[] header(int width, int height) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var png = new DataOutputStream(bytes);
    png.writeLong(0x89504e470d0a1a0aL);
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8);
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", new byte[8]);
    chunk(png, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream png, String type, byte[] content) throws IOException {
    png.writeInt(content.length);
    png.writeBytes(type);
    png.write(content);
    var crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    png.writeInt((int) crc.getValue());
  }

  /** A data set of {@code count} strokes of either direction, with who wrote them. */
  static Path dataset(Path folder, int count, String rising, String falling) throws IOException {
    Files.createDirectories(folder);
    var labels = new StringBuilder("file\tgroup\ttext\n");
    for (int i = 0; i < count; i++) {
      boolean up = i % 2 == 0;
      stroke(folder.resolve(i + ".png"), up);
      labels.append(i + ".png\twriter" + i / 4 + "\t" + (up ? rising : falling) + "\n");
    }
    Files.writeString(folder.resolve("labels.tsv"), labels);
    return folder;
  }
}
