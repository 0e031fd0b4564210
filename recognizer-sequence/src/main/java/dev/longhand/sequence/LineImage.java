package dev.longhand.sequence;

import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.tensor.Tensor;
import java.util.SplittableRandom;

/** Images of one line's height, dark on white, between preparing and the network. */
final class LineImage {

  /** As in {@link WordRecipe#PREPROCESSING}: what the network's input is normalised with. */
  static final float MEAN = 0.15f;

  static final float DEVIATION = 0.3f;

  private LineImage() {}

  /** A prepared image as it was before normalising. */
  static GrayImage of(Prepared prepared) {
    Tensor input = prepared.input();
    int height = input.shape().extent(1);
    int width = input.shape().extent(2);
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      float ink = Math.max(0, Math.min(1, input.at(i) * DEVIATION + MEAN));
      pixels[i] = (byte) Math.round(255 * (1 - ink));
    }
    return GrayImage.of(width, height, pixels);
  }

  /** Ink in 0…1, row by row. */
  static float[] ink(GrayImage image) {
    byte[] pixels = image.toArray();
    float[] ink = new float[pixels.length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (255 - (pixels[i] & 0xff)) / 255f;
    }
    return ink;
  }

  /**
   * Slants and stretches an image; nothing is cut off.
   *
   * @param largestSlant to either side: x moved for each y
   * @param largestStretch the largest logarithm of the factor by which the width changes
   */
  static GrayImage vary(
      GrayImage image, double largestSlant, double largestStretch, SplittableRandom random) {
    double slant = largestSlant * (2 * random.nextDouble() - 1);
    double widen = Math.exp(largestStretch * (2 * random.nextDouble() - 1));
    int height = image.height();
    double spread = Math.abs(slant) * height;
    int width = (int) Math.max(1, Math.ceil((image.width() + spread) * widen));
    byte[] varied = new byte[width * height];
    for (int y = 0; y < height; y++) {
      double shift = slant * (y - (slant > 0 ? 0 : height));
      for (int x = 0; x < width; x++) {
        double source = (x + 0.5) / widen - 0.5 - shift;
        varied[y * width + x] = (byte) Math.round(between(image, source, y));
      }
    }
    return GrayImage.of(width, height, varied);
  }

  /** Linearly stretched to another width. */
  static GrayImage toWidth(GrayImage image, int width) {
    byte[] stretched = new byte[width * image.height()];
    double step = (double) image.width() / width;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        stretched[y * width + x] = (byte) Math.round(between(image, (x + 0.5) * step - 0.5, y));
      }
    }
    return GrayImage.of(width, image.height(), stretched);
  }

  /** What lies outside is paper. */
  private static double between(GrayImage image, double x, int y) {
    int left = (int) Math.floor(x);
    double share = x - left;
    return (1 - share) * at(image, left, y) + share * at(image, left + 1, y);
  }

  private static int at(GrayImage image, int x, int y) {
    return x < 0 || x >= image.width() ? 255 : image.at(x, y);
  }
}
