package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "gif", "bmp", "tiff", "jpeg"})
  void readsEveryFormat(String format) {
    byte[] file = Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), format);

    GrayImage image = ImageReader.read(file, "picture");

    assertQuarter(image);
  }

  @Test
  void readsWebp() {
    GrayImage image = ImageReader.read(Pictures.webp(), "picture");

    assertThat(image.width()).isEqualTo(Pictures.WIDTH);
    assertThat(image.height()).isEqualTo(Pictures.HEIGHT);
    assertThat(image.at(0, 0)).isZero();
    assertThat(image.at(23, 15)).as("the luma of green").isEqualTo(150);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "png, " + BufferedImage.TYPE_BYTE_GRAY,
    "png, " + BufferedImage.TYPE_USHORT_GRAY,
    "png, " + BufferedImage.TYPE_BYTE_BINARY,
    "png, " + BufferedImage.TYPE_BYTE_INDEXED,
    "png, " + BufferedImage.TYPE_INT_ARGB,
    "tiff, " + BufferedImage.TYPE_BYTE_GRAY,
    "tiff, " + BufferedImage.TYPE_USHORT_GRAY,
    "tiff, " + BufferedImage.TYPE_BYTE_BINARY,
    "tiff, " + BufferedImage.TYPE_BYTE_INDEXED,
    "tiff, " + BufferedImage.TYPE_INT_ARGB,
    "jpeg, " + BufferedImage.TYPE_BYTE_GRAY,
    "bmp, " + BufferedImage.TYPE_BYTE_BINARY,
    "bmp, " + BufferedImage.TYPE_USHORT_565_RGB
  })
  void readsEveryDepth(String format, int type) {
    assertQuarter(ImageReader.read(Pictures.encode(Pictures.quarter(type), format), "picture"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "tiff", "bmp", "jpeg"})
  void greyValuesStayAsTheyAreStored(String format) {
    BufferedImage ramp = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      ramp.getRaster().setSample(x, 0, 0, x);
    }

    GrayImage image = ImageReader.read(Pictures.encode(ramp, format), "ramp");

    for (int x = 0; x < 256; x++) {
      assertThat(image.at(x, 0)).isCloseTo(x, within(format.equals("jpeg") ? 3 : 0));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "tiff"})
  void sixteenBitsAreScaledToEight(String format) {
    BufferedImage ramp = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < 256; x++) {
      ramp.getRaster().setSample(x, 0, 0, x * 257);
    }

    GrayImage image = ImageReader.read(Pictures.encode(ramp, format), "ramp");

    for (int x = 0; x < 256; x++) {
      assertThat(image.at(x, 0)).isEqualTo(x);
    }
  }

  @ParameterizedTest(name = "Adobe transform {0}, {1} {2} {3} {4}")
  @CsvSource({
    // Adobe stores inks inverted: 255 is none.
    "0, 255, 255, 255, 255, 240, 255",
    "0, 255, 255, 255, 0, 0, 60",
    "0, 0, 0, 0, 0, 0, 60",
    // The luma is then that of the inks as they are, so without any it is 0.
    "2, 0, 128, 128, 255, 240, 255",
    "2, 0, 128, 128, 0, 0, 60",
    "2, 255, 128, 128, 255, 0, 60",
  })
  void cmykJpegsAreReadWithTheirInksTheRightWayRound(
      int transform, int c, int m, int y, int k, int lowest, int highest) throws IOException {
    GrayImage image = ImageReader.read(Pictures.adobeJpeg(transform, c, m, y, k), "press.jpg");

    assertThat(image.at(5, 5)).isBetween(lowest, highest);
  }

  @Test
  void lumaIsThatOfRec601() {
    BufferedImage colours = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    colours.setRGB(0, 0, 0xff0000);
    colours.setRGB(1, 0, 0x00ff00);
    colours.setRGB(2, 0, 0x0000ff);

    GrayImage image = ImageReader.read(Pictures.encode(colours, "png"), "colours");

    assertThat(image.toArray()).containsExactly(76, (byte) 150, 29);
  }

  @Test
  void transparencyIsWhitePaper() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00000000);
    image.setRGB(1, 0, 0x80000000);
    image.setRGB(2, 0, 0xff000000);

    assertThat(ImageReader.read(Pictures.encode(image, "png"), "image").toArray())
        .containsExactly((byte) 255, 127, 0);
  }

  @Test
  void whiteStrokesOnNothingAreLaidOnBlackWhereTheyShow() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 0, 0xffffffff);

    assertThat(ImageReader.read(Pictures.encode(image, "png"), "image").toArray())
        .containsExactly(0, (byte) 255);
  }

  @Test
  void aTransparentColourOfAPngWithoutAlphaIsSeen() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x00ff00);
    byte[] green = {0, 0, 0, (byte) 255, 0, 0};
    byte[] png = Pictures.withChunk(Pictures.encode(image, "png"), "tRNS", green);

    assertThat(ImageReader.read(png, "image").toArray()).containsExactly((byte) 255, 0);
  }

  @ParameterizedTest(name = "orientation {0} shows the dark quarter at {1}, {2}")
  @CsvSource({
    "1, left, top, false",
    "2, right, top, false",
    "3, right, bottom, false",
    "4, left, bottom, false",
    "5, left, top, true",
    "6, right, top, true",
    "7, right, bottom, true",
    "8, left, bottom, true"
  })
  void exifOrientationsAreApplied(
      int orientation, String horizontal, String vertical, boolean turned) {
    BufferedImage picture = Pictures.quarter(BufferedImage.TYPE_INT_RGB);
    byte[] jpeg =
        Pictures.withSegment(
            Pictures.encode(picture, "jpeg"), 0xe1, Pictures.exifSegment(orientation));
    byte[] png =
        Pictures.withChunk(Pictures.encode(picture, "png"), "eXIf", Pictures.exif(orientation));

    for (byte[] file : new byte[][] {jpeg, png}) {
      GrayImage image = ImageReader.read(file, "photo");

      assertThat(image.width()).isEqualTo(turned ? Pictures.HEIGHT : Pictures.WIDTH);
      assertThat(image.height()).isEqualTo(turned ? Pictures.WIDTH : Pictures.HEIGHT);
      int x = horizontal.equals("left") ? 2 : image.width() - 3;
      int y = vertical.equals("top") ? 2 : image.height() - 3;
      assertThat(image.at(x, y)).isLessThan(20);
      assertThat(image.at(image.width() - 1 - x, y)).isGreaterThan(235);
      assertThat(image.at(x, image.height() - 1 - y)).isGreaterThan(235);
    }
  }

  /** A quarter alone cannot tell a turn from a mirroring; an arrow of three pixels can. */
  @ParameterizedTest(name = "orientation {0}")
  @CsvSource({
    "1, 123456",
    "2, 321654",
    "3, 654321",
    "4, 456123",
    "5, 142536",
    "6, 415263",
    "7, 635241",
    "8, 362514"
  })
  void everyPixelGoesWhereTheStandardPutsIt(int orientation, String expected) {
    // 1 2 3
    // 4 5 6
    GrayImage image =
        Orientation.upright(3, 2, "123456".getBytes(StandardCharsets.US_ASCII), orientation);

    assertThat(new String(image.toArray(), StandardCharsets.US_ASCII)).isEqualTo(expected);
  }

  @Test
  void anOrientationThatIsNoneIsPassedOver() {
    byte[] jpeg =
        Pictures.withSegment(
            Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "jpeg"),
            0xe1,
            Pictures.exifSegment(9));

    assertQuarter(ImageReader.read(jpeg, "photo"));
  }

  @Test
  void onePixelIsAnImage() {
    BufferedImage dot = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    GrayImage image = ImageReader.read(Pictures.encode(dot, "png"), "dot.png");

    assertThat(image.width()).isEqualTo(1);
    assertThat(image.at(0, 0)).isZero();
  }

  @Test
  void aHugeImageIsRefusedFromItsHeader() {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(60_000)
            .putInt(60_000)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array();
    byte[] signature = Arrays.copyOf(Pictures.encode(new BufferedImage(1, 1, 1), "png"), 8);
    byte[] png =
        concat(
            signature,
            Pictures.chunk("IHDR", header),
            Pictures.chunk("IDAT", new byte[8]),
            Pictures.chunk("IEND", new byte[0]));
    assertThat(png).hasSizeLessThan(100);

    assertRefused(png, "picture is 60000×60000 px; the limit is 40 megapixels, so make it smaller");
  }

  @Test
  void aHugeJpegAndAHugeGifAreRefusedFromTheirHeaders() {
    byte[] jpeg = Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "jpeg");
    int frame = indexOf(jpeg, 0xff, 0xc0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);
    byte[] gif = Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "gif");
    int picture = indexOf(gif, 0x2c, 0, 0, 0, 0);
    ByteBuffer.wrap(gif)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(picture + 5, (short) 60_000)
        .putShort(picture + 7, (short) 60_000);

    assertRefused(
        jpeg, "picture is 60000×60000 px; the limit is 40 megapixels, so make it smaller");
    assertRefused(gif, "picture is 60000×60000 px; the limit is 40 megapixels, so make it smaller");
  }

  @Test
  void aCompressedTextThatWouldFillTheMemoryIsNotInflated() {
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[200_000_000]);
    deflater.finish();
    byte[] bomb = new byte[300_000];
    int length = deflater.deflate(bomb, 6, bomb.length - 6);
    deflater.end();
    bomb[0] = 'n';
    byte[] text = Arrays.copyOf(bomb, 6 + length);
    // Keyword "n", no compression method but deflate, then the stream.
    byte[] ztxt = concat(new byte[] {'n', 0, 0}, Arrays.copyOfRange(text, 6, text.length));
    byte[] png =
        Pictures.withChunk(
            Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "png"), "zTXt", ztxt);

    long allocated = Allocation.during(() -> ImageReader.read(png, "picture"));

    assertThat(allocated).isLessThan(20_000_000);
  }

  @Test
  void aBitmapThatHoldsAnotherImageIsRefused() {
    byte[] bmp = Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "bmp");
    bmp[30] = 5;

    assertRefused(bmp, "picture is a damaged BMP image: it holds an image of another format");
  }

  @Test
  void whatIsNoImageIsRefused() {
    assertRefused(
        "hello".getBytes(StandardCharsets.US_ASCII),
        "picture is not an image; PNG, JPEG, TIFF, WebP, BMP and GIF can be read");
    assertRefused(new byte[0], "picture is empty");
    assertRefused(
        "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
        "picture is a PDF; PNG, JPEG, TIFF, WebP, BMP and GIF can be read");
    assertRefused(
        "\0\0\0\u0018ftypheic".getBytes(StandardCharsets.US_ASCII),
        "picture is an HEIC image, as iPhones take; PNG, JPEG, TIFF, WebP, BMP and GIF can be read");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"png", "jpeg", "gif", "tiff", "bmp", "webp"})
  void aTruncatedImageIsRefusedWhereverItIsCut(String format) {
    byte[] whole = format.equals("webp") ? Pictures.webp() : Pictures.encode(noise(), format);
    for (int share = 1; share < 20; share++) {
      byte[] cut = Arrays.copyOf(whole, whole.length * share / 20);
      assertThatThrownBy(() -> ImageReader.read(cut, "cut." + format))
          .as("%d of %d bytes", cut.length, whole.length)
          .isInstanceOf(UnreadableImageException.class)
          .message()
          .startsWith("cut." + format + " is ")
          .doesNotContain("\n");
    }
  }

  @Test
  void aPngWithAFlippedBitIsRefused() {
    byte[] png = Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "png");
    for (int at = 8; at < png.length; at++) {
      byte[] flipped = png.clone();
      flipped[at] ^= 4;
      assertThatThrownBy(() -> ImageReader.read(flipped, "picture"))
          .as("byte %d", at)
          .isInstanceOf(UnreadableImageException.class);
    }
    byte[] flipped = png.clone();
    flipped[45] ^= 1;
    assertRefused(
        flipped, "picture is a damaged PNG image: the checksum of its IDAT chunk is wrong");
  }

  @Test
  void filesAreReadAndTheirFaultsNameThem() throws IOException {
    Path file = folder.resolve("a.png");
    Files.write(file, Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "png"));
    assertQuarter(ImageReader.read(file));

    Path none = folder.resolve("none.png");
    assertThatThrownBy(() -> ImageReader.read(none))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(none + ": there is no such file");
    assertThatThrownBy(() -> ImageReader.read(folder))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(folder + " is a directory, not an image");
  }

  @Test
  void aFileWithoutReadPermissionIsRefused() throws IOException {
    Path file = folder.resolve("secret.png");
    Files.write(file, Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "png"));
    assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"), "needs permissions");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "an administrator reads everything");

    assertThatThrownBy(() -> ImageReader.read(file))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(file + ": no permission to read it");
  }

  @Test
  void aStreamIsReadToItsEnd() throws IOException {
    byte[] png = Pictures.encode(Pictures.quarter(BufferedImage.TYPE_INT_RGB), "png");

    assertQuarter(ImageReader.read(new ByteArrayInputStream(png), "standard input"));
  }

  @Test
  void whatPngWriterWritesIsReadBackExactly() {
    byte[] pixels = new byte[37 * 11];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    GrayImage image = GrayImage.of(37, 11, pixels);

    assertThat(ImageReader.read(PngWriter.encode(image), "written")).isEqualTo(image);
  }

  private static void assertQuarter(GrayImage image) {
    assertThat(image.width()).isEqualTo(Pictures.WIDTH);
    assertThat(image.height()).isEqualTo(Pictures.HEIGHT);
    assertThat(image.at(2, 2)).isLessThan(20);
    assertThat(image.at(Pictures.WIDTH - 3, 2)).isGreaterThan(235);
    assertThat(image.at(2, Pictures.HEIGHT - 3)).isGreaterThan(235);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> ImageReader.read(file, "picture"))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessage(message);
  }

  /** A picture that compresses badly, so that every cut goes through its pixels. */
  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 200; i++) {
      graphics.setColor(new Color(random.nextInt(0x1000000)));
      graphics.fillOval(random.nextInt(64), random.nextInt(48), 9, 7);
    }
    graphics.dispose();
    return image;
  }

  private static int indexOf(byte[] bytes, int... wanted) {
    for (int i = 0; i < bytes.length - wanted.length; i++) {
      boolean found = true;
      for (int k = 0; k < wanted.length; k++) {
        found &= (bytes[i + k] & 0xff) == wanted[k];
      }
      if (found) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
