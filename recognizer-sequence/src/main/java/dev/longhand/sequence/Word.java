package dev.longhand.sequence;

import dev.longhand.image.GrayImage;
import java.util.SplittableRandom;

/** A word to learn from, before it is drawn. */
interface Word {

  /** For messages. */
  String id();

  String text();

  /** About how wide it will be, in multiples of its height; words of like width share a batch. */
  double aspect();

  /**
   * Draws it, each time a little different.
   *
   * @return dark on white, {@link WordNetwork#HEIGHT} px high: as the preprocessing of a real image
   *     gives it, but for the normalising
   */
  GrayImage draw(SplittableRandom random);
}
