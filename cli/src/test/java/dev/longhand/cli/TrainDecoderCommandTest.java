package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.bundle.ModelBundle;
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

@DisplayName("longhand train decoder")
class TrainDecoderCommandTest {
  @TempDir Path folder;
  private Path words;
  private Path model;

  @BeforeEach
  void bars() throws IOException {
    model = Bars.model(folder);
    int[] bars = new int[20];
    Arrays.setAll(bars, i -> i % 4 + 1);
    words =
        Bars.dataset(
            folder.resolve("words"),
            bars,
            Arrays.stream(bars).mapToObj("l"::repeat).toArray(String[]::new));
  }

  private Outcome tune(Object ofModel, String out, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "decoder", "--validation", words));
    all.addAll(List.of("-e", "reference", "--model", ofModel, "--out", out));
    all.addAll(Arrays.asList(more));
    return new Shell(folder).run(all.toArray());
  }

  @Test
  @DisplayName("writes a model that reads the same, and says how each decoder did and on what")
  void tunes() throws IOException {
    Path lexicon = Files.writeString(folder.resolve("lexicon.txt"), "l\nll\nlll\nllll\n");

    Outcome outcome = tune(model, "tuned.longhand", "--lexicon", lexicon);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("greedy: CER 0.00 %", "beam: CER", "escape cost");
    ModelBundle tuned = ModelBundle.read(folder.resolve("tuned.longhand"));
    assertThat(tuned.decoder().get("confidence").size()).isEqualTo(3);
    assertThat(tuned.provenance().settings()).containsEntry("decoder tuned on", "words");
    Path three = Files.write(folder.resolve("three.png"), Bars.image(3));
    assertThat(
            new Shell(folder)
                .run("read", "-m", folder.resolve("tuned.longhand"), "-e", "reference", three)
                .out())
        .isEqualTo("lll\n");
  }

  @Test
  @DisplayName(
      "leaves out labels that the model cannot spell and counts them, or refuses if all are such")
  void unknownSymbols() throws IOException {
    words = Bars.dataset(folder.resolve("some"), new int[] {1, 2, 3}, "l", "ll", "lxl");
    Outcome some = tune(model, "tuned.longhand");
    assertThat(some.code()).as(some.err()).isZero();
    assertThat(some.errLines())
        .contains(
            "longhand: 1 of 3 samples of some have symbols outside the alphabet: 'x' in 1; they are"
                + " left out")
        .contains("longhand: greedy: CER 0.00 %, exact words 100.00 %");

    words = Bars.dataset(folder.resolve("none"), new int[] {1, 2}, "x", "xy");
    Outcome none = tune(model, "none.longhand");
    assertThat(none.code()).isEqualTo(Longhand.FAILED);
    assertThat(none.errLines())
        .containsExactly(
            "longhand: no sample of none is left without those outside the alphabet: 'x' in 2, 'y'"
                + " in 1");
  }

  @Test
  @DisplayName("refuses a model of characters, and a file that is no model's")
  void refuses() {
    assertThat(tune("latin-62", "tuned.longhand").err()).contains("latin-62", "'character'");
    assertThat(tune(model, "tuned.zip").err()).contains("--out", ".longhand");
    assertThat(tune(model, ".longhand").err()).contains("--out", ".longhand");
    assertThat(tune(model, model + "/tuned.longhand").err())
        .startsWith("longhand: the folder " + model + " cannot be made");
  }

  @Test
  @DisplayName("refuses a lexicon that the model cannot read a word of, before it tunes")
  void foreignLexicon() throws IOException {
    Path foreign = Files.writeString(folder.resolve("foreign.txt"), "да\nнет\n");
    Outcome outcome = tune(model, "tuned.longhand", "--lexicon", foreign);
    assertThat(outcome.code()).isEqualTo(Longhand.FAILED);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .startsWith("longhand: none of the 2 words of the lexicon can be read");
    assertThat(tune(model, "tuned.longhand", "--lexicon", "").code()).isEqualTo(Longhand.USAGE);
  }

  @Test
  @DisplayName("makes the beam as wide as asked for, within what a model can have")
  void widensTheBeam() {
    assertThat(tune(model, "wide.longhand", "--beam-width", 32).code()).isZero();
    assertThat(ModelBundle.read(folder.resolve("wide.longhand")).decoder().get("beamWidth").asInt())
        .isEqualTo(32);
    Outcome tooWide = tune(model, "wider.longhand", "--beam-width", 1001);
    assertThat(tooWide.code()).isEqualTo(2);
    assertThat(tooWide.err()).contains("--beam-width must be in 1…1000, but was 1001");
  }
}
