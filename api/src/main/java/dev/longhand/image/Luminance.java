package dev.longhand.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Colours as grey: the luma of ITU-R BT.601, {@code 0.299 R + 0.587 G + 0.114 B} of the values as
 * they are stored, as most scanners and image programs do.
 *
 * <p>Transparent pixels are laid on white paper; unless all that is visible is so light that it
 * would not show there, as white strokes are: then the ground is black.
 */
final class Luminance {

  /** Where the lightest ink that shows on white paper ends. */
  private static final int NEARLY_WHITE = 224;

  private final int width;
  private final int height;
  private final byte[] luma;
  private final byte[] alpha;
  private final boolean premultiplied;

  private Luminance(int width, int height, boolean hasAlpha, boolean premultiplied) {
    this.width = width;
    this.height = height;
    this.luma = new byte[width * height];
    this.alpha = hasAlpha ? new byte[width * height] : new byte[0];
    this.premultiplied = premultiplied;
  }

  /** The luma of each pixel, row by row. */
  static byte[] of(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    Luminance luminance =
        new Luminance(
            image.getWidth(),
            image.getHeight(),
            colors.hasAlpha(),
            colors.hasAlpha() && colors.isAlphaPremultiplied());
    Raster raster = image.getRaster();
    int space = colors.getColorSpace().getType();
    boolean integers =
        raster.getTransferType() == DataBuffer.TYPE_BYTE
            || raster.getTransferType() == DataBuffer.TYPE_USHORT
            || (raster.getTransferType() == DataBuffer.TYPE_INT && colors.getComponentSize(0) <= 8);
    if (colors instanceof IndexColorModel palette) {
      luminance.readPalette(raster, palette);
    } else if (integers && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB)) {
      luminance.readSamples(raster, colors, space == ColorSpace.TYPE_GRAY ? 1 : 3);
    } else {
      luminance.readAnything(raster, colors);
    }
    return luminance.flatten();
  }

  private void readPalette(Raster raster, IndexColorModel palette) {
    int[] colors = new int[palette.getMapSize()];
    palette.getRGBs(colors);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        // A damaged file may point beyond its palette.
        setRgb(y * width + x, row[x] < colors.length ? colors[row[x]] : 0);
      }
    }
  }

  /**
   * Takes the samples themselves: Java holds that grey values are linear, and its own conversion
   * would lighten them.
   */
  private void readSamples(Raster raster, ColorModel colors, int colorBands) {
    int bands = raster.getNumBands();
    int[] largest = new int[bands];
    for (int band = 0; band < bands; band++) {
      largest[band] = (1 << colors.getComponentSize(band)) - 1;
    }
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        int red = to8Bits(row[at], largest[0]);
        int pixel = y * width + x;
        if (colorBands == 1) {
          luma[pixel] = (byte) red;
        } else {
          int green = to8Bits(row[at + 1], largest[1]);
          int blue = to8Bits(row[at + 2], largest[2]);
          luma[pixel] = luma(red, green, blue);
        }
        if (alpha.length > 0) {
          alpha[pixel] = (byte) to8Bits(row[at + bands - 1], largest[bands - 1]);
        }
      }
    }
  }

  private void readAnything(Raster raster, ColorModel colors) {
    Object sample = null;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sample = raster.getDataElements(raster.getMinX() + x, raster.getMinY() + y, sample);
        setRgb(y * width + x, colors.getRGB(sample));
      }
    }
  }

  private void setRgb(int pixel, int argb) {
    luma[pixel] = luma(argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff);
    if (alpha.length > 0) {
      alpha[pixel] = (byte) (argb >>> 24);
    }
  }

  private static int to8Bits(int sample, int largest) {
    return largest == 255 ? sample : (int) ((sample * 255L + largest / 2) / largest);
  }

  private static byte luma(int red, int green, int blue) {
    return (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
  }

  private byte[] flatten() {
    if (alpha.length == 0) {
      return luma;
    }
    int darkest = 255;
    boolean transparent = false;
    for (int i = 0; i < luma.length; i++) {
      darkest = Math.min(darkest, over(i, 255));
      transparent |= (alpha[i] & 0xff) < 128;
    }
    int ground = transparent && darkest > NEARLY_WHITE ? 0 : 255;
    for (int i = 0; i < luma.length; i++) {
      luma[i] = (byte) over(i, ground);
    }
    return luma;
  }

  private int over(int pixel, int ground) {
    int opacity = alpha[pixel] & 0xff;
    int own = luma[pixel] & 0xff;
    int below = ground * (255 - opacity);
    return premultiplied
        ? Math.min(255, own + (below + 127) / 255)
        : (own * opacity + below + 127) / 255;
  }
}
