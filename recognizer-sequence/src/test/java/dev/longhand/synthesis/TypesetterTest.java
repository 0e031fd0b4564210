package dev.longhand.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypesetterTest {
  private final Typesetter typesetter = Typesetter.of(Fonts.FOLDER);

  @Test
  void knowsTheFontsOfItsFolder() {
    assertThat(typesetter.fonts()).containsExactly("ArchitectsDaughter.ttf");
  }

  @Property(tries = 200)
  @Label("fills the height but for the border, whatever the text")
  void fillsTheHeight(
      @ForAll @CharRange(from = '!', to = '~') @StringLength(min = 1, max = 12) String text,
      @ForAll @IntRange(min = 16, max = 96) int height,
      @ForAll long seed) {
    GrayImage image = typesetter.draw(text, height, new SplittableRandom(seed));
    assertThat(image.height()).isEqualTo(height);
    int border = Typesetter.BORDER;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < image.width(); x++) {
        boolean inside =
            x >= border && x < image.width() - border && y >= border && y < height - border;
        if (!inside) {
          assertThat(image.at(x, y)).isEqualTo(255);
        }
      }
    }
    assertThat(darkestOfRow(image, border)).isLessThan(250);
    assertThat(darkestOfRow(image, height - border - 1)).isLessThan(250);
  }

  private static int darkestOfRow(GrayImage image, int row) {
    return IntStream.range(0, image.width()).map(x -> image.at(x, row)).min().orElseThrow();
  }

  @Test
  void drawsTheSameForTheSameSeedAndVariesOtherwise() {
    Set<GrayImage> images = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      GrayImage image = typesetter.draw("Word", 32, new SplittableRandom(seed));
      assertThat(typesetter.draw("Word", 32, new SplittableRandom(seed))).isEqualTo(image);
      images.add(image);
    }
    assertThat(images).hasSize(20);
  }

  @Test
  void drawsTheSameFromManyThreads() throws Exception {
    List<Callable<GrayImage>> tasks =
        IntStream.range(0, 200)
            .<Callable<GrayImage>>mapToObj(
                seed -> () -> typesetter.draw("Thread" + seed, 32, new SplittableRandom(seed)))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<GrayImage>> drawn = threads.invokeAll(tasks);
      for (int seed = 0; seed < drawn.size(); seed++) {
        assertThat(drawn.get(seed).get())
            .isEqualTo(typesetter.draw("Thread" + seed, 32, new SplittableRandom(seed)));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void drawsALongerTextWider() {
    assertThat(typesetter.draw("llllllll", 32, new SplittableRandom(1)).width())
        .isGreaterThan(typesetter.draw("ll", 32, new SplittableRandom(1)).width());
  }

  @Test
  void leavesTheEyeOfALetterOpen() {
    for (int seed = 0; seed < 50; seed++) {
      GrayImage o = typesetter.draw("O", 64, new SplittableRandom(seed));
      assertThat(o.at(o.width() / 2, 32)).as("seed %d", seed).isGreaterThan(200);
    }
  }

  @Test
  void saysWhichCharactersNoFontHas() {
    assertThat(typesetter.canSet("жar")).isFalse();
    assertThatThrownBy(() -> typesetter.draw("жarщ", 32, new SplittableRandom(1)))
        .isInstanceOf(LonghandException.class)
        .hasMessage("no font can set the text 'жarщ': none has ж щ");
  }

  @Test
  void refusesABlankText() {
    assertThat(typesetter.canSet("  ")).isFalse();
    assertThatThrownBy(() -> typesetter.draw(" ", 32, new SplittableRandom(1)))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("blank");
  }

  @Test
  void refusesAHeightThatIsNone() {
    assertThatThrownBy(() -> typesetter.draw("a", 4, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16…1024 px, but was 4");
  }

  @Test
  void refusesAFolderWithoutFonts(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "no font");
    assertThatThrownBy(() -> Typesetter.of(folder))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining(folder + " has no font");
    assertThatThrownBy(() -> Typesetter.of(folder.resolve("missing")))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("missing: there is no such folder");
  }

  @Test
  void refusesAFileThatIsNoFont(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.ttf"), "no font");
    assertThatThrownBy(() -> Typesetter.of(folder))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("a.ttf is not a TrueType or OpenType font");
  }
}
