package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Damaged files of every format give an image or one clear line, in bounded memory. */
class ImageReaderFuzzTest {

  /** Lowered for the test: what is allowed takes time, what is allowed wrongly takes memory. */
  private static final int MOST_PIXELS = 20_000;

  /** Of all that is allocated, also what is soon given back: some decoders do that per pixel. */
  private static final long MOST_MEMORY = 200_000_000;

  private static final List<byte[]> SEEDS = seeds();

  private static List<byte[]> seeds() {
    try {
      return List.of(
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "png"),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_BYTE_INDEXED), "png"),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "jpeg"),
          Pictures.withSegment(
              Pictures.encode(Pictures.quarter(BufferedImage.TYPE_BYTE_GRAY), "jpeg"),
              0xe1,
              Pictures.exifSegment(6)),
          Pictures.adobeJpeg(2, 100, 128, 128, 100),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "gif"),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "bmp"),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_BYTE_BINARY), "bmp"),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "tiff"),
          Pictures.encode(Pictures.quarter(BufferedImage.TYPE_USHORT_GRAY), "tiff"),
          Pictures.webp());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
  @Label("a damaged file is an image or one line")
  void damage(@ForAll("damaged") byte[] file) {
    long allocated =
        Allocation.during(
            () -> {
              try {
                GrayImage image = ImageReader.read(file, "damaged", MOST_PIXELS);
                assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(MOST_PIXELS);
              } catch (UnreadableImageException e) {
                assertThat(e.getMessage()).startsWith("damaged ").doesNotContain("\n", "\r");
              }
            });
    assertThat(allocated).isLessThan(MOST_MEMORY);
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    return Arbitraries.of(SEEDS)
        .flatMap(
            seed ->
                Arbitraries.randomValue(
                    random -> {
                      byte[] file = seed.clone();
                      // Headers are at the start, and are where damage is dangerous.
                      int reach = random.nextBoolean() ? Math.min(200, file.length) : file.length;
                      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                        edit(file, random.nextInt(reach), random);
                      }
                      int length =
                          random.nextInt(4) == 0 ? 1 + random.nextInt(file.length) : file.length;
                      return repairChecksums(java.util.Arrays.copyOf(file, length));
                    }));
  }

  private static void edit(byte[] file, int at, java.util.Random random) {
    switch (random.nextInt(4)) {
      case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> file[at] = (byte) random.nextInt(256);
      case 2 -> {
        if (at + 2 <= file.length) {
          ByteBuffer.wrap(file)
              .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
              .putShort(at, (short) random.nextInt());
        }
      }
      default -> {
        if (at + 4 <= file.length) {
          int[] nasty = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x10000, 6000, random.nextInt()};
          ByteBuffer.wrap(file)
              .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
              .putInt(at, nasty[random.nextInt(nasty.length)]);
        }
      }
    }
  }

  /** So that damage to a PNG is not found by its checksums alone. */
  private static byte[] repairChecksums(byte[] file) {
    if (ImageFormat.of(file) == ImageFormat.PNG) {
      ByteBuffer bytes = ByteBuffer.wrap(file);
      int chunk = 8;
      while (chunk + 12 <= file.length) {
        int length = bytes.getInt(chunk);
        if (length < 0 || length > file.length - chunk - 12) {
          break;
        }
        CRC32 crc = new CRC32();
        crc.update(file, chunk + 4, 4 + length);
        bytes.putInt(chunk + 8 + length, (int) crc.getValue());
        chunk += 12 + length;
      }
    }
    return file;
  }
}
