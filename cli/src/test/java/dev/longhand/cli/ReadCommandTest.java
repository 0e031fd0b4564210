package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.image.GrayImage;
import dev.longhand.image.ImageReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("longhand read")
class ReadCommandTest {
  @TempDir Path folder;
  private Path up;
  private Path down;

  @BeforeEach
  void images() throws IOException {
    TinyModel.write(folder);
    up = Samples.stroke(folder.resolve("up.png"), true);
    down = Samples.stroke(folder.resolve("down.png"), false);
  }

  private Outcome read(Object... arguments) {
    return read(new Shell(folder), arguments);
  }

  private Outcome read(Shell shell, Object... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of("read", "--model", folder.resolve("tiny.longhand"), "--engine", "reference"));
    all.addAll(Arrays.asList(arguments));
    return shell.run(all.toArray());
  }

  @Nested
  @DisplayName("prints")
  class Prints {

    @Test
    @DisplayName("the reading alone for one image")
    void one() {
      Outcome outcome = read(up);

      assertThat(outcome.out()).matches("[0-9A-Za-z]\n");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.code()).isZero();
    }

    @Test
    @DisplayName("FILE: READING for several, in the order given")
    void several() {
      Outcome outcome = read(up, down, up);

      assertThat(outcome.outLines()).hasSize(3);
      assertThat(outcome.outLines().get(0))
          .startsWith(up + ": ")
          .isEqualTo(outcome.outLines().get(2));
      assertThat(outcome.outLines().get(1)).startsWith(down + ": ");
    }

    @Test
    @DisplayName("the candidates of --top with their confidence")
    void top() {
      assertThat(read("--top", 3, up).out()).matches("(\\S 0\\.\\d{4}  ){2}\\S 0\\.\\d{4}\n");
    }

    @Test
    @DisplayName("file, text and confidence parted by tabs, without a header")
    void tsv() {
      assertThat(read("--format", "tsv", up).out())
          .matches("\\Q" + up + "\\E\t[0-9A-Za-z]\t0\\.\\d{4}\n");
      assertThat(read("--format", "tsv", "--top", 4, up).outLines())
          .hasSize(4)
          .allMatch(line -> line.startsWith(up + "\t"));
    }

    @Test
    @DisplayName("one JSON object a line, with these fields and no others")
    void json() throws IOException {
      Outcome outcome = read("--format", "json", "--top", 2, up, down);

      assertThat(outcome.outLines()).hasSize(2);
      JsonNode line = new ObjectMapper().readTree(outcome.outLines().get(0));
      assertThat(line.fieldNames())
          .toIterable()
          .containsExactly("file", "text", "confidence", "candidates", "model", "engine");
      assertThat(line.get("file").asText()).isEqualTo(up.toString());
      assertThat(line.get("model").asText()).isEqualTo("tiny");
      assertThat(line.get("engine").asText()).isEqualTo("reference");
      assertThat(line.get("candidates")).hasSize(2);
      JsonNode best = line.get("candidates").get(0);
      assertThat(best.fieldNames()).toIterable().containsExactly("text", "confidence");
      assertThat(best.get("text")).isEqualTo(line.get("text"));
      assertThat(best.get("confidence")).isEqualTo(line.get("confidence"));
      assertThat(best.get("confidence").asDouble())
          .isBetween(line.get("candidates").get(1).get("confidence").asDouble(), 1.0);
    }

    @Test
    @DisplayName("what comes from standard input, as -")
    void standardInput() {
      Outcome outcome =
          read(new Shell(folder).in(Samples.stroke(true)), "--format", "tsv", "-", up);

      assertThat(outcome.outLines().get(0)).startsWith("-\t");
      assertThat(outcome.outLines().get(0).substring(1))
          .isEqualTo(outcome.outLines().get(1).substring(up.toString().length()));
    }

    @Test
    @DisplayName("the same whatever the number of threads, for more images than a batch holds")
    void threads() {
      Object[] many = new Object[150];
      for (int i = 0; i < many.length; i++) {
        many[i] = i % 3 == 0 ? up : down;
      }
      Object[] threaded = Stream.concat(Stream.of("-t", 3), Stream.of(many)).toArray();

      Outcome outcome = read(threaded);

      assertThat(outcome.outLines()).hasSize(150);
      assertThat(outcome.out()).isEqualTo(read(many).out());
    }
  }

  @Test
  @DisplayName("uses the prior that a file names")
  void prior() throws IOException {
    Path prior = Files.writeString(folder.resolve("only-q.tsv"), "q\t1000000\nZ\t1\n");

    assertThat(read("--prior", prior, up).out()).isEqualTo("q\n");
    assertThat(read("--prior", "uniform", up).out()).isEqualTo(read(up).out());
  }

  @Test
  @DisplayName("takes the model, the engine and the threads from the environment")
  void environment() {
    Outcome outcome =
        new Shell(folder)
            .set("LONGHAND_MODEL", folder.resolve("tiny.longhand").toString())
            .set("LONGHAND_ENGINE", "reference")
            .set("LONGHAND_THREADS", "1")
            .run("read", "--format", "json", up);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("\"model\":\"tiny\",\"engine\":\"reference\"");
  }

  @Test
  @DisplayName("runs on ONNX Runtime unless told otherwise")
  void usualEngine() {
    Outcome outcome =
        new Shell(folder).run("read", "-f", "json", "-m", folder.resolve("tiny.longhand"), up);

    assertThat(outcome.out()).contains("\"engine\":\"djl-onnxruntime\"");
  }

  @Test
  @DisplayName("writes with --explain what each step made of an image, into a new folder")
  void explain() throws IOException {
    Path seen = folder.resolve("a/b");

    read("--explain", seen, up, up);

    try (Stream<Path> files = Files.list(seen)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names)
          .contains("up.0-decoded.png", "up.4-crop-ink.png", "up.8-fit-square.png")
          .contains("up-2.0-decoded.png")
          .hasSize(18);
    }
    GrayImage last = ImageReader.read(seen.resolve("up.8-fit-square.png"));
    assertThat(last.width()).isEqualTo(28);
    assertThat(last.height()).isEqualTo(28);
    assertThat(ImageReader.read(seen.resolve("up.0-decoded.png"))).isEqualTo(ImageReader.read(up));
  }

  @Test
  @DisplayName("leaves with --explain what was decoded of an image without ink")
  void explainBlank() throws IOException {
    Path blank = Files.write(folder.resolve("blank.png"), Samples.blank(20, 20));

    assertThat(read("--explain", folder.resolve("seen"), blank).code()).isEqualTo(3);

    assertThat(folder.resolve("seen/blank.0-decoded.png")).exists();
  }

  @Nested
  @DisplayName("says in one line what is wrong with")
  class Refuses {

    static Stream<BadImage> badImages() throws IOException {
      byte[] whole = Samples.stroke(true);
      byte[] flipped = whole.clone();
      flipped[60] ^= 0x10;
      return Stream.of(
          new BadImage(
              "notes.txt", "Dear diary".getBytes(StandardCharsets.UTF_8), "is not an image"),
          new BadImage("empty.png", new byte[0], "is empty"),
          new BadImage("cut.png", Arrays.copyOf(whole, whole.length / 2), "damaged"),
          new BadImage("flipped.png", flipped, "damaged"),
          new BadImage("blank.png", Samples.blank(50, 40), "no ink found"),
          new BadImage("dot.png", Samples.blank(1, 1), "no ink found"),
          new BadImage("huge.png", Samples.header(60_000, 60_000), "40 megapixels"));
    }

    record BadImage(String name, byte[] bytes, String why) {
      @Override
      public String toString() {
        return name;
      }
    }

    @ParameterizedTest
    @MethodSource("badImages")
    @DisplayName("a bad image, and reads the others")
    void badImage(BadImage bad) throws IOException {
      Path file = Files.write(folder.resolve(bad.name), bad.bytes);

      Outcome outcome = read(up, file, down);

      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.errLines())
          .singleElement()
          .asString()
          .startsWith("longhand: ")
          .contains(file.toString())
          .contains(bad.why);
      assertThat(outcome.outLines()).hasSize(2);
      assertThat(outcome.out()).contains(up + ": ").contains(down + ": ");
    }

    @Test
    @DisplayName("a directory, a missing file and an unreadable name")
    void noFiles() {
      Outcome outcome = read(folder, folder.resolve("none.png"), "nul\0.png", up);

      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.errLines()).hasSize(3);
      assertThat(outcome.errLines().get(0)).contains("is a directory");
      assertThat(outcome.errLines().get(1)).contains("none.png: there is no such file");
      assertThat(outcome.errLines().get(2)).contains("no file can be called");
      assertThat(outcome.outLines()).hasSize(1);
    }

    @Test
    @DisplayName("a file that may not be read")
    void forbidden() {
      assumeThat(up.toFile().setReadable(false) && !Files.isReadable(up))
          .as("nothing is forbidden to the superuser")
          .isTrue();

      Outcome outcome = read(up, down);

      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.errLines()).singleElement().asString().contains("no permission");
      assertThat(outcome.outLines()).hasSize(1);
    }

    @Test
    @DisplayName("a single image, with nothing on standard output")
    void onlyOne() {
      Outcome outcome = read("--format", "json", folder.resolve("none.png"));

      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.out()).isEmpty();
    }

    @Test
    @DisplayName("an empty standard input")
    void emptyInput() {
      Outcome outcome = read("-");

      assertThat(outcome.errLines()).containsExactly("longhand: standard input is empty");
      assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    @DisplayName("an unknown engine, naming those that there are")
    void engine() {
      Outcome outcome = read("--engine", "abacus", up);

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.errLines())
          .singleElement()
          .asString()
          .contains("'abacus'", "reference", "djl-pytorch");
    }

    @Test
    @DisplayName("an unknown model, naming those that there are")
    void model() {
      Outcome outcome = read("--model", "greek", up);

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.errLines()).singleElement().asString().contains("'greek'", "latin-62");
    }

    @Test
    @DisplayName("a broken model, a missing one and one of another kind")
    void brokenModel() throws IOException {
      Path cut = folder.resolve("cut.longhand");
      byte[] whole = Files.readAllBytes(folder.resolve("tiny.longhand"));
      Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
      Path words = folder.resolve("words.longhand");
      TinyModel.bundle("sequence").write(words, WeightPrecision.FLOAT32);

      for (Path file : List.of(cut, words, folder.resolve("none.longhand"))) {
        Outcome outcome = read("--model", file, up);

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.errLines()).singleElement().asString().startsWith("longhand: ");
      }
    }

    @Test
    @DisplayName("an unknown prior or kind, and a folder that cannot be made")
    void others() {
      assertThat(read("--prior", "klingon", up).errLines())
          .singleElement()
          .asString()
          .contains("'klingon'", "uniform", "emnist");
      assertThat(read("--as", "poem", up).errLines())
          .singleElement()
          .asString()
          .contains("'poem'", "character");
      assertThat(read("--explain", up, down).errLines())
          .singleElement()
          .asString()
          .contains("cannot be made");
    }
  }
}
