package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.image.GrayImage;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StrokeVariationTest {

  @Property(tries = 100)
  @Label("whatever the hand, the image has the height asked for and ink on it")
  void height(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    Ink ink = Beads.write("lovo", random);

    GrayImage image = StrokeVariation.USUAL.draw(ink, 32, random);

    assertThat(image.height()).isEqualTo(32);
    assertThat(image.width()).isBetween(20, 400);
    int darkest = 255;
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < image.width(); x++) {
        darkest = Math.min(darkest, image.at(x, y));
      }
    }
    assertThat(darkest).isLessThan(120);
  }

  @Test
  void oneSeedDrawsOneImage() {
    Ink ink = Beads.write("vol", new SplittableRandom(1));

    assertThat(StrokeVariation.USUAL.draw(ink, 32, new SplittableRandom(9)))
        .isEqualTo(StrokeVariation.USUAL.draw(ink, 32, new SplittableRandom(9)))
        .isNotEqualTo(StrokeVariation.USUAL.draw(ink, 32, new SplittableRandom(10)));
  }

  @Test
  void dotsAndDashesAreDrawnToo() {
    for (Ink ink :
        List.of(
            new Ink(List.of(new Stroke(5, 5))),
            new Ink(List.of(new Stroke(0, 5, 1000, 5))),
            new Ink(List.of(new Stroke(0, 0, 0, 1000))))) {
      GrayImage image = StrokeVariation.USUAL.draw(ink, 32, new SplittableRandom(3));

      assertThat(image.height()).isEqualTo(32);
      assertThat(image.width()).isLessThan(2100);
    }
  }
}
