package dev.longhand.synthesis;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Sample;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Writes words of the single characters that a writer gave, side by side as in hand printing. Safe
 * to use from many threads at once.
 *
 * <p>Single characters have lost their size and their place on the line; both come back by what is
 * usual for the letter, with some variation.
 */
public final class LetterComposer {

  /** Units of the ink for the height of a small letter x. */
  private static final double X_HEIGHT = 100;

  /** The characters of each writer, by symbol. */
  private final List<Map<Integer, List<Ink>>> writers;

  /** Who has a symbol. */
  private final Map<Integer, BitSet> owners = new HashMap<>();

  private LetterComposer(List<Map<Integer, List<Ink>>> writers) {
    this.writers = writers;
    for (int writer = 0; writer < writers.size(); writer++) {
      for (int symbol : writers.get(writer).keySet()) {
        owners.computeIfAbsent(symbol, key -> new BitSet()).set(writer);
      }
    }
  }

  /**
   * @param characters ink, each sample of one character that is certain; others are passed over.
   *     Their groups are the writers
   * @throws LonghandException when no sample is of that kind
   */
  public static LetterComposer of(Dataset characters) {
    var byWriter = new TreeMap<String, Map<Integer, List<Ink>>>();
    for (int i = 0; i < characters.size(); i++) {
      List<String> labels = characters.labels(i);
      String label = labels.get(0);
      if (labels.size() == 1 && label.codePointCount(0, label.length()) == 1) {
        Sample sample = characters.sample(i);
        if (sample.content() instanceof Sample.Strokes strokes) {
          byWriter
              .computeIfAbsent(sample.group(), writer -> new HashMap<>())
              .computeIfAbsent(label.codePointAt(0), symbol -> new ArrayList<>())
              .add(strokes.ink());
        }
      }
    }
    if (byWriter.isEmpty()) {
      throw new LonghandException(
          characters.name()
              + " has no ink of single characters to write words with; give one such as"
              + " unipen-characters-train");
    }
    return new LetterComposer(List.copyOf(byWriter.values()));
  }

  /** How many writers there are. */
  public int writers() {
    return writers.size();
  }

  /** Whether some writer has all characters of the text; a space needs none. */
  public boolean canCompose(String text) {
    return !text.isBlank() && !able(text).isEmpty();
  }

  private BitSet able(String text) {
    BitSet able = new BitSet();
    able.set(0, writers.size());
    text.codePoints()
        .filter(symbol -> !Character.isSpaceChar(symbol))
        .forEach(symbol -> able.and(owners.getOrDefault(symbol, new BitSet())));
    return able;
  }

  /**
   * Writes a text with the characters of one writer who has them all.
   *
   * @param random decides everything
   * @return ink in which a small x is about 100 units high; y grows down
   * @throws LonghandException when nobody has all characters of the text
   */
  public Ink compose(String text, SplittableRandom random) {
    BitSet able = able(text);
    if (text.isBlank() || able.isEmpty()) {
      throw new LonghandException(
          "no writer has all characters of the text '" + text + "', so it cannot be composed");
    }
    int[] choice = able.stream().toArray();
    Map<Integer, List<Ink>> letters = writers.get(choice[random.nextInt(choice.length)]);
    return compose(text.codePoints().toArray(), letters, random);
  }

  private static Ink compose(
      int[] symbols, Map<Integer, List<Ink>> letters, SplittableRandom random) {
    double rise = Hand.between(random, 0.8, 1.2);
    double stretch = Hand.between(random, 0.8, 1.2);
    double distance = Hand.between(random, 0.1, 0.45);
    double climb = 0.02 * Hand.normal(random, 2);
    double unevenness = Hand.between(random, 0.3, 1.2);
    List<Stroke> strokes = new ArrayList<>();
    Letter before = null;
    double pen = 0;
    double space = 0;
    for (int symbol : symbols) {
      if (Character.isSpaceChar(symbol)) {
        space += Hand.between(random, 0.7, 1.2);
        continue;
      }
      List<Ink> choice = letters.getOrDefault(symbol, List.of());
      Ink written = choice.get(random.nextInt(choice.size()));
      Letter letter =
          Letter.place(
              written,
              stretched(LetterMetrics.of(symbol, written.strokes().size()), rise),
              Math.exp(0.06 * unevenness * Hand.normal(random, 2)),
              stretch * Math.exp(0.05 * unevenness * Hand.normal(random, 2)),
              0.05 * unevenness * Hand.normal(random, 2) + climb * pen,
              0.03 * unevenness * Hand.normal(random, 2));
      if (before != null) {
        double apart = distance + 0.08 * unevenness * Hand.normal(random, 2);
        pen += before.advance(letter, Math.max(0.02, apart)) + space;
      }
      for (float[] stroke : letter.strokes()) {
        strokes.add(moved(stroke, pen));
      }
      before = letter;
      space = 0;
    }
    return new Ink(strokes);
  }

  /** Some people write tall letters and long tails, some short ones. */
  private static LetterMetrics stretched(LetterMetrics metrics, double rise) {
    double top = metrics.top() > 1 ? 1 + (metrics.top() - 1) * rise : metrics.top();
    return new LetterMetrics(top, metrics.bottom() * rise, metrics.width());
  }

  private static Stroke moved(float[] stroke, double pen) {
    float[] units = new float[stroke.length];
    for (int i = 0; i < units.length; i += 2) {
      units[i] = (float) (X_HEIGHT * (stroke[i] + pen));
      units[i + 1] = (float) (X_HEIGHT * stroke[i + 1]);
    }
    return new Stroke(units);
  }
}
