package dev.longhand.evaluation;

import java.util.Locale;

/**
 * How well some texts were read, as counts that can be pooled.
 *
 * @param n texts
 * @param right of these the ones read exactly, in 0…n
 * @param characters edits by code points
 * @param words edits by words
 */
public record TextScore(long n, long right, ErrorRate characters, ErrorRate words) {

  /** Of no text. */
  public static final TextScore NONE = new TextScore(0, 0, ErrorRate.NONE, ErrorRate.NONE);

  public TextScore {
    if (right < 0 || right > n) {
      throw new IllegalArgumentException(right + " of " + n + " texts cannot be right");
    }
  }

  /** Of one text. */
  public static TextScore of(String truth, String reading) {
    return new TextScore(
        1,
        truth.equals(reading) ? 1 : 0,
        ErrorRate.ofCharacters(truth, reading),
        ErrorRate.ofWords(truth, reading));
  }

  /** Of one text, both in lower case. */
  public static TextScore ignoringCase(String truth, String reading) {
    return of(truth.toLowerCase(Locale.ROOT), reading.toLowerCase(Locale.ROOT));
  }

  /** Of one text that could not be read: every character and every word of it is missed. */
  public static TextScore unread(String truth) {
    return new TextScore(1, 0, ErrorRate.ofCharacters(truth, ""), ErrorRate.ofWords(truth, ""));
  }

  /** Pools the counts. */
  public TextScore plus(TextScore other) {
    return new TextScore(
        n + other.n,
        right + other.right,
        characters.plus(other.characters),
        words.plus(other.words));
  }

  /** The character error rate, at least 0; NaN when there is no character. */
  public double cer() {
    return characters.value();
  }

  /** The word error rate, at least 0; NaN when there is no word. */
  public double wer() {
    return words.value();
  }

  /** The share read exactly, in 0…1; NaN when there is no text. */
  public double exact() {
    return (double) right / n;
  }
}
