package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
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

  private void assertOneLine(Outcome outcome, int code, String... parts) throws IOException {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(parts);
    assertNothingHalfDone();
    assertThat(folder.resolve("letters.jsonl")).doesNotExist();
  }

  private void assertNothingHalfDone() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  @DisplayName("writes the letters with their writer as ink to train on, in the order of the words")
  void letters() throws IOException {
    words(APART + JOINED + APART.replace("w1", "w3"));
    for (String file : new String[] {"letters.jsonl", "made/letters.jsonl.gz"}) {
      Outcome outcome = cut(file);

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out().strip())
          .isEqualTo(file + ": 6 letters of 2 words; 1 words were passed over");
      Dataset letters = Datasets.open(folder.resolve(file));
      assertThat(IntStream.range(0, letters.size()).mapToObj(letters::sample))
          .extracting(each -> each.group() + " " + each.label() + " " + strokes(each))
          .containsExactly("w1 L 1", "w1 i 2", "w1 t 2", "w3 L 1", "w3 i 2", "w3 t 2");
      assertNothingHalfDone();
    }
  }

  @Test
  @DisplayName("with --joined, takes letters that stand alone from words whose others are joined")
  void joined() throws IOException {
    String partly =
        APART
            .replace("Lit", "Litell")
            .replace("]]}", "],[200,70,230,60,205,60,215,100,250,0,305,100]]}");
    words(partly + JOINED);

    assertOneLine(cut("letters.jsonl"), Longhand.FAILED, "none of the 2 words of words");
    assertThat(cut("letters.jsonl", "--joined").out().strip())
        .isEqualTo("letters.jsonl: 3 letters of 1 words; 1 words were passed over");
  }

  private static int strokes(Sample sample) {
    return ((Sample.Strokes) sample.content()).ink().strokes().size();
  }

  @Test
  @DisplayName("says so when no word can be cut, or words are images, and leaves nothing half done")
  void nothingToCut() throws IOException {
    words(JOINED);
    assertOneLine(cut("letters.jsonl"), Longhand.FAILED, "none of the 1 words of words", "joined");
    Samples.dataset(folder.resolve("images"), 2, "ab", "cd");
    assertOneLine(
        cut("letters.jsonl", "--data", folder.resolve("images")),
        Longhand.FAILED,
        "'0.png'",
        "is an image");
  }

  @Test
  @DisplayName("never writes over the words, nor over a folder")
  void neverOverwrites() throws IOException {
    words(APART);
    assertOneLine(cut("words.jsonl"), Longhand.USAGE, "--out is the file of the words");
    assertThat(folder.resolve("words.jsonl")).hasContent(APART);
    Files.createDirectory(folder.resolve("taken.jsonl"));
    assertOneLine(cut("taken.jsonl"), Longhand.FAILED, "taken.jsonl is a folder; name a file");
  }

  @Test
  @DisplayName("refuses a file of another ending, a probability that is none, a model of words")
  void usage() throws IOException {
    words(APART);
    assertOneLine(cut("letters.json"), Longhand.USAGE, "ends in .jsonl or .jsonl.gz");
    assertOneLine(cut("letters.jsonl", "--trusted", "2"), Longhand.USAGE, "in 0…1", "was 2.0");
    assertOneLine(
        cut("letters.jsonl", "--model", "english-words"),
        Longhand.USAGE,
        "--model must read characters, but english-words is of kind 'word'");
  }
}
