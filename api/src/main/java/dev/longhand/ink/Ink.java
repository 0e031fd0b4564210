package dev.longhand.ink;

import java.util.List;

/**
 * Handwriting as the pen moved.
 *
 * @param strokes in the order of writing, at least one
 */
public record Ink(List<Stroke> strokes) {

  public Ink {
    strokes = List.copyOf(strokes);
    if (strokes.isEmpty()) {
      throw new IllegalArgumentException("ink has at least one stroke");
    }
  }

  /** The smallest box around all points. */
  public Box box() {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Stroke stroke : strokes) {
      for (int point = 0; point < stroke.points(); point++) {
        left = Math.min(left, stroke.x(point));
        top = Math.min(top, stroke.y(point));
        right = Math.max(right, stroke.x(point));
        bottom = Math.max(bottom, stroke.y(point));
      }
    }
    return new Box(left, top, right, bottom);
  }

  /** A rectangle in the unit of the strokes. */
  public record Box(double left, double top, double right, double bottom) {

    public double width() {
      return right - left;
    }

    public double height() {
      return bottom - top;
    }

    public double longestSide() {
      return Math.max(width(), height());
    }
  }

  /**
   * The pen from touching the paper to leaving it.
   *
   * @param coordinates x, y, x, y, … in any unit; x grows to the right and y <em>down</em>; at
   *     least one point, a single one being a dot; each finite
   */
  public record Stroke(float... coordinates) {
    public Stroke {
      coordinates = coordinates.clone();
      if (coordinates.length < 2 || coordinates.length % 2 != 0) {
        throw new IllegalArgumentException(
            "a stroke is x, y, x, y, …: an even number of at least 2 coordinates, but there are "
                + coordinates.length);
      }
      for (float coordinate : coordinates) {
        if (!Float.isFinite(coordinate)) {
          throw new IllegalArgumentException("coordinates are finite, but one is " + coordinate);
        }
      }
    }

    @Override
    public float[] coordinates() {
      return coordinates.clone();
    }

    public int points() {
      return coordinates.length / 2;
    }

    public float x(int point) {
      return coordinates[2 * point];
    }

    public float y(int point) {
      return coordinates[2 * point + 1];
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Stroke that && java.util.Arrays.equals(coordinates, that.coordinates);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(coordinates);
    }

    @Override
    public String toString() {
      return "Stroke[" + points() + " points]";
    }
  }
}
