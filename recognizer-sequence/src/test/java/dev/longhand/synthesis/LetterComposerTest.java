package dev.longhand.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.InkDataset;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterComposerTest {

  @TempDir Path folder;

  /** Ann has x, p, l and a dash, as upright bars of 256 units; Bob has x alone. */
  private LetterComposer composer() throws IOException {
    return LetterComposer.of(
        characters(
            "{\"label\":\"x\",\"writer\":\"ann\",\"strokes\":[[0,0,0,256],[90,0,90,256]]}",
            "{\"label\":\"p\",\"writer\":\"ann\",\"strokes\":[[5,0,5,256]]}",
            "{\"label\":\"l\",\"writer\":\"ann\",\"strokes\":[[0,0,0,256]]}",
            "{\"label\":\"-\",\"writer\":\"ann\",\"strokes\":[[0,3,256,3]]}",
            "{\"label\":\"x\",\"writer\":\"bob\",\"strokes\":[[0,0,256,256]]}",
            "{\"label\":\"word\",\"writer\":\"bob\",\"strokes\":[[0,0,256,256]]}"));
  }

  private Dataset characters(String... lines) throws IOException {
    return InkDataset.open(
        Files.writeString(folder.resolve("characters.jsonl"), String.join("\n", lines)));
  }

  @Test
  void standsLettersOnTheLineInTheSizeThatIsTheirs() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50; i++) {
      List<Stroke> strokes = composer().compose("lxp", random).strokes();
      assertThat(bottom(strokes.get(0))).as("l on the line").isCloseTo(0, within(35.0));
      assertThat(top(strokes.get(0))).as("l above x").isLessThan(-135);
      assertThat(top(strokes.get(1))).as("x").isCloseTo(-100, within(35.0));
      assertThat(bottom(strokes.get(1))).isCloseTo(0, within(35.0));
      assertThat(top(strokes.get(3))).as("p as high as x").isCloseTo(-100, within(45.0));
      assertThat(bottom(strokes.get(3))).as("p below the line").isGreaterThan(45);
    }
  }

  @Test
  void writesLettersOneAfterTheOtherWithoutTouching() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      List<Stroke> strokes = composer().compose("llll", random).strokes();
      for (int letter = 1; letter < 4; letter++) {
        double end = xs(strokes.get(letter - 1)).max().orElseThrow();
        assertThat(xs(strokes.get(letter)).min().orElseThrow()).isGreaterThan(end);
      }
    }
  }

  @Test
  void keepsADashFlatAndAtHalfHeight() throws IOException {
    Ink ink = composer().compose("x-x", new SplittableRandom(3));
    assertThat(ink.strokes()).hasSize(5);
    Stroke dash = ink.strokes().get(2);
    assertThat(top(dash)).isBetween(-85.0, -35.0);
    assertThat(bottom(dash) - top(dash)).isLessThan(15);
    assertThat(xs(dash).max().orElseThrow() - xs(dash).min().orElseThrow()).isBetween(35.0, 110.0);
  }

  @Test
  void isTheSameForTheSameSeed() throws IOException {
    assertThat(composer().compose("xx", new SplittableRandom(4)))
        .isEqualTo(composer().compose("xx", new SplittableRandom(4)))
        .isNotEqualTo(composer().compose("xx", new SplittableRandom(5)));
  }

  @Test
  void takesAWordFromOneWriterWhoHasAllItsLetters() throws IOException {
    assertThat(composer().writers()).isEqualTo(2);
    assertThat(composer().canCompose("xl xp")).isTrue();
    assertThat(composer().canCompose("axe")).isFalse();
    assertThat(composer().canCompose(" ")).isFalse();
    assertThatThrownBy(() -> composer().compose("axe", new SplittableRandom(1)))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("no writer has all characters of the text 'axe'");
  }

  @Test
  void refusesADatasetWithoutInkOfSingleCharacters() throws IOException {
    Dataset words = characters("{\"label\":\"ab\",\"writer\":\"a\",\"strokes\":[[0,0,9,9]]}");
    assertThatThrownBy(() -> LetterComposer.of(words))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("characters has no ink of single characters");
  }

  @Test
  void bearsACharacterThatIsASinglePoint() throws IOException {
    LetterComposer composer =
        LetterComposer.of(characters("{\"label\":\"o\",\"writer\":\"a\",\"strokes\":[[7,7]]}"));
    assertThat(composer.compose("ooo", new SplittableRandom(1)).strokes()).hasSize(3);
  }

  private static double top(Stroke stroke) {
    return ys(stroke).min().orElseThrow();
  }

  private static double bottom(Stroke stroke) {
    return ys(stroke).max().orElseThrow();
  }

  private static DoubleStream xs(Stroke stroke) {
    return IntStream.range(0, stroke.points()).mapToDouble(stroke::x);
  }

  private static DoubleStream ys(Stroke stroke) {
    return IntStream.range(0, stroke.points()).mapToDouble(stroke::y);
  }
}
