package dev.longhand.sequence;

import dev.longhand.image.GrayImage;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A word that nobody wrote.
 *
 * @param drawing draws it, another way each time
 */
record SyntheticWord(
    String id, String text, double aspect, Function<SplittableRandom, GrayImage> drawing)
    implements Word {

  @Override
  public GrayImage draw(SplittableRandom random) {
    return drawing.apply(random);
  }
}
