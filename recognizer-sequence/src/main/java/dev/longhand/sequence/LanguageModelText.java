package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import dev.longhand.text.TextFile;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that a language model learns from, and how often each was seen.
 *
 * <p>Running text says by itself how words are capitalised and punctuated. A word list does not: it
 * has {@code hello}, but neither {@code Hello} nor {@code hello,}. So each of its words also counts
 * in the forms that it takes in English text, in about the shares that these have there; and
 * numbers, of which word lists have none, count along.
 *
 * @param source where the words stand, for messages: files
 * @param words the different ones that stand there, in alphabetical order: without other forms and
 *     numbers
 * @param counts by word, in hundredths of an occurrence and in alphabetical order; in Unicode's
 *     NFC, without white space
 */
public record LanguageModelText(String source, Set<String> words, Map<String, Long> counts) {

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  /** A word is a part of a line, and no line of a list is longer. */
  private static final int LONGEST_WORD = 100;

  /** One occurrence, in hundredths. */
  static final long ONCE = 100;

  private static final long CAPITALISED = 14;
  private static final long CAPITALS = 3;

  /** What stands around a word, of a hundred times it stands alone: {@code before|after}. */
  private static final Map<String, Long> AROUND =
      Map.ofEntries(
          Map.entry("|,", 7L),
          Map.entry("|.", 7L),
          Map.entry("|?", 1L),
          Map.entry("|!", 1L),
          Map.entry("|:", 1L),
          Map.entry("|;", 1L),
          Map.entry("(|", 1L),
          Map.entry("|)", 1L),
          Map.entry("\"|", 1L),
          Map.entry("|\"", 1L),
          Map.entry("'|", 1L),
          Map.entry("|'", 1L),
          Map.entry("|-", 1L));

  public LanguageModelText {
    words = Collections.unmodifiableSet(new TreeSet<>(words));
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** Words that count as they stand. */
  LanguageModelText(Map<String, Long> counts) {
    this("the text", counts.keySet(), counts);
  }

  /** How many of its different words an alphabet cannot spell, not in capitals either. */
  public int outside(Alphabet alphabet) {
    var spelling = new Spelling(alphabet);
    return (int)
        words.stream()
            .filter(
                word ->
                    Stream.of(word, capitals(word))
                        .filter(counts::containsKey)
                        .allMatch(form -> spelling.of(form).isEmpty()))
            .count();
  }

  /**
   * Reads files, each running text or a list of words: it is a list when no line has two words.
   *
   * @throws LonghandException when one is missing, empty, too large or not UTF-8
   */
  public static LanguageModelText read(List<Path> files) {
    Set<String> all = new TreeSet<>();
    Map<String, Long> counts = new TreeMap<>();
    for (Path file : files) {
      String text = TextFile.read(file, "a text or a list of words");
      List<String> lines =
          Normalizer.normalize(text, Normalizer.Form.NFC)
              .lines()
              .map(String::strip)
              .filter(l -> !l.isEmpty())
              .toList();
      if (lines.isEmpty()) {
        throw new LonghandException(file + ": has no words");
      }
      boolean isList = lines.stream().allMatch(line -> line.length() == endOfWord(line));
      Map<String, Long> words = new TreeMap<>();
      for (String line : lines) {
        for (String word : WHITE_SPACE.splitAsStream(line).toList()) {
          if (!word.isEmpty() && word.length() <= LONGEST_WORD) {
            words.merge(word, 1L, Long::sum);
          }
        }
      }
      all.addAll(words.keySet());
      if (isList) {
        words.forEach((word, times) -> addForms(word, times, counts));
        addNumbers(words.size(), counts);
      } else {
        words.forEach((word, times) -> counts.merge(word, times * ONCE, Long::sum));
      }
    }
    String source = files.stream().distinct().map(Path::toString).collect(Collectors.joining(", "));
    return new LanguageModelText(source, all, counts);
  }

  private static int endOfWord(String line) {
    int end = 0;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private static void addForms(String word, long times, Map<String, Long> counts) {
    addPunctuated(word, ONCE * times, counts);
    String capitalised = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    if (!capitalised.equals(word)) {
      addPunctuated(capitalised, CAPITALISED * times, counts);
    }
    String capitals = capitals(word);
    if (!capitals.equals(capitalised)) {
      counts.merge(capitals, CAPITALS * times, Long::sum);
    }
  }

  private static String capitals(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static void addPunctuated(String word, long weight, Map<String, Long> counts) {
    counts.merge(word, weight, Long::sum);
    AROUND.forEach(
        (around, share) -> {
          long rounded = (weight * share + 50) / 100;
          if (rounded > 0) {
            counts.merge(around.replace("|", word), rounded, Long::sum);
          }
        });
  }

  /**
   * Numbers as a twentieth of all words: each of up to two digits, years, and longer ones that
   * stand for the rest.
   */
  private static void addNumbers(int words, Map<String, Long> counts) {
    long each = Math.max(1, words * ONCE / 20 / 1000);
    for (int number = 0; number < 100; number++) {
      addPunctuated(Integer.toString(number), 4 * each, counts);
    }
    for (int number = 100; number < 10_000; number += 37) {
      addPunctuated(Integer.toString(number), each, counts);
    }
    for (int year = 1900; year < 2040; year++) {
      addPunctuated(Integer.toString(year), each, counts);
    }
  }
}
