package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import dev.longhand.image.UnreadableImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledImagesTest {

  private static final byte[] PNG = PngWriter.encode(GrayImage.of(2, 1, new byte[] {0, 127}));

  @TempDir Path folder;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTableNamesEachImageItsGroupAndItsText(boolean zip) throws IOException {
    files.put("a.png", PNG);
    files.put("sub/b.png", PNG);
    put("labels.tsv", "file\tgroup\ttext\na.png\t-\tA\nsub/b.png\tw7\tone word\n");

    Dataset dataset = open(zip);

    assertThat(dataset.name()).isEqualTo("data");
    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.id(1)).isEqualTo("sub/b.png");
    assertThat(dataset.group(0)).isEmpty();
    assertThat(dataset.group(1)).isEqualTo("w7");
    assertThat(dataset.labels(1)).containsExactly("one word");
    assertThat(dataset.sample(1).image().toArray()).containsExactly(0, 127);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTableMayHaveNoGroups(boolean zip) throws IOException {
    files.put("a.png", PNG);
    put("labels.tsv", "\ufefffile\ttext\r\na.png\te\u0301\r\n");

    assertThat(open(zip).labels(0)).as("in NFC").containsExactly("\u00e9");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theNameOfASubFolderIsTheText(boolean zip) throws IOException {
    for (String image : List.of("A/1.png", "lower_a/2.JPG", "upper_B/3.png", "upper_class/4.png")) {
      files.put(image, PNG);
    }
    put("A/notes.md", "not an image");
    put("A/.hidden.png", "nor this");

    Dataset dataset = open(zip);

    assertThat(IntStream.range(0, dataset.size()).mapToObj(dataset::labels))
        .containsExactly(List.of("A"), List.of("a"), List.of("B"), List.of("upper_class"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTextMayStandBesideEachImage(boolean zip) throws IOException {
    files.put("1.png", PNG);
    put("1.txt", "over the lazy dog\n");

    assertThat(open(zip).labels(0)).containsExactly("over the lazy dog");
  }

  @ParameterizedTest
  @CsvSource({"data/, labels.tsv", "data/, A/"})
  void aZipMayHaveASingleTopFolder(String top, String kind) throws IOException {
    if (kind.equals("A/")) {
      files.put(top + "A/1.png", PNG);
      files.put(top + "A/2.png", PNG);
    } else {
      files.put(top + "1.png", PNG);
      put(top + "labels.tsv", "file\ttext\n1.png\tA\n");
    }
    put("__MACOSX/._x", "rubbish");

    assertThat(open(true).labels(0)).containsExactly("A");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTableThatNamesAMissingFileIsRefusedOnOpening(boolean zip) throws IOException {
    files.put("a.png", PNG);
    put("labels.tsv", "file\tgroup\ttext\na.png\t-\tA\nb.png\t-\tB\n");

    assertRefused(zip, "labels.tsv:3: there is no file b.png");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "../outside.png",
        "/etc/passwd",
        "..\\outside.png",
        "sub/../../outside.png",
        "a\0"
      })
  void aTableCannotReachOutside(String name) throws IOException {
    Files.write(folder.resolve("outside.png"), PNG);
    files.put("a.png", PNG);
    put("labels.tsv", "file\ttext\n" + name + "\tA\n");

    assertRefused(false, "labels.tsv:2: there is no file " + name);
    assertRefused(true, "labels.tsv:2: there is no file " + name);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "'name\tlabel';:1: expected the header file<TAB>group<TAB>text or file<TAB>text, found"
            + " \"name<TAB>label\"",
        "'file\ttext\na.png';:2: expected 2 columns parted by tabs, found 1",
        "'file\ttext\n\na.png\tw\tA';:3: expected 2 columns parted by tabs, found 3",
        "'file\ttext\na.png\t';:2: the text is missing",
        "'file\ttext\n\tA';:2: the file is missing",
        "'file\ttext\na.png\tA\na.png\tB';:3: the file a.png already stands in line 2"
      })
  void aTableThatIsNotOneIsRefusedWithItsLine(String table, String message) throws IOException {
    files.put("a.png", PNG);
    put("labels.tsv", table);

    assertRefused(false, "labels.tsv" + message);
  }

  @Test
  void whatHasNoLabelsIsRefusedWithTheFormsThereAre() throws IOException {
    put("notes.md", "nothing here");

    assertRefused(
        true,
        " holds no labelled images: expected labels.tsv, or NAME.png with NAME.txt, or a sub-folder"
            + " of images for each text");

    files.put("1.png", PNG);
    assertRefused(true, "1.png has no label: there is no file 1.txt");

    put("1.txt", "\n");
    assertRefused(true, "1.txt: expected one line of text");
  }

  @Test
  void aTableThatIsNotUtf8IsRefused() throws IOException {
    files.put("a.png", PNG);
    files.put("labels.tsv", "file\ttext\na.png\té".getBytes(StandardCharsets.ISO_8859_1));

    assertRefused(true, "labels.tsv is not UTF-8; save it as UTF-8");
  }

  @Test
  void aBrokenImageIsNamedWhenItIsAskedFor() throws IOException {
    put("a.png", "no image");
    put("labels.tsv", "file\ttext\na.png\tA\n");
    Dataset dataset = open(true);

    assertThatThrownBy(() -> dataset.sample(0))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageStartingWith(folder.resolve("data.zip") + "!/a.png is not an image");
  }

  @Test
  void aMemberThatUnpacksBeyondTheLimitIsRefused() throws IOException {
    files.put("a.png", PNG);
    files.put("1.txt", new byte[200_000]);
    files.put("1.png", PNG);

    assertRefused(true, "1.txt is larger than 0.1 MB, the limit for it");
  }

  @Test
  void aTruncatedZipIsRefused() throws IOException {
    files.put("a.png", PNG);
    Path zip = writeZip();
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
      file.setLength(file.length() - 30);
    }

    assertThatThrownBy(() -> Datasets.open(zip))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(zip + " is damaged (")
        .hasMessageEndingWith("); get it again");
  }

  @Test
  void limitingSpreadsOverAllClasses() throws IOException {
    for (String letter : List.of("A", "B", "C", "D")) {
      for (int i = 0; i < 5; i++) {
        files.put(letter + "/" + i + ".png", PNG);
      }
    }
    Dataset four = Datasets.limit(open(false), 4);

    assertThat(IntStream.range(0, 4).mapToObj(four::id))
        .containsExactly("A/0.png", "B/0.png", "C/0.png", "D/0.png");
  }

  private void put(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Dataset open(boolean zip) throws IOException {
    return Datasets.open(zip ? writeZip() : writeFolder());
  }

  private void assertRefused(boolean zip, String ending) throws IOException {
    Path path = zip ? writeZip() : writeFolder();
    assertThatThrownBy(() -> Datasets.open(path))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageEndingWith(ending);
  }

  private Path writeFolder() throws IOException {
    Path data = folder.resolve("data");
    for (var file : files.entrySet()) {
      Path target = data.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    return data;
  }

  private Path writeZip() throws IOException {
    Path zip = folder.resolve("data.zip");
    Files.write(zip, zip(files));
    return zip;
  }

  static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        ((OutputStream) out).write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
