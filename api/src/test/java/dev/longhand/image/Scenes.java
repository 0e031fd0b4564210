package dev.longhand.image;

import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Letters drawn for tests, and what light, paper and camera do to them. */
enum Scenes {
  UPPER_A,
  UPPER_S,
  ZERO,
  FIVE,
  LOWER_I;

  Ink ink() {
    return switch (this) {
      case UPPER_A -> ink(new Stroke(0, 100, 40, 0, 80, 100), new Stroke(18, 60, 62, 60));
      case UPPER_S -> ink(curve(t -> 35 + 35 * Math.sin(2 * Math.PI * t + 1.2), t -> 100 * t));
      case ZERO ->
          ink(
              curve(
                  t -> 40 + 40 * Math.cos(2 * Math.PI * t),
                  t -> 50 + 50 * Math.sin(2 * Math.PI * t)));
      case FIVE ->
          ink(
              new Stroke(10, 0, 5, 45, 40, 40, 55, 60, 50, 85, 25, 100, 0, 90),
              new Stroke(10, 0, 60, 0));
      case LOWER_I -> ink(new Stroke(0, 30, 0, 100), new Stroke(0, 5));
    };
  }

  private static Ink ink(Stroke... strokes) {
    return new Ink(List.of(strokes));
  }

  /** Black on white, in the middle of 160×160 px. */
  GrayImage plain() {
    GrayImage drawn = InkRenderer.render(ink(), Pen.USUAL);
    return on(drawn, 160, 160, (160 - drawn.width()) / 2, (160 - drawn.height()) / 2);
  }

  /** What comes of a pixel where {@code coverage} in 0…1 of it is ink: a luminance in 0…1. */
  @FunctionalInterface
  interface Light {
    double at(int x, int y, double coverage);
  }

  /** A black-on-white drawing as it looks under some light. */
  static GrayImage under(GrayImage drawing, Light light) {
    byte[] pixels = new byte[drawing.width() * drawing.height()];
    for (int y = 0; y < drawing.height(); y++) {
      for (int x = 0; x < drawing.width(); x++) {
        double luminance = light.at(x, y, 1 - drawing.at(x, y) / 255.0);
        pixels[y * drawing.width() + x] =
            (byte) Math.round(255 * Math.max(0, Math.min(1, luminance)));
      }
    }
    return GrayImage.of(drawing.width(), drawing.height(), pixels);
  }

  /** White paper with a drawing on it. */
  static GrayImage on(GrayImage drawing, int width, int height, int left, int top) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int y = 0; y < drawing.height(); y++) {
      for (int x = 0; x < drawing.width(); x++) {
        pixels[(y + top) * width + x + left] = (byte) drawing.at(x, y);
      }
    }
    return GrayImage.of(width, height, pixels);
  }

  /** Paper of one luminance in 0…255. */
  static GrayImage paper(int width, int height, int luminance) {
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) luminance);
    return GrayImage.of(width, height, pixels);
  }

  /** The same grain for the same seed, in luminance. */
  static double grain(SplittableRandom random, double deviation) {
    return deviation * random.nextGaussian();
  }

  /** A plane drawn in characters: {@code #} is 1, {@code +} is ½, anything else is 0. */
  static Plane plane(String... rows) {
    Plane plane = Plane.blank(rows[0].length(), rows.length);
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        char c = rows[y].charAt(x);
        plane.values()[y * plane.width() + x] = c == '#' ? 1 : c == '+' ? 0.5f : 0;
      }
    }
    return plane;
  }

  /** Uniform in 0…1. */
  static Plane random(int width, int height, long seed) {
    var random = new SplittableRandom(seed);
    Plane plane = Plane.blank(width, height);
    for (int i = 0; i < plane.values().length; i++) {
      plane.values()[i] = (float) random.nextDouble();
    }
    return plane;
  }

  @FunctionalInterface
  private interface Coordinate {
    double at(double share);
  }

  private static Stroke curve(Coordinate x, Coordinate y) {
    int segments = 40;
    float[] coordinates = new float[2 * (segments + 1)];
    for (int i = 0; i <= segments; i++) {
      coordinates[2 * i] = (float) x.at((double) i / segments);
      coordinates[2 * i + 1] = (float) y.at((double) i / segments);
    }
    return new Stroke(coordinates);
  }
}
