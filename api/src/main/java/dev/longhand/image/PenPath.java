package dev.longhand.image;

import java.util.Arrays;
import java.util.List;

/**
 * How the pen moved that drew an image: what a picture does not tell of strokes, and a network can
 * learn from.
 *
 * @param strokes in the order of writing, each from touching the paper to leaving it
 */
public record PenPath(List<Stroke> strokes) {

  public PenPath {
    strokes = List.copyOf(strokes);
  }

  /**
   * One stroke.
   *
   * @param coordinates x, y, x, y, … in pixels of the image from its top left corner, so that the
   *     first pixel's centre is at 0.5, 0.5
   */
  public record Stroke(float... coordinates) {
    public Stroke {
      coordinates = coordinates.clone();
      if (coordinates.length < 2 || coordinates.length % 2 != 0) {
        throw new IllegalArgumentException(
            "a stroke is x, y, x, y, …: an even number of at least 2 coordinates, but there are "
                + coordinates.length);
      }
    }

    @Override
    public float[] coordinates() {
      return coordinates.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Stroke that && Arrays.equals(coordinates, that.coordinates);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(coordinates);
    }

    @Override
    public String toString() {
      return "Stroke[" + coordinates.length / 2 + " points]";
    }
  }
}
