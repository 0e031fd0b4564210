package dev.longhand.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
  private static final Alphabet ASCII =
      new Alphabet(
          Stream.iterate('!', c -> c <= '~', c -> (char) (c + 1)).map(String::valueOf).toList());

  @TempDir Path folder;

  private Path words(String text) throws IOException {
    return Files.writeString(folder.resolve("words"), text);
  }

  private static List<String> texts(TextSource source, int count) {
    SplittableRandom random = new SplittableRandom(1);
    return Stream.generate(() -> source.next(random)).limit(count).toList();
  }

  @Test
  void givesWordsInAllCasesAndPunctuationNumbersDatesPricesAndAddresses() throws IOException {
    TextSource source = TextSource.of(List.of(words("apple\nbanana\nAnna\n")), ASCII);
    assertThat(source.words()).isEqualTo(3);
    List<String> texts = texts(source, 5_000);
    assertThat(texts)
        .contains("apple", "Banana", "BANANA", "Anna", "the", "apple,", "\"banana\"", "Mr.")
        .anyMatch(text -> text.matches("\\$\\d+\\.\\d\\d"))
        .anyMatch(text -> text.matches("\\d+/\\d+/\\d{4}"))
        .anyMatch(text -> text.matches("\\d+:\\d\\d"))
        .anyMatch(text -> text.matches("\\w+@\\w+\\.com"))
        .allMatch(text -> text.matches("[!-~]+"));
    assertThat(texts.stream().filter(text -> text.matches("apple|banana|Anna")).count())
        .as("words as they stand")
        .isBetween(2_000L, 3_500L);
  }

  @Test
  void isTheSameForTheSameSeed() throws IOException {
    TextSource source = TextSource.of(List.of(words("apple banana cherry")), ASCII);
    assertThat(texts(source, 500)).isEqualTo(texts(source, 500));
  }

  @Test
  void staysInTheAlphabet() throws IOException {
    Path file = words("ab ba aab crab café");
    TextSource source = TextSource.of(List.of(file), Alphabet.ofCodePoints("ab"));
    assertThat(source.words()).isEqualTo(3);
    assertThat(texts(source, 500)).allMatch(text -> text.matches("[ab]+"));
  }

  @Test
  void bringsWordsToTheAlphabetsNormalForm() throws IOException {
    Path file = words("cafe\u0301");
    TextSource source = TextSource.of(List.of(file), Alphabet.ofCodePoints("acf\u00e9"));
    assertThat(texts(source, 20)).contains("caf\u00e9");
  }

  @Test
  void saysWhichCharactersAreNotInTheAlphabetWhenNoWordIsLeft() throws IOException {
    Path file = words("crab carb");
    assertThatThrownBy(() -> TextSource.of(List.of(file), Alphabet.ofCodePoints("ab")))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("no word of the alphabet's characters alone; others are {c=2, r=2}");
  }

  @Test
  void refusesAnEmptyFileAMissingOneAndOneThatIsNotUtf8() throws IOException {
    Path empty = words(" \n\n");
    assertThatThrownBy(() -> TextSource.of(List.of(empty), ASCII))
        .isInstanceOf(LonghandException.class)
        .hasMessageStartingWith(empty + ": no words");
    assertThatThrownBy(() -> TextSource.of(List.of(folder.resolve("missing")), ASCII))
        .isInstanceOf(LonghandException.class)
        .hasMessageEndingWith("missing: there is no such file; name a file of words");
    assertThatThrownBy(() -> TextSource.of(List.of(folder), ASCII))
        .isInstanceOf(LonghandException.class)
        .hasMessage(folder + ": is a folder; name a file of words");
    Path latin1 = folder.resolve("latin1");
    Files.write(latin1, "café".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TextSource.of(List.of(latin1), ASCII))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("latin1: is not text in UTF-8");
  }
}
