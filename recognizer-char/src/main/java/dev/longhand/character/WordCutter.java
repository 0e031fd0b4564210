package dev.longhand.character;

import dev.longhand.image.NoInkException;
import dev.longhand.image.Prepared;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import dev.longhand.ink.InkRenderer;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts words into letters, where the pen was lifted between them and it is known what they say.
 *
 * <p>From left to right, each letter has one to four strokes. Of all such cuts the one is taken
 * whose letters are likeliest to a recognizer of characters (see <a
 * href="https://doi.org/10.1109/34.506792">Casey and Lecolinet, 1996</a>, on segmentation by
 * recognition). Letters that it would misread are among them: their neighbours tell what they are.
 */
public final class WordCutter {

  /** As of an E. */
  private static final int MOST_STROKES = 4;

  /**
   * Strokes of a word at the most: more are no word, and would take time and memory without end.
   */
  private static final int LONGEST = 64;

  /** No letter counts as less likely, so that one which is misread does not decide alone. */
  private static final double LEAST = Math.log(1e-3);

  private final CharacterRecognizer recognizer;
  private final double trusted;

  /** A letter of a word, and its strokes in the order of writing. */
  public record Letter(String symbol, Ink ink) {}

  /**
   * @param recognizer stays open as long as this is used
   * @param trusted the geometric mean of the letters' probabilities, ignoring case and each taken
   *     as 0.001 at least, in 0…1, below which a cut is not trusted
   */
  public WordCutter(CharacterRecognizer recognizer, double trusted) {
    if (!(trusted >= 0 && trusted <= 1)) {
      throw new IllegalArgumentException("trusted must be in 0…1, but was " + trusted);
    }
    this.recognizer = recognizer;
    this.trusted = Math.log(trusted);
  }

  /**
   * The letters in the order of the text. Any number of threads may ask at once.
   *
   * @param text what the word says, one or more symbols
   * @return empty when there are fewer strokes than letters, more than four for each or more than
   *     64, when the recognizer does not know a symbol, or when no cut is to be trusted
   */
  public List<Letter> letters(Ink word, String text) {
    List<String> symbols = text.codePoints().mapToObj(Character::toString).toList();
    int slack = word.strokes().size() - symbols.size();
    if (slack < 0
        || word.strokes().size() > LONGEST
        || slack > (MOST_STROKES - 1) * symbols.size()
        || !recognizer.alphabet().symbols().containsAll(symbols)) {
      return List.of();
    }
    List<Stroke> strokes = new ArrayList<>(word.strokes());
    List<Integer> fromLeft =
        IntStream.range(0, strokes.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> centre(strokes.get(i))))
            .toList();
    double[][][] scores = scores(strokes, fromLeft, symbols, Math.min(MOST_STROKES, slack + 1));
    Cut cut = Cut.best(scores, strokes.size());
    if (cut.score() == Double.NEGATIVE_INFINITY || cut.score() / symbols.size() < trusted) {
      return List.of();
    }
    List<Letter> letters = new ArrayList<>();
    int first = 0;
    for (int end : cut.ends()) {
      letters.add(new Letter(symbols.get(letters.size()), ink(strokes, fromLeft, first, end)));
      first = end;
    }
    return letters;
  }

  /** Some of the strokes from the left, in the order of writing. */
  private static Ink ink(List<Stroke> strokes, List<Integer> fromLeft, int first, int end) {
    return new Ink(fromLeft.subList(first, end).stream().sorted().map(strokes::get).toList());
  }

  /** Along the line, times two. */
  private static double centre(Stroke stroke) {
    Ink.Box box = new Ink(List.of(stroke)).box();
    return box.left() + box.right();
  }

  /**
   * By letter, first stroke from the left and last: the log-probability that these strokes are that
   * letter; −∞ where there are more than {@code most}, or no ink.
   */
  private double[][][] scores(
      List<Stroke> strokes, List<Integer> fromLeft, List<String> symbols, int most) {
    int count = strokes.size();
    double[][][] scores = new double[symbols.size()][count][count];
    for (double[][] ofLetter : scores) {
      for (double[] fromStroke : ofLetter) {
        Arrays.fill(fromStroke, Double.NEGATIVE_INFINITY);
      }
    }
    List<Prepared> images = new ArrayList<>();
    List<int[]> groups = new ArrayList<>();
    for (int first = 0; first < count; first++) {
      for (int last = first; last < Math.min(count, first + most); last++) {
        Ink group = ink(strokes, fromLeft, first, last + 1);
        try {
          images.add(recognizer.prepare(InkRenderer.render(group)));
          groups.add(new int[] {first, last});
        } catch (NoInkException e) {
          // Then these strokes alone are no letter.
        }
      }
    }
    Iterator<Recognition> read = recognizer.read(images).iterator();
    for (int[] group : groups) {
      Map<String, Double> probabilities = ignoringCase(read.next());
      for (int letter = 0; letter < scores.length; letter++) {
        double probability = probabilities.getOrDefault(folded(symbols.get(letter)), 0.0);
        scores[letter][group[0]][group[1]] = Math.max(LEAST, Math.log(probability));
      }
    }
    return scores;
  }

  private static Map<String, Double> ignoringCase(Recognition recognition) {
    Map<String, Double> probabilities = new HashMap<>();
    for (Candidate candidate : recognition.candidates()) {
      probabilities.merge(folded(candidate.text()), candidate.probability(), Double::sum);
    }
    return probabilities;
  }

  private static String folded(String symbol) {
    return symbol.toLowerCase(Locale.ROOT);
  }

  /**
   * Where each letter ends, so that all strokes are used in their order.
   *
   * @param score the sum of the letters' scores; −∞ when there is no such cut
   * @param ends for each letter the stroke after its last one
   */
  record Cut(double score, int[] ends) {

    /**
     * The best of all, found letter by letter.
     *
     * @param scores by letter, first stroke and last stroke
     */
    static Cut best(double[][][] scores, int strokes) {
      int letters = scores.length;
      double[][] best = new double[letters + 1][strokes + 1];
      int[][] start = new int[letters + 1][strokes + 1];
      for (double[] row : best) {
        Arrays.fill(row, Double.NEGATIVE_INFINITY);
      }
      best[0][0] = 0;
      for (int letter = 0; letter < letters; letter++) {
        for (int first = 0; first < strokes; first++) {
          for (int last = first; last < strokes; last++) {
            double score = best[letter][first] + scores[letter][first][last];
            if (score > best[letter + 1][last + 1]) {
              best[letter + 1][last + 1] = score;
              start[letter + 1][last + 1] = first;
            }
          }
        }
      }
      int[] ends = new int[letters];
      int end = strokes;
      for (int letter = letters; letter > 0; letter--) {
        ends[letter - 1] = end;
        end = start[letter][end];
      }
      return new Cut(best[letters][strokes], ends);
    }
  }
}
