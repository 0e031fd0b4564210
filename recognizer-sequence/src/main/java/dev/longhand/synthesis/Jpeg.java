package dev.longhand.synthesis;

import dev.longhand.image.GrayImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The traces that JPEG leaves in pictures. */
final class Jpeg {

  private Jpeg() {}

  /**
   * Compresses and decompresses.
   *
   * @param quality in 0…1
   */
  static GrayImage compress(GrayImage image, double quality) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, image.width(), image.height(), image.toArray());
    try {
      BufferedImage read = read(write(picture, quality));
      byte[] pixels = new byte[image.width() * image.height()];
      read.getRaster().getDataElements(0, 0, image.width(), image.height(), pixels);
      return GrayImage.of(image.width(), image.height(), pixels);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private static byte[] write(BufferedImage picture, double quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(picture.getWidth() * 16);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality((float) quality);
      writer.write(null, new IIOImage(picture, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage read(byte[] jpeg) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      var settings = reader.getDefaultReadParam();
      settings.setDestinationType(
          ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY));
      return reader.read(0, settings);
    } finally {
      reader.dispose();
    }
  }
}
