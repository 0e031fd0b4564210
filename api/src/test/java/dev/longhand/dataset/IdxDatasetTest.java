package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxDatasetTest {

  @TempDir Path folder;

  @Test
  void officialFilesAreTransposedAndTheirNameTellsTheClasses() throws IOException {
    images("emnist-byclass-test-images-idx3-ubyte.gz", 2, 2, 3);
    labels("emnist-byclass-test-labels-idx1-ubyte.gz", 10, 61);

    Dataset dataset = IdxDataset.open(folder.resolve("emnist-byclass-test-images-idx3-ubyte.gz"));

    assertThat(dataset.name()).isEqualTo("emnist-byclass-test");
    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.labels(0)).containsExactly("A");
    assertThat(dataset.labels(1)).containsExactly("z");
    Sample second = dataset.sample(1);
    assertThat(second.id()).isEqualTo("emnist-byclass-test-images-idx3-ubyte.gz:1");
    assertThat(second.image().width()).isEqualTo(2);
    assertThat(second.image().height()).isEqualTo(3);
    // Stored 6 7 8 / 9 10 11: the stored rows are columns.
    assertThat(second.image().toArray()).containsExactly(6, 9, 7, 10, 8, 11);
  }

  @Test
  void mnistsOwnFilesAreUprightGzippedOrNot() throws IOException {
    images("t10k-images-idx3-ubyte", 1, 2, 3);
    labels("t10k-labels-idx1-ubyte.gz", 7);

    Dataset dataset = IdxDataset.open(folder.resolve("t10k-images-idx3-ubyte"));

    assertThat(dataset.sample(0).image().toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(dataset.sample(0).image().width()).isEqualTo(3);
    assertThat(dataset.labels(0)).containsExactly("7");
  }

  @Test
  void theContentTellsWhetherAFileIsGzippedNotItsName() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), idx(new int[] {1, 1, 1}, 1));
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), idx(new int[] {1}, 1));

    assertThat(IdxDataset.open(folder.resolve("train-images-idx3-ubyte.gz")).size()).isEqualTo(1);
  }

  @Test
  void anAlternativeIsASecondPossibleTextUnlessItIs255() throws IOException {
    images("pool-train-images-idx3-ubyte.gz", 2, 1, 1);
    labels("pool-train-labels-idx1-ubyte.gz", 12, 12);
    labels("pool-train-alternatives-idx1-ubyte.gz", 255, 38);

    Dataset dataset = IdxDataset.open(folder.resolve("pool-train-images-idx3-ubyte.gz"));

    assertThat(dataset.name()).isEqualTo("emnist-pool-train");
    assertThat(dataset.labels(0)).containsExactly("C");
    assertThat(dataset.labels(1)).containsExactly("C", "c");
  }

  @ParameterizedTest(name = "in {0}, {1} may be {2}")
  @CsvSource({
    "bymerge, 12, Cc", "bymerge, 10, A", "bymerge, 36, a", "bymerge, 46, t", "bymerge, 35, Zz",
    "balanced, 18, Ii", "letters, 1, Aa", "letters, 26, Zz", "digits, 9, 9", "mnist, 0, 0"
  })
  void everySplitHasItsOwnMeaningOfLabels(String split, int label, String texts)
      throws IOException {
    images("emnist-" + split + "-train-images-idx3-ubyte", 1, 1, 1);
    labels("emnist-" + split + "-train-labels-idx1-ubyte", label);

    Dataset dataset =
        IdxDataset.open(folder.resolve("emnist-" + split + "-train-images-idx3-ubyte"));

    assertThat(dataset.labels(0))
        .isEqualTo(texts.codePoints().mapToObj(Character::toString).toList());
  }

  @Test
  void anyOtherAlphabetComesWithItsMapping() throws IOException {
    images("runes-images-idx3-ubyte", 2, 1, 1);
    labels("runes-labels-idx1-ubyte", 0, 1);
    Files.writeString(folder.resolve("runes-mapping.txt"), "0 5792\n1 65 97\n");

    Dataset dataset = IdxDataset.open(folder.resolve("runes-images-idx3-ubyte"));

    assertThat(dataset.labels(0)).containsExactly("ᚠ");
    assertThat(dataset.labels(1)).containsExactly("A", "a");
  }

  @ParameterizedTest(name = "\"{0}\" is refused")
  @CsvSource({"A 65", "0", "-1 65", "255 65", "0 1114112", "0 99999999999"})
  void aMappingThatIsNotNumbersIsRefusedWithItsLine(String line) throws IOException {
    images("runes-images-idx3-ubyte", 1, 1, 1);
    labels("runes-labels-idx1-ubyte", 0);
    Files.writeString(folder.resolve("runes-mapping.txt"), "1 66\n" + line + "\n");

    assertThatThrownBy(() -> IdxDataset.open(folder.resolve("runes-images-idx3-ubyte")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            folder.resolve("runes-mapping.txt")
                + ":2: expected a label of 0 to 254 and its code points, as \"10 65 97\"");
  }

  @Test
  void aWrongMagicIsRefusedWithBothNumbers() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(new int[] {1}, 1));
    labels("train-labels-idx1-ubyte", 1);

    assertRefused(
        "train-images-idx3-ubyte",
        folder.resolve("train-images-idx3-ubyte")
            + " is not an idx3 file: it starts with 0x00000801, but 0x00000803 was expected");
  }

  @Test
  void countsThatDoNotMatchAreRefusedWithBoth() throws IOException {
    images("train-images-idx3-ubyte", 2, 1, 1);
    labels("train-labels-idx1-ubyte", 1, 2, 3);

    assertRefused(
        "train-images-idx3-ubyte",
        folder.resolve("train-images-idx3-ubyte")
            + " has 2 images, but "
            + folder.resolve("train-labels-idx1-ubyte")
            + " has 3 labels; take both from the same release");
  }

  @ParameterizedTest(name = "{0} has no label {1}")
  @CsvSource({
    "byclass, 62, 0 to 61",
    "byclass, 255, 0 to 61",
    "letters, 0, 1 to 26",
    "letters, 27, 1 to 26",
    "balanced, 47, 0 to 46"
  })
  void aLabelOutOfRangeIsRefusedWithItsPlace(String split, int label, String range)
      throws IOException {
    images("emnist-" + split + "-test-images-idx3-ubyte", 2, 1, 1);
    labels("emnist-" + split + "-test-labels-idx1-ubyte", 1, label);

    assertRefused(
        "emnist-" + split + "-test-images-idx3-ubyte",
        folder.resolve("emnist-" + split + "-test-labels-idx1-ubyte")
            + ": label 1 (counted from 0) is "
            + label
            + ", but "
            + range
            + " was expected");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    byte[] whole = idx(new int[] {3, 2, 2}, 12);
    Files.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, 27));
    labels("train-labels-idx1-ubyte", 1, 2, 3);

    assertRefused(
        "train-images-idx3-ubyte",
        folder.resolve("train-images-idx3-ubyte")
            + " is cut short: its header promises 3 images of 2×2 px in 12 bytes,"
            + " but there are 11");
  }

  @Test
  void aTruncatedGzipIsRefused() throws IOException {
    byte[] gzipped = gzip(idx(new int[] {3, 2, 2}, 12));
    Files.write(
        folder.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(gzipped, gzipped.length - 9));
    labels("train-labels-idx1-ubyte", 1, 2, 3);

    assertRefused(
        "train-images-idx3-ubyte.gz",
        folder.resolve("train-images-idx3-ubyte.gz") + " is cut short; get it again");
  }

  @Test
  void aHeaderThatPromisesTheWorldIsRefusedBeforeAnythingIsAllocated() throws IOException {
    Files.write(
        folder.resolve("train-images-idx3-ubyte.gz"),
        gzip(idx(new int[] {Integer.MAX_VALUE, 4096, 4096}, 100)));
    labels("train-labels-idx1-ubyte", 1);

    assertThatThrownBy(() -> IdxDataset.open(folder.resolve("train-images-idx3-ubyte.gz")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("its header promises 2147483647 images of 4096×4096 px");
  }

  @ParameterizedTest(name = "{0} images of {1}×{2}")
  @CsvSource({"-1, 1, 1", "1, 0, 1", "1, 1, -1", "1, 65536, 65536", "1, 4097, 1"})
  void extentsThatNoImageHasAreRefused(int count, int rows, int columns) throws IOException {
    Files.write(
        folder.resolve("train-images-idx3-ubyte"), idx(new int[] {count, rows, columns}, 1));
    labels("train-labels-idx1-ubyte", 1);

    assertThatThrownBy(() -> IdxDataset.open(folder.resolve("train-images-idx3-ubyte")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(folder.resolve("train-images-idx3-ubyte").toString());
  }

  @Test
  void aFileThatGoesOnIsRefused() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(new int[] {1, 1, 1}, 2));
    labels("train-labels-idx1-ubyte", 1);

    assertRefused(
        "train-images-idx3-ubyte",
        folder.resolve("train-images-idx3-ubyte")
            + " goes on after the 1 images of 1×1 px that its header promises");
  }

  @Test
  void imagesWithoutLabelsAreRefusedNamingTheFileThatIsMissing() throws IOException {
    images("train-images-idx3-ubyte.gz", 1, 1, 1);

    assertRefused(
        "train-images-idx3-ubyte.gz",
        folder.resolve("train-labels-idx1-ubyte.gz") + ": there is no such file");
  }

  @Test
  void aNameWithoutARuleIsRefusedWithTheRule() {
    assertRefused(
        "digits.idx",
        folder.resolve("digits.idx")
            + ": an idx file of images is named NAME-images-idx3-ubyte or"
            + " NAME-images-idx3-ubyte.gz, so that its labels can be found");
  }

  private void assertRefused(String file, String message) {
    assertThatThrownBy(() -> IdxDataset.open(folder.resolve(file)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  /** Images whose bytes count up through the whole file. */
  private void images(String file, int... extents) throws IOException {
    write(file, idx(extents, extents[0] * extents[1] * extents[2]));
  }

  private void labels(String file, int... labels) throws IOException {
    byte[] bytes = idx(new int[] {labels.length}, labels.length);
    for (int i = 0; i < labels.length; i++) {
      bytes[8 + i] = (byte) labels[i];
    }
    write(file, bytes);
  }

  private void write(String file, byte[] bytes) throws IOException {
    Files.write(folder.resolve(file), file.endsWith(".gz") ? gzip(bytes) : bytes);
  }

  static byte[] idx(int[] extents, int items) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length + items);
    bytes.putInt(0x800 | extents.length);
    for (int extent : extents) {
      bytes.putInt(extent);
    }
    for (int i = 0; i < items; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(bytes);
    }
    return gzipped.toByteArray();
  }

  @Test
  void theDigestKnowsIdsAndLabelsButNotTheOrder() throws IOException {
    images("train-images-idx3-ubyte", 3, 1, 1);
    labels("train-labels-idx1-ubyte", 1, 2, 3);
    Dataset dataset = IdxDataset.open(folder.resolve("train-images-idx3-ubyte"));

    String digest = Datasets.digest(dataset);

    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(Datasets.digest(Datasets.select(dataset, 2, 0, 1))).isEqualTo(digest);
    assertThat(Datasets.digest(Datasets.select(dataset, 0, 1))).isNotEqualTo(digest);
    labels("train-labels-idx1-ubyte", 1, 2, 4);
    assertThat(Datasets.digest(IdxDataset.open(folder.resolve("train-images-idx3-ubyte"))))
        .isNotEqualTo(digest);
  }

  @Test
  void joiningKeepsIdsUniqueAndSkipsEmptyParts() throws IOException {
    images("train-images-idx3-ubyte", 3, 1, 1);
    labels("train-labels-idx1-ubyte", 1, 2, 3);
    Dataset dataset = IdxDataset.open(folder.resolve("train-images-idx3-ubyte"));
    Dataset none = Datasets.select(dataset);

    Dataset joined =
        Datasets.join("all", List.of(none, dataset, none, Datasets.limit(dataset, 2), none));

    assertThat(joined.size()).isEqualTo(5);
    assertThat(java.util.stream.IntStream.range(0, 5).mapToObj(joined::labels))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"), List.of("1"), List.of("2"));
    assertThat(joined.sample(4).id()).isEqualTo("train/train-images-idx3-ubyte:1");
  }
}
