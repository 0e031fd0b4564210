package dev.longhand.sequence;

import dev.longhand.synthesis.LetterComposer;
import dev.longhand.synthesis.TextSource;
import java.util.SplittableRandom;

/**
 * Words put together from the single characters of one writer each, other ones in every epoch.
 *
 * @param characters tells one set of characters from another
 * @param variation of their strokes, as of words that were written as a whole
 * @param size words for each epoch
 */
record ComposedWords(
    LetterComposer composer,
    String characters,
    TextSource texts,
    StrokeVariation variation,
    int size)
    implements WordSource {

  /** How wide a letter is on average, in multiples of the height of its word. */
  private static final double LETTER = 0.45;

  @Override
  public String identity() {
    return size + " of " + texts.words() + " words of characters of " + characters;
  }

  @Override
  public Word word(int index, SplittableRandom random) {
    String text = texts.next(random);
    while (!composer.canCompose(text)) {
      text = texts.next(random);
    }
    String drawn = text;
    return new SyntheticWord(
        "composed " + index,
        text,
        LETTER * text.length(),
        each -> variation.draw(composer.compose(drawn, each), WordNetwork.HEIGHT, each));
  }
}
