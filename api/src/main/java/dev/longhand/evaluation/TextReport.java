package dev.longhand.evaluation;

import dev.longhand.evaluation.EditDistance.Edit;
import dev.longhand.evaluation.EditDistance.Kept;
import dev.longhand.evaluation.TextOutcome.Failed;
import dev.longhand.evaluation.TextOutcome.Read;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How well words or lines were read.
 *
 * <p>A sample that could not be read at all counts as if nothing had been read on it, so that
 * refusing images never makes a model look better. A reading is right when it is the truth to the
 * last code point: capitals, punctuation and spaces count.
 *
 * @param score of all samples, failed ones included
 * @param ignoringCase the same, with readings and truths in lower case
 * @param byLength the same for each length of the truth, the shortest first: {@code "1"} to {@code
 *     "10"} code points, then {@code "11–20"} and so on
 * @param byGroup the same for each group, in order of their names
 * @param bySeen the same for the texts that the model has learnt from, {@code "seen"}, and for
 *     others, {@code "unseen"}, as far as there are any; empty when it is not known which are which
 * @param confusions the characters replaced, deleted and inserted in the samples that were read,
 *     the most frequent first
 * @param mistakes the readings that are wrong: those of most edits first, of equal ones the most
 *     confident
 * @param calibration of the readings; failed samples have no confidence and are not in it
 */
public record TextReport(
    Conditions conditions,
    TextScore score,
    TextScore ignoringCase,
    List<Part> byLength,
    List<Part> byGroup,
    List<Part> bySeen,
    List<Confusion> confusions,
    List<Read> mistakes,
    Calibration calibration,
    List<Failure> failures,
    Duration elapsed)
    implements EvaluationReport {

  /** Up to this length each has a row of its own; beyond it every so many lengths have. */
  private static final int LENGTHS = 10;

  private static final Comparator<Read> WORST_FIRST =
      Comparator.comparingLong(Read::edits)
          .thenComparingDouble(Read::confidence)
          .reversed()
          .thenComparing(Read::sampleId);

  public TextReport {
    byLength = List.copyOf(byLength);
    byGroup = List.copyOf(byGroup);
    bySeen = List.copyOf(bySeen);
    confusions = List.copyOf(confusions);
    mistakes = List.copyOf(mistakes);
    failures = List.copyOf(failures);
  }

  /**
   * Some of the samples.
   *
   * @param name what they have in common
   */
  public record Part(String name, TextScore score) {}

  /**
   * One kind of edit.
   *
   * @param edit replaced, deleted or inserted, never kept
   * @param count how often
   */
  public record Confusion(Edit<String> edit, long count) {}

  @Override
  public long n() {
    return score.n();
  }

  /**
   * Evaluates outcomes, which may come from several threads: their order changes nothing.
   *
   * @param seen the texts that the model has learnt from; empty when they are not known
   */
  public static TextReport of(
      Conditions conditions,
      List<? extends TextOutcome> outcomes,
      Duration elapsed,
      Set<String> seen) {
    List<Read> read =
        outcomes.stream()
            .filter(Read.class::isInstance)
            .map(Read.class::cast)
            // Sums of floating-point numbers depend on their order.
            .sorted(Comparator.comparing(Read::sampleId))
            .toList();
    return new TextReport(
        conditions,
        pooled(outcomes, TextOutcome::score),
        pooled(outcomes, TextOutcome::scoreIgnoringCase),
        byLength(outcomes),
        parts(outcomes, TextOutcome::group, Function.identity()),
        seen.isEmpty()
            ? List.of()
            : parts(
                outcomes,
                outcome -> !seen.contains(outcome.truth()),
                unseen -> unseen ? "unseen" : "seen"),
        confusions(read),
        read.stream().filter(outcome -> !outcome.isRight()).sorted(WORST_FIRST).toList(),
        calibration(read),
        outcomes.stream()
            .filter(Failed.class::isInstance)
            .map(Failed.class::cast)
            .map(failed -> new Failure(failed.sampleId(), failed.reason()))
            .sorted(Comparator.comparing(Failure::sampleId))
            .toList(),
        elapsed);
  }

  private static TextScore pooled(
      List<? extends TextOutcome> outcomes, Function<TextOutcome, TextScore> score) {
    return outcomes.stream().map(score).reduce(TextScore.NONE, TextScore::plus);
  }

  private static List<Part> byLength(List<? extends TextOutcome> outcomes) {
    return parts(
        outcomes,
        outcome -> {
          int length = outcome.truth().codePointCount(0, outcome.truth().length());
          return length <= LENGTHS ? length : (length + LENGTHS - 1) / LENGTHS * LENGTHS;
        },
        longest -> longest <= LENGTHS ? "" + longest : longest - LENGTHS + 1 + "–" + longest);
  }

  private static <K extends Comparable<K>> List<Part> parts(
      List<? extends TextOutcome> outcomes,
      Function<TextOutcome, K> key,
      Function<K, String> name) {
    Map<K, TextScore> scores = new TreeMap<>();
    for (TextOutcome outcome : outcomes) {
      scores.merge(key.apply(outcome), outcome.score(), TextScore::plus);
    }
    List<Part> parts = new ArrayList<>();
    scores.forEach((each, score) -> parts.add(new Part(name.apply(each), score)));
    return parts;
  }

  private static List<Confusion> confusions(List<Read> read) {
    Map<Edit<String>, Long> counts = new HashMap<>();
    for (Read outcome : read) {
      if (!outcome.isRight()) {
        EditDistance.align(
                EditDistance.codePoints(outcome.truth()),
                EditDistance.codePoints(outcome.reading()))
            .stream()
            .filter(edit -> !(edit instanceof Kept))
            .forEach(edit -> counts.merge(edit, 1L, Long::sum));
      }
    }
    List<Confusion> confusions = new ArrayList<>();
    counts.forEach((edit, count) -> confusions.add(new Confusion(edit, count)));
    confusions.sort(
        Comparator.comparingLong(Confusion::count)
            .reversed()
            // Any order of equal ones will do, if it is always the same.
            .thenComparing(confusion -> confusion.edit().toString()));
    return confusions;
  }

  private static Calibration calibration(List<Read> read) {
    double[] confidences = read.stream().mapToDouble(Read::confidence).toArray();
    boolean[] right = new boolean[confidences.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = read.get(i).isRight();
    }
    return Calibration.of(confidences, right);
  }
}
