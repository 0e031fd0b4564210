package dev.longhand.evaluation;

/**
 * Edits per reference unit: code points for CER, words for WER. Not a percentage, and above 1 when
 * the reading is much longer than the reference.
 *
 * @param edits insertions, deletions and substitutions
 * @param referenceLength in the same units
 */
public record ErrorRate(long edits, long referenceLength) {

  public static final ErrorRate NONE = new ErrorRate(0, 0);

  public ErrorRate {
    if (edits < 0 || referenceLength < 0) {
      throw new IllegalArgumentException(
          "counts are not negative, but were " + edits + " edits of " + referenceLength);
    }
  }

  /** Character error rate of one text, by code points. */
  public static ErrorRate ofCharacters(String reference, String reading) {
    return new ErrorRate(
        EditDistance.between(reference, reading), reference.codePointCount(0, reference.length()));
  }

  /** Word error rate of one text; words are what white space separates. */
  public static ErrorRate ofWords(String reference, String reading) {
    var words = EditDistance.words(reference);
    return new ErrorRate(EditDistance.between(words, EditDistance.words(reading)), words.size());
  }

  /** Pools the counts. Rates of lines are never averaged, as that would over-weight short lines. */
  public ErrorRate plus(ErrorRate other) {
    return new ErrorRate(edits + other.edits, referenceLength + other.referenceLength);
  }

  /** At least 0; NaN when the reference is empty. */
  public double value() {
    return referenceLength == 0 ? Double.NaN : (double) edits / referenceLength;
  }
}
