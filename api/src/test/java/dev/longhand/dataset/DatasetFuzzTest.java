package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.LonghandException;
import dev.longhand.image.Allocation;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import dev.longhand.ink.InkDocument;
import dev.longhand.ink.InvalidInkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged files of datasets give samples or one clear line, in bounded memory. */
class DatasetFuzzTest {

  /** A line of ink may be 4 MB long, and is read into characters that grow by doubling. */
  private static final long MOST_MEMORY = 60_000_000;

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fuzz");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void idx(@ForAll Random random) throws IOException {
    byte[] images = IdxDatasetTest.idx(new int[] {3, 2, 2}, 12);
    byte[] labels = IdxDatasetTest.idx(new int[] {3}, 3);
    boolean gzip = random.nextBoolean();
    damage(gzip ? IdxDatasetTest.gzip(images) : images, random, "train-images-idx3-ubyte");
    damage(gzip ? IdxDatasetTest.gzip(labels) : labels, random, "train-labels-idx1-ubyte");

    assertReadsOrExplains(folder.resolve("train-images-idx3-ubyte"));
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void ink(@ForAll Random random) throws IOException {
    String line = "{\"label\":\"A\",\"writer\":\"w\",\"strokes\":[[0,0,1.5,1e3],[7,7]]}\n";
    byte[] lines = line.repeat(3).getBytes(StandardCharsets.UTF_8);
    damage(random.nextBoolean() ? IdxDatasetTest.gzip(lines) : lines, random, "ink.jsonl");

    assertReadsOrExplains(folder.resolve("ink.jsonl"));
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void anyTextIsAnInkDocumentOrExplained(@ForAll String text) {
    for (String json : new String[] {text, "{\"strokes\":" + text + "}", "{" + text + "}"}) {
      try {
        assertThat(InkDocument.parse(json).ink().strokes()).isNotEmpty();
      } catch (InvalidInkException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void zip(@ForAll Random random) throws IOException {
    byte[] png = PngWriter.encode(GrayImage.of(2, 1, new byte[] {0, 127}));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a.png", png);
    files.put("b.png", png);
    files.put(
        "labels.tsv",
        "file\tgroup\ttext\na.png\tw\tA\nb.png\tw\tB\n".getBytes(StandardCharsets.UTF_8));
    if (random.nextBoolean()) {
      files.put("labels.tsv", damaged(files.get("labels.tsv"), random));
    }
    damage(LabelledImagesTest.zip(files), random, "data" + random.nextInt() + ".zip");

    try (var zips = Files.newDirectoryStream(folder, "*.zip")) {
      for (Path zip : zips) {
        assertReadsOrExplains(zip);
        Files.delete(zip);
      }
    }
  }

  private static void assertReadsOrExplains(Path file) {
    long allocated =
        Allocation.during(
            () -> {
              try {
                Dataset dataset = Datasets.open(file);
                for (int i = 0; i < dataset.size(); i++) {
                  assertThat(dataset.sample(i).labels()).isEqualTo(dataset.labels(i));
                }
              } catch (LonghandException e) {
                assertThat(e.getMessage()).startsWith(folder.toString());
              }
            });
    assertThat(allocated).isLessThan(MOST_MEMORY);
  }

  private static void damage(byte[] seed, Random random, String file) {
    try {
      Files.write(folder.resolve(file), damaged(seed, random));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] damaged(byte[] seed, Random random) {
    byte[] file = seed.clone();
    for (int edits = random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(file.length);
      if (random.nextInt(3) == 0 && at + 4 <= file.length) {
        int[] nasty = {-1, Integer.MAX_VALUE, 0x10000, random.nextInt()};
        ByteBuffer.wrap(file).putInt(at, nasty[random.nextInt(nasty.length)]);
      } else {
        file[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(file, 1 + random.nextInt(file.length)) : file;
  }
}
