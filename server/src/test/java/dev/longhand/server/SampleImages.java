package dev.longhand.server;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** The samples in docs/samples, with what they say. */
final class SampleImages {

  private static final Path FOLDER = Path.of("../docs/samples");

  private SampleImages() {}

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sample many times side by side, as a PNG. */
  static byte[] repeated(String name, int times) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(name)));
      int width = times * image.getWidth();
      var line = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
      var graphics = line.createGraphics();
      for (int i = 0; i < times; i++) {
        graphics.drawImage(image, i * image.getWidth(), 0, null);
      }
      graphics.dispose();
      var file = new ByteArrayOutputStream();
      ImageIO.write(line, "png", file);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sample on paper that is much too large for it, as a PNG. */
  static byte[] blownUp(String name, int width, int height) {
    try {
      var paper = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      var graphics = paper.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      graphics.drawImage(ImageIO.read(new ByteArrayInputStream(bytes(name))), 10, 10, null);
      graphics.dispose();
      var file = new ByteArrayOutputStream();
      ImageIO.write(paper, "png", file);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of each word's file, as {@code "words/beehive.png"}. */
  static Map<String, String> words() {
    try {
      List<String> lines = Files.readAllLines(FOLDER.resolve("words/labels.tsv"));
      Map<String, String> words = new TreeMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t", -1);
        words.put("words/" + cells[0], cells[cells.length - 1]);
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
