package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelTextTest {
  private static final Alphabet SMALL = Alphabet.ofCodePoints("abcdefghijklmnopqrstuvwxyz");

  @TempDir Path folder;

  @Test
  void runningTextCountsAsItStands() throws IOException {
    assertThat(read("Hello, hello\nhello you\n").counts())
        .isEqualTo(Map.of("Hello,", 100L, "hello", 200L, "you", 100L));
  }

  @Test
  void wordsOfAListAlsoCountCapitalisedAndPunctuated() throws IOException {
    Map<String, Long> counts = read("hello\nyou\n").counts();
    assertThat(counts)
        .containsEntry("hello", 100L)
        .containsEntry("Hello", 14L)
        .containsEntry("HELLO", 3L)
        .containsEntry("hello,", 7L)
        .containsKeys("Hello.", "1992", "7");
  }

  @Test
  void wordsOfAListAreOutsideAnAlphabetThatCannotSpellThemInCapitalsEither() throws IOException {
    LanguageModelText text = read("boats\ncurrent\nüber\n");
    assertThat(text.outside(Alphabet.ofCodePoints("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))).isEqualTo(1);
    assertThat(text.outside(SMALL)).isEqualTo(1);
    assertThat(text.outside(Alphabet.ofCodePoints("0123456789"))).isEqualTo(3);
    assertThat(read("boats on\ncurrents\n").outside(Alphabet.ofCodePoints("ABCNORSTU")))
        .isEqualTo(3);
  }

  @Test
  void heldOutWordsAreMoreUsualThanAnySymbols() {
    List<String> words = words();
    Map<String, Long> learned = new TreeMap<>();
    List<String> heldOut = new ArrayList<>();
    var random = new SplittableRandom(8);
    for (String word : words) {
      if (random.nextInt(10) == 0) {
        heldOut.add(word);
      } else {
        learned.put(word, 1L);
      }
    }
    var model =
        CharacterLanguageModel.of(new LanguageModelText(learned), SMALL, 4, Integer.MAX_VALUE);
    double sum = 0;
    int symbols = 0;
    for (String word : heldOut) {
      sum += Models.logProbability(model, word);
      symbols += word.length() + 1;
    }
    double perplexity = Math.exp(-sum / symbols);
    assertThat(perplexity).isLessThan(SMALL.size() * 0.6);
  }

  @Test
  void theRarestSequencesAreLeftOutUntilItIsAsSmallAsAsked() {
    Map<String, Long> counts = new TreeMap<>();
    words().forEach(word -> counts.put(word, (long) word.length()));
    var text = new LanguageModelText(counts);
    var whole = CharacterLanguageModel.of(text, SMALL, 6, Integer.MAX_VALUE);
    int most = whole.toBytes().length * 2 / 3;
    var small = CharacterLanguageModel.of(text, SMALL, 6, most);
    assertThat(small.toBytes()).hasSizeLessThanOrEqualTo(most);
    CharacterLanguageModelTest.assertSumsToOne(small, small.extend(small.start(), 3));
    assertThatThrownBy(() -> CharacterLanguageModel.of(text, SMALL, 6, 10))
        .isInstanceOf(LonghandException.class)
        .hasMessage("a language model of these symbols cannot be as small as 10 bytes");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Path file = folder.resolve("text.txt");
    assertRefused(file, "there is no such file; name a text or a list of words");
    assertRefused(folder, "is a folder; name a text or a list of words");
    Files.writeString(file, "\n \n");
    assertRefused(file, "has no words");
    Files.write(file, "naïve\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, "is not text in UTF-8; convert it first");
  }

  @Test
  void aTextWithoutAWordOfTheAlphabetIsRefused() throws IOException {
    assertForeign(read("да нет\n"));
    // The numbers that go with a list are no words of it.
    assertForeign(read("да\nнет\n"));
  }

  private void assertForeign(LanguageModelText text) {
    assertThatThrownBy(() -> CharacterLanguageModel.of(text, Alphabet.ofCodePoints("a1"), 3, 1000))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            folder.resolve("text.txt")
                + ": none of the 2 different words has only symbols of the alphabet a1; give text"
                + " of that alphabet");
  }

  private void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> LanguageModelText.read(List.of(file)))
        .isInstanceOf(LonghandException.class)
        .hasMessage(file + ": " + why);
  }

  private LanguageModelText read(String text) throws IOException {
    return LanguageModelText.read(List.of(Files.writeString(folder.resolve("text.txt"), text)));
  }

  /** Consonants and vowels in turn, which is about as much as English has of a rule. */
  private static List<String> words() {
    List<String> words = new ArrayList<>();
    for (char first : "bcdfglmnprst".toCharArray()) {
      for (char vowel : "aeiou".toCharArray()) {
        for (char last : "dlnrt".toCharArray()) {
          words.add("" + first + vowel + last);
          words.add("" + first + vowel + last + vowel + "n");
        }
      }
    }
    return words;
  }
}
