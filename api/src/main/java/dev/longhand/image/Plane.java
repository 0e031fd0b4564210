package dev.longhand.image;

/**
 * A grid of floats, row-major, on which the steps of preprocessing work. Each step makes a new one.
 */
record Plane(int width, int height, float[] values) {

  static Plane blank(int width, int height) {
    return new Plane(width, height, new float[width * height]);
  }

  /** Luminance in 0…1. */
  static Plane of(GrayImage image) {
    Plane plane = blank(image.width(), image.height());
    byte[] pixels = image.toArray();
    for (int i = 0; i < pixels.length; i++) {
      plane.values[i] = (pixels[i] & 0xff) / 255f;
    }
    return plane;
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  Plane crop(int left, int top, int newWidth, int newHeight) {
    Plane cropped = blank(newWidth, newHeight);
    for (int y = 0; y < newHeight; y++) {
      System.arraycopy(values, (top + y) * width + left, cropped.values, y * newWidth, newWidth);
    }
    return cropped;
  }

  /** This plane with zeros around it. */
  Plane pad(int left, int top, int right, int bottom) {
    Plane padded = blank(left + width + right, top + height + bottom);
    for (int y = 0; y < height; y++) {
      System.arraycopy(values, y * width, padded.values, (top + y) * padded.width + left, width);
    }
    return padded;
  }

  /** Columns become rows. */
  Plane transpose() {
    Plane transposed = blank(height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        transposed.values[x * height + y] = values[y * width + x];
      }
    }
    return transposed;
  }

  /** As an image, 0 becoming {@code zero} and 1 becoming {@code one}. */
  GrayImage toImage(int zero, int one) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      float clamped = Math.max(0, Math.min(1, values[i]));
      pixels[i] = (byte) Math.round(zero + clamped * (one - zero));
    }
    return GrayImage.of(width, height, pixels);
  }
}
