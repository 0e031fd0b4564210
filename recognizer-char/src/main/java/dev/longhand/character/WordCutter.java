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
 *
 * <p>A word that cannot be cut so may have some letters joined. Where that is asked for, the best
 * of the cuts is taken then that leave joined letters together, and of these words only letters
 * that stand alone, are recognized, and are neither as wide as some letters nor as low as a dot or
 * a bar.
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

  /** More letters than this are not looked at as joined. */
  private static final int MOST_JOINED = 12;

  /**
   * What a letter counts that is joined to another, so that nobody can tell whether it is right.
   */
  private static final double JOINED = Math.log(0.2);

  /** Among joined letters nothing wider is taken for one letter, in times of its height. */
  private static final double WIDEST_ALONE = 1.3;

  /** Among joined letters nothing lower is taken for a letter, as a share of the word's height. */
  private static final double LOWEST_ALONE = 0.25;

  private final CharacterRecognizer recognizer;
  private final double trusted;
  private final boolean joined;

  /** A letter of a word, and its strokes in the order of writing. */
  public record Letter(String symbol, Ink ink) {}

  /**
   * @param recognizer stays open as long as this is used
   * @param trusted the geometric mean of the letters' probabilities, ignoring case and each taken
   *     as 0.001 at least, in 0…1, below which a cut is not trusted; where letters are joined, the
   *     probability of each that stands alone, below which it is left out
   * @param joined whether letters that stand alone are taken from words whose others are joined
   */
  public WordCutter(CharacterRecognizer recognizer, double trusted, boolean joined) {
    if (!(trusted >= 0 && trusted <= 1)) {
      throw new IllegalArgumentException("trusted must be in 0…1, but was " + trusted);
    }
    this.recognizer = recognizer;
    this.trusted = Math.log(trusted);
    this.joined = joined;
  }

  /**
   * The letters in the order of the text, or those of them that stand alone. Any number of threads
   * may ask at once.
   *
   * @param text what the word says, one or more symbols
   * @return empty when there are fewer strokes than letters and none are joined, more than four for
   *     each or more than 64, when the recognizer does not know a symbol, or when nothing is to be
   *     trusted
   */
  public List<Letter> letters(Ink word, String text) {
    List<String> symbols = text.codePoints().mapToObj(Character::toString).toList();
    int count = word.strokes().size();
    int slack = count - symbols.size();
    if ((slack < 0 && !joined)
        || count > LONGEST
        || count > MOST_STROKES * symbols.size()
        || !recognizer.alphabet().symbols().containsAll(symbols)) {
      return List.of();
    }
    List<Stroke> strokes = new ArrayList<>(word.strokes());
    List<Integer> fromLeft =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> centre(strokes.get(i))))
            .toList();
    int most = joined ? MOST_STROKES : Math.min(MOST_STROKES, slack + 1);
    double[][][] scores = scores(strokes, fromLeft, symbols, most);
    Cut apart = Cut.best(scores, count, Double.NEGATIVE_INFINITY);
    boolean cut =
        apart.score() != Double.NEGATIVE_INFINITY && apart.score() / symbols.size() >= trusted;
    if (!cut && !joined) {
      return List.of();
    }
    List<Letter> letters = new ArrayList<>();
    for (Part part : cut ? apart.parts() : Cut.best(scores, count, JOINED).parts()) {
      Ink ink = ink(strokes, fromLeft, part.first(), part.end());
      if (cut
          || (part.letters() == 1
              && scores[part.letter()][part.first()][part.end() - 1] >= trusted
              && standsAlone(ink.box(), word.box()))) {
        letters.add(new Letter(symbols.get(part.letter()), ink));
      }
    }
    return letters;
  }

  /** Rather than some letters that look like one, or a dot or a bar of another. */
  private static boolean standsAlone(Ink.Box letter, Ink.Box word) {
    return letter.width() <= WIDEST_ALONE * letter.height()
        && letter.height() >= LOWEST_ALONE * word.height();
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
   * One letter, or some that are joined.
   *
   * @param letter the first of them, from 0
   * @param letters how many
   * @param first its first stroke
   * @param end the stroke after its last
   */
  record Part(int letter, int letters, int first, int end) {}

  /**
   * Parts from the left that have all letters and all strokes.
   *
   * @param score the sum of the parts' scores; −∞ when there is no such cut
   */
  record Cut(double score, List<Part> parts) {

    /**
     * The best of all, found letter by letter.
     *
     * @param scores by letter, first stroke and last stroke
     * @param joined the score of each letter in a part of two to {@value #MOST_JOINED}, which has
     *     at most as many strokes as letters; −∞ where letters are never joined
     */
    static Cut best(double[][][] scores, int strokes, double joined) {
      int letters = scores.length;
      double[][] best = new double[letters + 1][strokes + 1];
      Part[][] last = new Part[letters + 1][strokes + 1];
      for (double[] row : best) {
        Arrays.fill(row, Double.NEGATIVE_INFINITY);
      }
      best[0][0] = 0;
      for (int letter = 0; letter < letters; letter++) {
        for (int first = 0; first < strokes; first++) {
          for (int end = first + 1; end <= strokes; end++) {
            int most = Math.min(MOST_JOINED, letters - letter);
            for (int count = 1; count <= most; count++) {
              double score = count == 1 ? scores[letter][first][end - 1] : count * joined;
              boolean fits = count == 1 || end - first <= count;
              double sum = best[letter][first] + score;
              if (fits && sum > best[letter + count][end]) {
                best[letter + count][end] = sum;
                last[letter + count][end] = new Part(letter, count, first, end);
              }
            }
          }
        }
      }
      List<Part> parts = new ArrayList<>();
      for (Part part = last[letters][strokes]; part != null; ) {
        parts.add(0, part);
        part = last[part.letter()][part.first()];
      }
      return new Cut(best[letters][strokes], parts);
    }
  }
}
