package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand read, of words")
class ReadWordsTest {
  @TempDir Path folder;
  private Path three;

  @BeforeEach
  void bars() throws IOException {
    Bars.model(folder);
    three = Files.write(folder.resolve("three.png"), Bars.image(3));
  }

  private Outcome read(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("read", "-e", "reference"));
    if (!List.of(arguments).contains("-m")) {
      all.addAll(List.of("-m", folder.resolve("bars.longhand")));
    }
    all.addAll(Arrays.asList(arguments));
    return new Shell(folder).run(all.toArray());
  }

  @Test
  @DisplayName("tells in JSON where each character stands, in pixels of the image")
  void characters() throws IOException {
    JsonNode read = new ObjectMapper().readTree(read("-f", "json", three).out());

    assertThat(read.get("text").asText()).isEqualTo("lll");
    assertThat(read.get("characters")).hasSize(3);
    // The bars of the picture begin at 20, 44 and 68, and are 6 px wide.
    for (int i = 0; i < 3; i++) {
      JsonNode character = read.get("characters").get(i);
      int left = character.get("left").asInt();
      assertThat(character.get("text").asText()).isEqualTo("l");
      assertThat(character.get("confidence").asDouble()).isBetween(0.5, 1.0);
      assertThat(left).isBetween(20 + 24 * i - 14, 20 + 24 * i);
      assertThat(left + character.get("width").asInt()).isGreaterThanOrEqualTo(26 + 24 * i);
    }
  }

  @Test
  @DisplayName("reads with each decoder, and words of a lexicon or no others")
  void decoders() throws IOException {
    Path lexicon = Files.writeString(folder.resolve("words.txt"), "l\nllll\n");

    assertThat(read("--decoder", "greedy", three).out()).isEqualTo("lll\n");
    assertThat(read("--decoder", "beam", three).out()).isEqualTo("lll\n");
    assertThat(read("--lexicon", lexicon, three).out()).isEqualTo("lll\n");
    assertThat(read("--lexicon", lexicon, "--only-lexicon", three).outLines())
        .hasSize(1)
        .containsAnyOf("l", "llll");
  }

  @Test
  @DisplayName("explains in one line a decoder, a lexicon or a prior that it cannot take")
  void mistakes() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'l', (byte) 0xe9, '\n'});
    Path foreign = Files.writeString(folder.resolve("foreign.txt"), "xyz\n");

    assertExplained(read("--lexicon", empty, three), "empty.txt");
    assertExplained(read("--lexicon", latin, three), "latin.txt", "UTF-8");
    assertExplained(read("--lexicon", foreign, three), "lexicon");
    assertExplained(read("--lexicon", folder.resolve("none.txt"), three), "none.txt");
    assertExplained(read("--prior", "english", three), "'word'", "'prior'", "decoder");
    assertExplained(read("--as", "character", three), "bars", "'word'", "'character'");
  }

  @Test
  @DisplayName("takes options that cannot be, or not together, for wrong usage")
  void wrongUsage() {
    assertMisused(read("--decoder", "magic", three), "magic", "GREEDY", "BEAM", "LEXICON");
    assertMisused(read("--decoder", "lexicon", three), "--decoder lexicon needs --lexicon FILE");
    assertMisused(read("--decoder", "greedy", "--lexicon", "w.txt", three), "uses no lexicon");
    assertMisused(read("--only-lexicon", three), "--only-lexicon needs --lexicon FILE");
    assertMisused(read("--lexicon", "", three), "--lexicon names no file, but is empty");
    assertMisused(read("--as", "line", three), "--as must be character or word, but was 'line'");
  }

  private static void assertExplained(Outcome outcome, String... parts) {
    assertOneLine(outcome, Longhand.FAILED, parts);
  }

  private static void assertMisused(Outcome outcome, String... parts) {
    assertOneLine(outcome, Longhand.USAGE, parts);
  }

  private static void assertOneLine(Outcome outcome, int code, String... parts) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.errLines()).as(outcome.err()).hasSize(1);
    assertThat(outcome.err()).contains(parts);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  @DisplayName("says of an image without ink, and of writing that is too long, what is the matter")
  void images() throws IOException {
    Path blank = Files.write(folder.resolve("blank.png"), Samples.blank(40, 40));
    Path rule = Files.write(folder.resolve("rule.png"), Samples.rule(9000));

    Outcome outcome = read(blank, three, rule);

    assertThat(outcome.code()).isEqualTo(Longhand.SOME_FAILED);
    assertThat(outcome.outLines()).containsExactly(three + ": lll");
    assertThat(outcome.errLines()).hasSize(2);
    assertThat(outcome.errLines().get(0)).contains("blank.png", "no ink");
    assertThat(outcome.errLines().get(1)).contains("rule.png", "at most 4000");
  }

  @Test
  @DisplayName("says how many words of the lexicon the model cannot spell")
  void lexiconOutsideTheAlphabet() throws IOException {
    Path lexicon = Files.writeString(folder.resolve("words.txt"), "lll\nlöll\nxl\n");

    Outcome outcome = read("--lexicon", lexicon, three);

    assertThat(outcome.out()).isEqualTo("lll\n");
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains("2 words of " + lexicon, "bars");
  }

  @Test
  @DisplayName("asks whether writing runs up or down that is tall and that it is not sure of")
  void uprightWriting() throws IOException {
    Path upright = Files.write(folder.resolve("upright.png"), Bars.upright());

    assertThat(read(upright, three).err()).isEmpty();

    Outcome outcome = read("-m", Bars.modestModel(folder), upright, three);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines()).hasSize(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains("upright.png", "taller than wide", "turn the image");
  }
}
