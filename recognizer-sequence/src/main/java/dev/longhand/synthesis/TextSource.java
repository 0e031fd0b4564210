package dev.longhand.synthesis;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import dev.longhand.text.TextFile;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What people write, without end: mostly words as they stand in word lists, some Capitalised, some
 * in CAPITALS, with punctuation or joined by hyphens, and numbers, prices, dates, times, names,
 * addresses. Immutable, so safe to use from many threads at once.
 */
public final class TextSource {

  /** How many texts in a thousand are of each kind; the rest are words as they stand. */
  private static final int COMMON = 130;

  private static final int CAPITALISED = 90;
  private static final int CAPITALS = 50;
  private static final int PUNCTUATED = 70;
  private static final int HYPHENATED = 15;
  private static final int NUMBERS = 50;
  private static final int FIGURES = 70;
  private static final int NAMES = 25;
  private static final int ADDRESSES = 15;

  /** So many texts of other characters than the alphabet's may come before a plain word does. */
  private static final int ATTEMPTS = 8;

  private static final String[] FREQUENT =
      ("the of and to a in is it you that he was for on are with as his they be at one have this"
              + " from or had by but not what all were we when your can said there use an each"
              + " which she do how their if will up other about out many then them these so some"
              + " her would make like him into time has look two more write go see number no way"
              + " could people my than first been call who its now find long down day did get come"
              + " made may part I I'm don't it's can't I'll didn't that's you're please thank yes"
              + " here over also back after us our me am new just any because where only very")
          .split(" ");

  private static final String[] TITLES = {"Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St."};

  private static final String[] MONTHS = {
    "Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"
  };

  private static final String[] DOMAINS = {"com", "org", "net", "edu", "co.uk", "de", "fr", "info"};

  private final List<String> words;
  private final List<String> properNames;
  private final Set<Integer> symbols;

  private TextSource(List<String> words, Set<Integer> symbols) {
    this.words = words;
    this.symbols = symbols;
    List<String> capitalised =
        words.stream().filter(word -> Character.isUpperCase(word.codePointAt(0))).toList();
    this.properNames = capitalised.isEmpty() ? words : capitalised;
  }

  /**
   * @param files of words in UTF-8, parted by white space: a word list or any text; of a text,
   *     frequent words come as often as they stand there
   * @param alphabet words with other characters are left out
   * @throws LonghandException when a file cannot be read or is not UTF-8, or when the alphabet
   *     leaves no word
   */
  public static TextSource of(List<Path> files, Alphabet alphabet) {
    Set<Integer> symbols =
        alphabet.symbols().stream()
            .flatMap(symbol -> symbol.codePoints().boxed())
            .collect(Collectors.toUnmodifiableSet());
    List<String> words = new ArrayList<>();
    var others = new TreeMap<String, Integer>();
    for (Path file : files) {
      String text = TextFile.read(file, "a file of words");
      for (String word : Normalizer.normalize(text, Normalizer.Form.NFC).split("\\s+", -1)) {
        if (covers(symbols, word)) {
          if (!word.isEmpty()) {
            words.add(word);
          }
        } else {
          word.codePoints()
              .filter(symbol -> !symbols.contains(symbol))
              .forEach(symbol -> others.merge(Character.toString(symbol), 1, Integer::sum));
        }
      }
    }
    if (words.isEmpty()) {
      throw new LonghandException(
          files.stream().map(Path::toString).collect(Collectors.joining(", "))
              + (others.isEmpty()
                  ? ": no words; give a list of words, as Debian's wamerican has it"
                  : ": no word of the alphabet's characters alone; others are " + others));
    }
    return new TextSource(List.copyOf(words), symbols);
  }

  private static boolean covers(Set<Integer> symbols, String text) {
    return text.codePoints().allMatch(symbols::contains);
  }

  /** How many words there are to choose from. */
  public int words() {
    return words.size();
  }

  /**
   * A text of the alphabet's characters, not empty, without spaces.
   *
   * @param random decides everything
   */
  public String next(SplittableRandom random) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String text = compose(random);
      if (!text.isEmpty() && covers(symbols, text)) {
        return text;
      }
    }
    return word(random);
  }

  private String compose(SplittableRandom random) {
    int kind = random.nextInt(1000);
    if ((kind -= COMMON) < 0) {
      String word = oneOf(FREQUENT, random);
      return random.nextInt(6) == 0 ? capitalised(word) : word;
    }
    if ((kind -= CAPITALISED) < 0) {
      return capitalised(word(random));
    }
    if ((kind -= CAPITALS) < 0) {
      return word(random).toUpperCase(Locale.ROOT);
    }
    if ((kind -= PUNCTUATED) < 0) {
      return punctuated(random);
    }
    if ((kind -= HYPHENATED) < 0) {
      return word(random) + "-" + word(random);
    }
    if ((kind -= NUMBERS) < 0) {
      return number(random);
    }
    if ((kind -= FIGURES) < 0) {
      return figures(random);
    }
    if ((kind -= NAMES) < 0) {
      return name(random);
    }
    return kind - ADDRESSES < 0 ? address(random) : word(random);
  }

  /**
   * Lists have a possessive of every other noun; people write few. And short words are frequent.
   */
  private String word(SplittableRandom random) {
    String word = anyOf(words, random);
    String other = anyOf(words, random);
    boolean rare = word.endsWith("'s") && random.nextInt(5) > 0;
    boolean longer = word.length() > other.length() && random.nextBoolean();
    return rare || longer ? other : word;
  }

  private String punctuated(SplittableRandom random) {
    String word = random.nextInt(4) == 0 ? oneOf(FREQUENT, random) : word(random);
    String cased = random.nextInt(4) == 0 ? capitalised(word) : word;
    return switch (random.nextInt(16)) {
      case 0 -> "\"" + cased + "\"";
      case 1 -> "(" + cased + ")";
      case 2 -> "(" + cased;
      case 3 -> cased + ")";
      case 4 -> "'" + cased + "'";
      case 5 -> cased + ":";
      case 6 -> cased + ";";
      case 7 -> cased + "!";
      case 8 -> cased + "?";
      case 9 -> "\"" + cased;
      case 10 -> cased + (random.nextBoolean() ? ".\"" : ",\"");
      case 11, 12, 13 -> cased + ",";
      default -> cased + ".";
    };
  }

  private static String number(SplittableRandom random) {
    // As many of each length: small numbers are the frequent ones.
    int digits = 1 + random.nextInt(6);
    StringBuilder number = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      number.append(random.nextInt(10));
    }
    return switch (random.nextInt(10)) {
      case 0 -> number + "." + random.nextInt(1000);
      case 1 -> number + ",";
      case 2 -> grouped(1000 + random.nextInt(5_000_000));
      default -> number.toString();
    };
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Prices, dates, times, telephone numbers, shares, sums. */
  private static String figures(SplittableRandom random) {
    int day = 1 + random.nextInt(31);
    int month = 1 + random.nextInt(12);
    int year = 1900 + random.nextInt(140);
    int hour = random.nextInt(24);
    int minute = random.nextInt(60);
    int hundred = random.nextInt(100);
    return switch (random.nextInt(16)) {
      case 0 -> "$" + random.nextInt(1000) + two(".%02d", hundred);
      case 1 -> "$" + (1 + random.nextInt(500));
      case 2 -> random.nextInt(1000) + two(".%02d", hundred);
      case 3 -> month + "/" + day + "/" + year;
      case 4 -> month + "/" + day;
      case 5 -> two("%02d/", day) + two("%02d/", month) + two("%02d", year % 100);
      case 6 -> day + "-" + month + "-" + year % 100;
      case 7 -> year + two("-%02d", month) + two("-%02d", day);
      case 8 -> day + "." + month + "." + year;
      case 9 -> hour + two(":%02d", minute);
      case 10 -> 1 + hour % 12 + two(":%02d", minute) + (random.nextBoolean() ? "am" : "pm");
      case 11 -> hundred + "%";
      case 12 -> 200 + random.nextInt(800) + "-" + (1000 + random.nextInt(9000));
      case 13 -> "(" + (200 + random.nextInt(800)) + ")";
      case 14 -> oneOf(MONTHS, random) + (random.nextBoolean() ? "." : "");
      default -> "#" + (1 + random.nextInt(300));
    };
  }

  private static String two(String format, int number) {
    return String.format(Locale.ROOT, format, number);
  }

  private String name(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> oneOf(TITLES, random);
      case 1 -> initial(random) + "." + initial(random) + ".";
      case 2 -> initial(random) + ".";
      default -> capitalised(anyOf(properNames, random).replaceFirst("'s$", ""));
    };
  }

  private static char initial(SplittableRandom random) {
    return (char) ('A' + random.nextInt(26));
  }

  private String address(SplittableRandom random) {
    String first = plain(word(random));
    String second = plain(word(random));
    String domain = second + "." + oneOf(DOMAINS, random);
    return switch (random.nextInt(4)) {
      case 0 -> "www." + domain;
      case 1 -> first + random.nextInt(100) + "@" + domain;
      case 2 -> first + "." + plain(anyOf(properNames, random)) + "@" + domain;
      default -> first + "@" + domain;
    };
  }

  /** As it stands in addresses: lower case, letters and digits only. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]", "");
  }

  private static String capitalised(String word) {
    int end = word.offsetByCodePoints(0, 1);
    return word.substring(0, end).toUpperCase(Locale.ROOT) + word.substring(end);
  }

  private static String oneOf(String[] choices, SplittableRandom random) {
    return choices[random.nextInt(choices.length)];
  }

  private static String anyOf(List<String> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
