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
    float[] parted = values.clone();
    int wanted = (int) (share * (parted.length - 1));
    int from = 0;
    int to = parted.length - 1;
    while (from < to) {
      float pivot = parted[(from + to) >>> 1];
      int left = from;
      int right = to;
      while (left <= right) {
        while (parted[left] < pivot) {
          left++;
        }
        while (parted[right] > pivot) {
          right--;
        }
        if (left <= right) {
          float swap = parted[left];
          parted[left] = parted[right];
          parted[right] = swap;
          left++;
          right--;
        }
      }
      if (wanted <= right) {
        to = right;
      } else if (wanted >= left) {
        from = left;
      } else {
        return parted[wanted];
      }
    }
    return parted[wanted];
  }
}
