package dev.longhand.synthesis;

/**
 * Where a letter stands on its line, in heights of the small letter x above the baseline.
 *
 * @param top of the letter
 * @param bottom of the letter, negative below the baseline
 * @param width of a letter too flat for its height to tell its size, as a dash; 0 for all others
 */
record LetterMetrics(double top, double bottom, double width) {

  private static final LetterMetrics X_HIGH = new LetterMetrics(1, 0, 0);
  private static final LetterMetrics ASCENDING = new LetterMetrics(1.95, 0, 0);
  private static final LetterMetrics T_HIGH = new LetterMetrics(1.6, 0, 0);
  private static final LetterMetrics DESCENDING = new LetterMetrics(1, -0.95, 0);
  private static final LetterMetrics BOTH = new LetterMetrics(1.6, -0.95, 0);
  private static final LetterMetrics LOOPED = new LetterMetrics(1.95, -0.8, 0);
  private static final LetterMetrics CAPITAL = new LetterMetrics(1.85, 0, 0);
  private static final LetterMetrics DIGIT = new LetterMetrics(1.75, 0, 0);
  private static final LetterMetrics BRACKET = new LetterMetrics(2, -0.4, 0);

  double height() {
    return top - bottom;
  }

  /**
   * Of any symbol; one that is not known stands like a capital, or like an x if lower case.
   *
   * @param strokes of the one that was written: an f of a single stroke mostly has a loop below
   */
  static LetterMetrics of(int symbol, int strokes) {
    return switch (symbol) {
      case 'f' -> strokes == 1 ? LOOPED : ASCENDING;
      case 'b', 'd', 'h', 'k', 'l' -> ASCENDING;
      case 'i', 't' -> T_HIGH;
      case 'g', 'p', 'q', 'y' -> DESCENDING;
      case 'j' -> BOTH;
      case '.' -> new LetterMetrics(0.1, 0, 0.1);
      case ',' -> new LetterMetrics(0.2, -0.35, 0);
      case ':' -> new LetterMetrics(0.9, 0, 0);
      case ';' -> new LetterMetrics(0.9, -0.35, 0);
      case '\'', '"', '`', '^' -> new LetterMetrics(1.95, 1.4, 0);
      case '-' -> new LetterMetrics(0.65, 0.55, 0.7);
      case '~' -> new LetterMetrics(0.8, 0.5, 0.8);
      case '_' -> new LetterMetrics(0, -0.1, 1);
      case '=' -> new LetterMetrics(0.9, 0.4, 0.8);
      case '+', '<', '>' -> new LetterMetrics(1.2, 0.2, 0);
      case '*' -> new LetterMetrics(1.9, 1.1, 0);
      case '(', ')', '[', ']', '{', '}', '|', '/', '\\', '$', '@' -> BRACKET;
      default ->
          Character.isDigit(symbol) ? DIGIT : Character.isLowerCase(symbol) ? X_HIGH : CAPITAL;
    };
  }
}
