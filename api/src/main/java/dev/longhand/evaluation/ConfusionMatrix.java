package dev.longhand.evaluation;

import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How often each true symbol was read as each symbol. Not thread-safe. */
public final class ConfusionMatrix {
  private final Alphabet alphabet;
  private final long[][] countByTruthThenReading;

  /** An empty matrix. */
  public ConfusionMatrix(Alphabet alphabet) {
    this.alphabet = alphabet;
    this.countByTruthThenReading = new long[alphabet.size()][alphabet.size()];
  }

  public Alphabet alphabet() {
    return alphabet;
  }

  /** Counts one sample; both are indices of the alphabet. */
  public void add(int truth, int reading) {
    countByTruthThenReading[truth][reading]++;
  }

  /** Of the samples that are {@code truth}, how many were read as {@code reading}. */
  public long count(int truth, int reading) {
    return countByTruthThenReading[truth][reading];
  }

  /** How many samples are {@code truth}. */
  public long countOfTruth(int truth) {
    long count = 0;
    for (int reading = 0; reading < alphabet.size(); reading++) {
      count += count(truth, reading);
    }
    return count;
  }

  /** How many samples were read as {@code reading}. */
  public long countOfReading(int reading) {
    long count = 0;
    for (int truth = 0; truth < alphabet.size(); truth++) {
      count += count(truth, reading);
    }
    return count;
  }

  /** How many samples were added. */
  public long count() {
    long count = 0;
    for (int truth = 0; truth < alphabet.size(); truth++) {
      count += countOfTruth(truth);
    }
    return count;
  }

  /** The share read correctly, in 0…1; NaN when nothing was added. */
  public double accuracy() {
    long correct = 0;
    for (int symbol = 0; symbol < alphabet.size(); symbol++) {
      correct += count(symbol, symbol);
    }
    return (double) correct / count();
  }

  /** Of the samples that are {@code truth}, the share read so, in 0…1; NaN when there are none. */
  public double recall(int truth) {
    return (double) count(truth, truth) / countOfTruth(truth);
  }

  /**
   * Of the samples read as {@code reading}, the share that are, in 0…1; NaN when there are none.
   */
  public double precision(int reading) {
    return (double) count(reading, reading) / countOfReading(reading);
  }

  /**
   * The commonest mistakes, the most frequent first, equal ones in the alphabet's order.
   *
   * @param limit how many at the most
   */
  public List<Confusion> mostConfused(int limit) {
    List<Confusion> mistakes = new ArrayList<>();
    for (int truth = 0; truth < alphabet.size(); truth++) {
      for (int reading = 0; reading < alphabet.size(); reading++) {
        if (truth != reading && count(truth, reading) > 0) {
          mistakes.add(
              new Confusion(
                  alphabet.symbol(truth), alphabet.symbol(reading), count(truth, reading)));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Confusion::count).reversed());
    return List.copyOf(mistakes.subList(0, Math.min(limit, mistakes.size())));
  }

  /**
   * One kind of mistake.
   *
   * @param count how often {@code truth} was read as {@code reading}
   */
  public record Confusion(String truth, String reading, long count) {}
}
