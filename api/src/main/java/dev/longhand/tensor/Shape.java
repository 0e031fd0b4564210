package dev.longhand.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The extent of a tensor along each axis, outermost first, for example {@code 8×1×32×256} for a
 * batch of eight one-channel line images of height 32 px and width 256 px.
 *
 * @param extents each at least 1; none at all is the shape of a scalar
 */
public record Shape(int... extents) {

  public Shape {
    extents = extents.clone();
    long size = 1;
    for (int extent : extents) {
      if (extent < 1) {
        throw new IllegalArgumentException(
            "extent must be positive, but was " + extent + " in " + Arrays.toString(extents));
      }
      size *= extent;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a tensor holds at most 2^31 - 1 elements, but "
                + Arrays.toString(extents)
                + " has more");
      }
    }
  }

  public static Shape of(int... extents) {
    return new Shape(extents);
  }

  @Override
  public int[] extents() {
    return extents.clone();
  }

  /** How many axes there are. */
  public int rank() {
    return extents.length;
  }

  /** The extent along one axis, 0 being the outermost. */
  public int extent(int axis) {
    return extents[axis];
  }

  /** The number of elements: the product of all extents. */
  public int size() {
    int size = 1;
    for (int extent : extents) {
      size *= extent;
    }
    return size;
  }

  /** This shape with another extent along one axis. */
  public Shape with(int axis, int extent) {
    int[] changed = extents.clone();
    changed[axis] = extent;
    return new Shape(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(extents, that.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  @Override
  public String toString() {
    return extents.length == 0
        ? "scalar"
        : Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×"));
  }
}
