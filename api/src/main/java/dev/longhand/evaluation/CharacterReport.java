package dev.longhand.evaluation;

import dev.longhand.evaluation.CharacterOutcome.Read;
import dev.longhand.text.Alphabet;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How well single characters were read.
 *
 * <p>A sample may be known only up to a set of characters, as when its case cannot be told; a
 * reading is right when it is in the set. A sample that could not be read at all counts as read
 * wrongly, so that refusing images never makes a model look better.
 *
 * @param n all samples, failed ones included
 * @param accuracy the share whose best reading is right, in 0…1
 * @param accuracyIgnoringCase the same, with reading and truth in lower case
 * @param top3 the share with a right one among the three best readings, in 0…1
 * @param calibration of the best readings; failed samples have no confidence and are not in it
 * @param confusion of the samples that are exactly one character of the alphabet
 * @param mistakes the readings that are wrong, the most confident first
 */
public record CharacterReport(
    Conditions conditions,
    long n,
    double accuracy,
    double accuracyIgnoringCase,
    double top3,
    Calibration calibration,
    ConfusionMatrix confusion,
    List<Read> mistakes,
    List<Failure> failures,
    Duration elapsed)
    implements EvaluationReport {

  public CharacterReport {
    mistakes = List.copyOf(mistakes);
    failures = List.copyOf(failures);
  }

  /**
   * Evaluates outcomes, which may come from several threads: their order changes nothing.
   *
   * @param alphabet what the model can read
   */
  public static CharacterReport of(
      Conditions conditions,
      Alphabet alphabet,
      List<? extends CharacterOutcome> outcomes,
      Duration elapsed) {
    List<Read> read =
        outcomes.stream()
            .filter(Read.class::isInstance)
            .map(Read.class::cast)
            // Sums of floating-point numbers depend on their order.
            .sorted(Comparator.comparing(Read::sampleId))
            .toList();
    int n = outcomes.size();
    return new CharacterReport(
        conditions,
        n,
        share(read, Read::isRight, n),
        share(read, CharacterReport::isRightIgnoringCase, n),
        share(read, outcome -> outcome.rank() >= 1 && outcome.rank() <= 3, n),
        calibration(read),
        confusion(read, alphabet),
        read.stream()
            .filter(outcome -> !outcome.isRight())
            .sorted(Comparator.comparingDouble(Read::confidence).reversed())
            .toList(),
        outcomes.stream()
            .filter(CharacterOutcome.Failed.class::isInstance)
            .map(CharacterOutcome.Failed.class::cast)
            .map(failed -> new Failure(failed.sampleId(), failed.reason()))
            .sorted(Comparator.comparing(Failure::sampleId))
            .toList(),
        elapsed);
  }

  private static double share(List<Read> read, Predicate<Read> right, int n) {
    return (double) read.stream().filter(right).count() / n;
  }

  private static boolean isRightIgnoringCase(Read outcome) {
    String reading = outcome.reading().toLowerCase(Locale.ROOT);
    return outcome.truths().stream()
        .anyMatch(truth -> truth.toLowerCase(Locale.ROOT).equals(reading));
  }

  private static Calibration calibration(List<Read> read) {
    double[] confidences = read.stream().mapToDouble(Read::confidence).toArray();
    boolean[] right = new boolean[confidences.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = read.get(i).isRight();
    }
    return Calibration.of(confidences, right);
  }

  private static ConfusionMatrix confusion(List<Read> read, Alphabet alphabet) {
    Map<String, Integer> index = alphabet.index();
    var matrix = new ConfusionMatrix(alphabet);
    for (Read outcome : read) {
      Integer truth = outcome.truths().size() == 1 ? index.get(outcome.truths().get(0)) : null;
      Integer reading = index.get(outcome.reading());
      if (reading == null) {
        throw new IllegalArgumentException(
            "sample '"
                + outcome.sampleId()
                + "' was read as '"
                + outcome.reading()
                + "', which is not in the alphabet");
      }
      if (truth != null) {
        matrix.add(truth, reading);
      }
    }
    return matrix;
  }
}
