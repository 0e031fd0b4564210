package dev.longhand.sequence;

import dev.longhand.image.GrayImage;
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
    return new Composed("composed " + index, text);
  }

  private final class Composed implements Word {
    private final String id;
    private final String text;

    private Composed(String id, String text) {
      this.id = id;
      this.text = text;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public double aspect() {
      return LETTER * text.length();
    }

    @Override
    public GrayImage draw(SplittableRandom random) {
      return variation.draw(composer.compose(text, random), WordNetwork.HEIGHT, random);
    }
  }
}
