package dev.longhand.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The least number of insertions, deletions and substitutions of single units that turn a reference
 * into a reading.
 *
 * @see <a href="https://doi.org/10.1145/321796.321811">Wagner and Fischer, 1974</a>
 */
public final class EditDistance {

  private EditDistance() {}

  /** Between texts, by code points. */
  public static int between(String reference, String reading) {
    return between(codePoints(reference), codePoints(reading));
  }

  /** Between sequences of any units, as words. */
  public static <T> int between(List<T> reference, List<T> reading) {
    // Two rows of the table suffice; row i holds the distances of i reference units.
    int[] row = new int[reading.size() + 1];
    Arrays.setAll(row, j -> j);
    int[] above = new int[row.length];
    for (int i = 1; i <= reference.size(); i++) {
      int[] swap = above;
      above = row;
      row = swap;
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        row[j] = best(above[j - 1] + cost(reference, i, reading, j), above[j] + 1, row[j - 1] + 1);
      }
    }
    return row[reading.size()];
  }

  /**
   * One way of least edits, from the start to the end. Where there are several, the one that, going
   * back from the end, rather replaces than deletes and rather deletes than inserts.
   *
   * <p>Takes memory for {@code reference × reading} numbers: lines, not books.
   */
  public static <T> List<Edit<T>> align(List<T> reference, List<T> reading) {
    int[][] distance = new int[reference.size() + 1][reading.size() + 1];
    Arrays.setAll(distance[0], j -> j);
    for (int i = 1; i <= reference.size(); i++) {
      distance[i][0] = i;
      for (int j = 1; j <= reading.size(); j++) {
        distance[i][j] =
            best(
                distance[i - 1][j - 1] + cost(reference, i, reading, j),
                distance[i - 1][j] + 1,
                distance[i][j - 1] + 1);
      }
    }
    List<Edit<T>> edits = new ArrayList<>();
    int i = reference.size();
    int j = reading.size();
    while (i > 0 || j > 0) {
      int here = distance[i][j];
      if (i > 0 && j > 0 && here == distance[i - 1][j - 1] + cost(reference, i, reading, j)) {
        T truth = reference.get(--i);
        T read = reading.get(--j);
        edits.add(truth.equals(read) ? new Kept<>(truth) : new Replaced<>(truth, read));
      } else if (i > 0 && here == distance[i - 1][j] + 1) {
        edits.add(new Deleted<>(reference.get(--i)));
      } else {
        edits.add(new Inserted<>(reading.get(--j)));
      }
    }
    Collections.reverse(edits);
    return List.copyOf(edits);
  }

  /** A text as its code points, each a text of its own. */
  public static List<String> codePoints(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  /** A text as its words: what white space separates. */
  public static List<String> words(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
  }

  private static <T> int cost(List<T> reference, int i, List<T> reading, int j) {
    return reference.get(i - 1).equals(reading.get(j - 1)) ? 0 : 1;
  }

  private static int best(int replaced, int deleted, int inserted) {
    return Math.min(replaced, Math.min(deleted, inserted));
  }

  /** One step from a reference to a reading. */
  public sealed interface Edit<T> {}

  /** The unit was read as it is. */
  public record Kept<T>(T unit) implements Edit<T> {}

  /** The unit was read as another. */
  public record Replaced<T>(T reference, T reading) implements Edit<T> {}

  /** The unit was not read. */
  public record Deleted<T>(T reference) implements Edit<T> {}

  /** A unit was read that is not there. */
  public record Inserted<T>(T reading) implements Edit<T> {}
}
