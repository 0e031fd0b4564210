package dev.longhand.image;

/**
 * The value below which a share of values lie, without sorting them all.
 *
 * @see <a href="https://doi.org/10.1145/366622.366647">Hoare, 1961, algorithm 65: find</a>
 */
final class Percentile {

  private Percentile() {}

  /**
   * The value at the index {@code ⌊share · (n − 1)⌋} of the sorted values.
   *
   * @param values at least one, none NaN; left as they are
   * @param share in 0…1
   */
  static float of(float[] values, double share) {
    float[] rest = values;
    int wanted = (int) (share * (rest.length - 1));
    while (true) {
      float pivot = rest[rest.length / 2];
      int smaller = 0;
      int larger = 0;
      for (float value : rest) {
        smaller += value < pivot ? 1 : 0;
        larger += value > pivot ? 1 : 0;
      }
      int upTo = rest.length - larger;
      if (wanted < smaller) {
        rest = smaller(rest, pivot, smaller);
      } else if (wanted < upTo) {
        return pivot; // At once on an even background, where most values are the same.
      } else {
        rest = larger(rest, pivot, larger);
        wanted -= upTo;
      }
    }
  }

  private static float[] smaller(float[] values, float pivot, int count) {
    float[] smaller = new float[count];
    int i = 0;
    for (float value : values) {
      if (value < pivot) {
        smaller[i++] = value;
      }
    }
    return smaller;
  }

  private static float[] larger(float[] values, float pivot, int count) {
    float[] larger = new float[count];
    int i = 0;
    for (float value : values) {
      if (value > pivot) {
        larger[i++] = value;
      }
    }
    return larger;
  }
}
