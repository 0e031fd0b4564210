package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.Shell.Outcome;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand synthesize")
class SynthesizeCommandTest {
  private static final Path FONTS =
      Path.of("../recognizer-sequence/src/test/resources/dev/longhand/synthesis/fonts")
          .toAbsolutePath()
          .normalize();

  @TempDir Path folder;

  @BeforeEach
  void someTexts() throws IOException {
    texts("apple\n\nMiller & Sons\r\n$3.50\n");
  }

  private void texts(String content) throws IOException {
    Files.writeString(folder.resolve("texts.txt"), content);
  }

  private Outcome synthesize(Object... more) {
    Stream<Object> usual = Stream.of("synthesize", "--texts", "texts.txt", "--out", "words");
    Stream<Object> fonts =
        Arrays.asList(more).contains("--fonts") ? Stream.of() : Stream.of("--fonts", FONTS);
    return new Shell(folder)
        .run(Stream.of(usual, fonts, Stream.of(more)).flatMap(part -> part).toArray());
  }

  private void assertRefused(Outcome outcome, String... messageParts) throws IOException {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(Longhand.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(messageParts);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing half done is left")
          .noneMatch(name -> name.startsWith(".words"));
    }
  }

  private List<String> labels() {
    Dataset dataset = Datasets.open(folder.resolve("words"));
    return IntStream.range(0, dataset.size()).mapToObj(i -> dataset.sample(i).label()).toList();
  }

  @Test
  @DisplayName("writes a picture of each text, as a dataset that can be opened")
  void eachText() {
    Outcome outcome = synthesize();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out() + outcome.err()).isEmpty();
    assertThat(labels()).containsExactly("apple", "Miller & Sons", "$3.50");
    assertThat(Datasets.open(folder.resolve("words")).sample(1).image().height())
        .as("ink of 72 px and paper around it")
        .isGreaterThan(80);
  }

  @Test
  @DisplayName(
      "writes as many pictures as asked for, the texts in turn, the same for the same seed")
  void countAndSeed() {
    assertThat(synthesize("--count", 100, "--threads", 2).code()).isZero();
    assertThat(synthesize("--count", 100, "--threads", 1, "--out", "again").code()).isZero();
    assertThat(synthesize("--count", 4, "--seed", 2, "--out", "other").code()).isZero();

    assertThat(labels()).hasSize(100).startsWith("apple", "Miller & Sons", "$3.50", "apple");
    assertThat(folder.resolve("words/001.png")).exists();
    for (String file : List.of("001.png", "004.png", "100.png", "labels.tsv")) {
      assertThat(folder.resolve("again").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("words").resolve(file));
    }
    assertThat(image("other", 1)).isNotEqualTo(image("words", 1));
    assertThat(image("words", 3)).as("another hand").isNotEqualTo(image("words", 0));
  }

  private Object image(String dataset, int index) {
    return Datasets.open(folder.resolve(dataset)).sample(index).image();
  }

  @Test
  @DisplayName("draws black on white with --clean")
  void clean() {
    assertThat(synthesize("--clean").code()).isZero();
    var image = Datasets.open(folder.resolve("words")).sample(0).image();
    assertThat(image.height()).isEqualTo(72);
    assertThat(image.at(0, 0)).isEqualTo(255);
  }

  @Test
  @DisplayName("counts the characters that no font has, or leaves such texts out when told to")
  void unknown() throws IOException {
    texts("apple\nжаж\nмир\n");
    assertRefused(
        synthesize(),
        "2 of 3 texts cannot be set, the first 'жаж'",
        "no font has ж (2×), а (1×), и (1×), м (1×), р (1×)",
        "--skip-unknown");
    Outcome outcome = synthesize("--skip-unknown");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("2 of 3 texts", "left out");
    assertThat(labels()).containsExactly("apple");
  }

  @Test
  @DisplayName("refuses when nothing is left to draw")
  void nothingLeft() throws IOException {
    texts("мир\n");
    assertRefused(synthesize("--skip-unknown"), "1 of 1 texts cannot be set");
    texts(" \n\n");
    assertRefused(synthesize(), "texts.txt has no text");
  }

  @Test
  @DisplayName("refuses texts that are not UTF-8, have a tab, are too long or not there")
  void badTexts() throws IOException {
    Files.write(folder.resolve("texts.txt"), "café".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(synthesize(), "texts.txt: is not text in UTF-8");
    texts("a\nb\tc\n");
    assertRefused(synthesize(), "texts.txt:2: a text with a tab");
    texts("a".repeat(201));
    assertRefused(synthesize(), "texts.txt:1: the text has 201 characters, but at most 200");
    assertRefused(synthesize("--texts", "missing.txt"), "missing.txt: there is no such file");
    assertRefused(synthesize("--texts", folder), folder + ": is a folder; name a file");
  }

  @Test
  @DisplayName("refuses a folder without fonts")
  void noFonts() throws IOException {
    assertRefused(synthesize("--fonts", folder), "has no font");
    assertRefused(synthesize("--fonts", folder.resolve("missing")), "there is no such folder");
    assertRefused(synthesize("--fonts", folder.resolve("texts.txt")), "texts.txt is a file");
  }

  @Test
  @DisplayName("never writes to a folder that is not empty, nor over a file; an empty one will do")
  void neverOverwrites() throws IOException {
    Path words = Files.createDirectory(folder.resolve("words"));
    Path precious = Files.writeString(words.resolve("precious.txt"), "kept");
    assertRefused(synthesize(), "words is not empty, and nothing in it is overwritten");
    assertThat(precious).hasContent("kept");
    assertRefused(synthesize("--out", "texts.txt"), "texts.txt is a file");

    Files.delete(precious);
    assertThat(synthesize().code()).isZero();
    assertThat(labels()).hasSize(3);
  }

  @Test
  @DisplayName("asks for what is missing on the command line")
  void usage() {
    Outcome outcome = new Shell(folder).run("synthesize", "--texts", "texts.txt");
    assertThat(outcome.code()).isEqualTo(Longhand.USAGE);
    assertThat(outcome.err()).contains("--fonts").contains("--out");
    assertThat(synthesize("--count", 0).code()).isEqualTo(Longhand.USAGE);
  }
}
