package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexiconTest {
  @TempDir Path folder;

  @Property(tries = 200)
  @Label("a lexicon has its words and no others")
  void hasItsWords(
      @ForAll @NotEmpty List<@AlphaChars @StringLength(min = 1, max = 6) String> words,
      @ForAll @AlphaChars @StringLength(min = 1, max = 6) String other) {
    Lexicon lexicon = Lexicon.of(words);
    assertThat(lexicon.size()).isEqualTo((int) words.stream().distinct().count());
    assertThat(words).allMatch(word -> has(lexicon, word));
    assertThat(has(lexicon, other)).isEqualTo(words.contains(other));
  }

  @Test
  void aFileHasAWordOnEachLine() throws IOException {
    Lexicon lexicon = read("\ufeffhello\r\n\n  naïve \nhello\ncafe\u0301");
    assertThat(lexicon.size()).isEqualTo(3);
    assertThat(has(lexicon, "naïve")).isTrue();
    assertThat(has(lexicon, "caf\u00e9")).isTrue();
    assertThat(has(lexicon, "na")).isFalse();
  }

  @Test
  void wordsThatBeginAlikeAreToldApart() {
    List<String> words = List.of("a", "a\0", "ab", "abc", "abcd", "ab\uffff", "\uffff");
    Lexicon lexicon = Lexicon.of(Stream.concat(words.stream(), words.stream()).toList());
    assertThat(lexicon.size()).isEqualTo(words.size());
    assertThat(words).allMatch(word -> has(lexicon, word));
    assertThat(has(lexicon, "abcde")).isFalse();
  }

  @Test
  void wordsOutsideAnAlphabetAreCounted() {
    Lexicon lexicon = Lexicon.of(List.of("ab", "abc", "abcd", "b", "да"));
    assertThat(lexicon.outside(Alphabet.ofCodePoints("abc"))).isEqualTo(2);
    assertThat(lexicon.outside(Alphabet.ofCodePoints("x"))).isEqualTo(5);
  }

  @Test
  void aMillionWordsAreALexicon() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 1_000_000; i++) {
      text.append(Integer.toString(i * 7919, 36)).append('\n');
    }
    assertThat(read(text.toString()).size()).isEqualTo(1_000_000);
  }

  @Test
  void whatIsNoLexiconIsRefused() throws IOException {
    Path file = folder.resolve("words.txt");
    assertRefused(file, "there is no such file; name a lexicon, one word a line");
    assertRefused(folder, "is a folder; name a lexicon, one word a line");
    Files.writeString(file, " \n\n");
    assertRefused(file, "has no words; a lexicon has one word a line");
    Files.write(file, "naïve\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, "is not text in UTF-8; convert it first");
    Files.writeString(file, "hello\n" + "x".repeat(1000));
    assertRefused(
        file,
        "line 2 has 1000 characters, but a word has at most 200; a lexicon has one word a line");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> Lexicon.read(file))
        .isInstanceOf(LonghandException.class)
        .hasMessage(file + ": " + why);
  }

  private Lexicon read(String text) throws IOException {
    return Lexicon.read(Files.writeString(folder.resolve("words.txt"), text));
  }

  private static boolean has(Lexicon lexicon, String word) {
    int node = lexicon.child(Lexicon.ROOT, word);
    return node >= 0 && lexicon.isWord(node);
  }
}
