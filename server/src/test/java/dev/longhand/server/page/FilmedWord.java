package dev.longhand.server.page;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * What Chromium plays in place of a camera: JPEG frames, one after the other, of a word on paper.
 */
final class FilmedWord {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int FRAMES = 10;

  private FilmedWord() {}

  /** Films the word of an image, well inside the frame that the page shows. */
  static Path of(Path word, Path film) throws IOException {
    BufferedImage ink = ImageIO.read(word.toFile());
    double scale = Math.min(640.0 / ink.getWidth(), 200.0 / ink.getHeight());
    int width = (int) (ink.getWidth() * scale);
    int height = (int) (ink.getHeight() * scale);
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D paper = picture.createGraphics();
    paper.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    paper.setColor(Color.WHITE);
    paper.fillRect(0, 0, WIDTH, HEIGHT);
    paper.drawImage(ink, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height, null);
    paper.dispose();
    var frame = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", frame);
    try (OutputStream out = Files.newOutputStream(film)) {
      for (int i = 0; i < FRAMES; i++) {
        frame.writeTo(out);
      }
    }
    return film;
  }
}
