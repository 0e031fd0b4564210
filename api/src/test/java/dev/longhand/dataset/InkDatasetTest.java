package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InkDatasetTest {

  private static final String A =
      "{\"label\":\"A\",\"writer\":\"w1\",\"strokes\":[[0,0,10,20],[5,5]]}\n";

  @TempDir Path folder;

  @Test
  void eachLineIsASampleNamedByFileAndLine() throws IOException {
    Path file = write(A + "\n" + "{\"label\":\"b\",\"strokes\":[[1,2]]}");

    Dataset dataset = InkDataset.open(file);

    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.name()).isEqualTo("ink");
    assertThat(dataset.id(1)).isEqualTo("ink.jsonl:3");
    assertThat(dataset.group(0)).isEqualTo("w1");
    assertThat(dataset.group(1)).isEmpty();
    assertThat(dataset.labels(1)).containsExactly("b");
    assertThat(((Sample.Strokes) dataset.sample(0).content()).ink().strokes()).hasSize(2);
    assertThat(dataset.sample(0).image().height()).isGreaterThan(100);
  }

  @Test
  void theContentTellsWhetherItIsGzipped() throws IOException {
    Path file = folder.resolve("ink.jsonl");
    Files.write(file, IdxDatasetTest.gzip(A.getBytes(StandardCharsets.UTF_8)));

    assertThat(Datasets.open(file).size()).isEqualTo(1);
  }

  @Test
  void labelsAreNormalised() throws IOException {
    Path file = write("{\"label\":\"e\u0301\",\"strokes\":[[1,2]]}");

    assertThat(InkDataset.open(file).labels(0)).containsExactly("\u00e9");
  }

  @Test
  void aBadLineIsRefusedWithFileAndLine() throws IOException {
    assertRefused(A + "{\"label\":\"b\",\"strokes\":[[1]]}\n", ":2: stroke 0 (counted from 0) has");
    assertRefused(A + A + "{\"strokes\":[[1,2]]}", ":3: there is no \"label\"");
    assertRefused("nonsense", ":1: not JSON: ");
    assertRefused(A + "{\"label\":\"b\",\"strokes\":[[1,2]]", ":2: not JSON: ");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    Path file = folder.resolve("ink.jsonl");
    Files.write(file, A.replace('A', '\u00e9').getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> InkDataset.open(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ":1: not UTF-8");
  }

  @Test
  void aLineWithoutEndIsRefusedInBoundedMemory() throws IOException {
    Path file = folder.resolve("ink.jsonl.gz");
    // 40 MB of blanks in 40 kB.
    Files.write(
        file,
        IdxDatasetTest.gzip("{".concat(" ".repeat(40_000_000)).getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> InkDataset.open(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ":1: the document is longer than 4000000 characters");
  }

  @Test
  void aMissingFileIsOneLine() {
    assertThatThrownBy(() -> InkDataset.open(folder.resolve("none.jsonl")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(folder.resolve("none.jsonl") + ": there is no such file");
  }

  private void assertRefused(String content, String message) throws IOException {
    Path file = write(content);
    assertThatThrownBy(() -> InkDataset.open(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + message);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("ink.jsonl"), content);
  }
}
