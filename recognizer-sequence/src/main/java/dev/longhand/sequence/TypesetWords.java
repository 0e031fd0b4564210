package dev.longhand.sequence;

import dev.longhand.synthesis.TextSource;
import dev.longhand.synthesis.Typesetter;
import java.util.SplittableRandom;

/**
 * Words set in handwriting fonts, other ones in every epoch.
 *
 * @param size words for each epoch
 */
record TypesetWords(Typesetter typesetter, TextSource texts, int size) implements WordSource {

  /** How wide a letter is set on average, in multiples of the height of its word. */
  private static final double LETTER = 0.55;

  @Override
  public String identity() {
    return size + " of " + texts.words() + " words in " + String.join(" ", typesetter.fonts());
  }

  @Override
  public Word word(int index, SplittableRandom random) {
    String text = texts.next(random);
    while (!typesetter.canSet(text)) {
      text = texts.next(random);
    }
    String drawn = text;
    return new SyntheticWord(
        "typeset " + index,
        text,
        LETTER * text.length(),
        each -> typesetter.draw(drawn, WordNetwork.HEIGHT, each));
  }
}
