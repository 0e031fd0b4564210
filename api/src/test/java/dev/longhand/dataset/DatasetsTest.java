package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

  private static final String INK = "{\"label\":\"A\",\"writer\":\"w\",\"strokes\":[[0,0,1,1]]}\n";

  @TempDir Path data;

  @Test
  void opensByNameBelowTheDataDirectoryAndKeepsTheName() throws IOException {
    Files.createDirectories(data.resolve("unipen"));
    Files.writeString(data.resolve("unipen/characters.test.jsonl"), INK);

    Dataset dataset = Datasets.open("unipen-characters-test", data);

    assertThat(dataset.name()).isEqualTo("unipen-characters-test");
    assertThat(dataset.id(0)).isEqualTo("characters.test.jsonl:1");
    assertThat(Datasets.namesIn(data)).containsExactly("unipen-characters-test");
  }

  @Test
  void opensByPath() throws IOException {
    Path file = Files.writeString(data.resolve("mine.jsonl"), "\n " + INK);

    assertThat(Datasets.open(file.toString(), data).name()).isEqualTo("mine");
  }

  @Test
  void anUnknownNameListsWhatThereIs() throws IOException {
    assertThatThrownBy(() -> Datasets.open("emnist-by-class", data))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "no dataset and no file is called 'emnist-by-class'; "
                + data
                + " has no known dataset");

    Files.createDirectories(data.resolve("unipen"));
    Files.writeString(data.resolve("unipen/words.test.jsonl"), INK);
    assertThatThrownBy(() -> Datasets.open("emnist\0", data))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith(data + " has unipen-words-test");
  }

  @Test
  void aKnownNameWithoutItsFilesSaysWhereTheyBelong() {
    assertThatThrownBy(() -> Datasets.open("photos-characters", data))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the dataset photos-characters is not there: no file "
                + data.resolve("photos/characters.zip"));
  }

  @Test
  void whatIsNoDatasetIsRefused() throws IOException {
    Path file = Files.writeString(data.resolve("poem.txt"), "Tyger Tyger, burning bright");

    assertThatThrownBy(() -> Datasets.open(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + " is no dataset: expected an idx file of images");
  }

  @Test
  void namesAreUnique() {
    assertThat(Datasets.names()).doesNotHaveDuplicates().contains("emnist-byclass-test");
  }
}
