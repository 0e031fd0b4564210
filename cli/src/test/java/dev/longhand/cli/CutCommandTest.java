package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand data cut")
class CutCommandTest {
  private static final String APART =
      "{\"label\":\"Lit\",\"writer\":\"w1\",\"strokes\":[[0,0,0,100,60,100],[90,40,90,100],"
          + "[135,10,135,90,145,100,155,95],[90,15,91,18],[115,40,155,40]]}\n";
  private static final String JOINED =
      "{\"label\":\"Lit\",\"writer\":\"w2\",\"strokes\":[[0,0,0,100,60,100,90,40,90,100,135,10]]}\n";

  @TempDir Path folder;

  private Outcome cut(Object... more) {
    Stream<Object> usual =
        Stream.of("data", "cut", "--data", folder.resolve("words.jsonl"), "--out");
    return new Shell(folder).run(Stream.concat(usual, Stream.of(more)).toArray());
  }

  private void words(String content) throws IOException {
    Files.writeString(folder.resolve("words.jsonl"), content);
  }

  private void assertOneLine(Outcome outcome, int code, String... parts) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(parts);
    assertThat(folder.resolve("letters.jsonl")).doesNotExist();
    assertThat(folder.resolve("letters.jsonl.part")).doesNotExist();
  }

  @Test
  @DisplayName(
      "writes the letters with their writer as ink to train on, and says what was left out")
  void letters() throws IOException {
    words(APART + JOINED);
    for (String file : new String[] {"letters.jsonl", "letters.jsonl.gz"}) {
      Outcome outcome = cut(file);

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out().strip())
          .isEqualTo(file + ": 3 letters of 1 words; 1 were passed over");
      Dataset letters = Datasets.open(folder.resolve(file));
      assertThat(IntStream.range(0, letters.size()).mapToObj(letters::labels).toList())
          .hasToString("[[L], [i], [t]]");
      assertThat(letters.group(2)).isEqualTo("w1");
    }
  }

  @Test
  @DisplayName("says so when no word can be cut, or words are images")
  void nothingToCut() throws IOException {
    words(JOINED);
    assertOneLine(cut("letters.jsonl"), Longhand.FAILED, "none of the 1 words of words", "lifted");
    Samples.dataset(folder.resolve("images"), 2, "ab", "cd");
    assertOneLine(
        cut("letters.jsonl", "--data", folder.resolve("images")),
        Longhand.FAILED,
        "'0.png'",
        "is an image");
    assertOneLine(
        cut("letters.jsonl", "--model", "english-words"), Longhand.FAILED, "is of kind 'word'");
  }

  @Test
  @DisplayName("refuses a file of another ending, and a probability that is none")
  void usage() throws IOException {
    words(APART);
    assertOneLine(cut("letters.json"), Longhand.USAGE, "ends in .jsonl or .jsonl.gz");
    assertOneLine(cut("letters.jsonl", "--trusted", "2"), Longhand.USAGE, "in 0…1", "was 2.0");
  }
}
