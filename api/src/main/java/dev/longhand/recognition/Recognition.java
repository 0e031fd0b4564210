package dev.longhand.recognition;

import java.util.List;

/**
 * What was read, best first.
 *
 * @param candidates at least one: first the reading, then the others, likeliest first. The reading
 *     is the likeliest of all unless another is nearly as likely and would be less wrong if it is
 *     wrong
 * @param characters of the best reading, in its order; empty when the recognizer does not tell them
 *     apart
 */
public record Recognition(List<Candidate> candidates, List<CharacterSpan> characters) {

  /** Without saying where the characters are. */
  public Recognition(List<Candidate> candidates) {
    this(candidates, List.of());
  }

  public Recognition {
    candidates = List.copyOf(candidates);
    characters = List.copyOf(characters);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          "a recognition has at least one candidate; an empty line reads as \"\"");
    }
    for (int i = 2; i < candidates.size(); i++) {
      if (candidates.get(i).probability() > candidates.get(i - 1).probability()) {
        throw new IllegalArgumentException(
            "candidates after the reading must be likeliest first, but #"
                + i
                + " beats #"
                + (i - 1));
      }
    }
  }

  /** The best reading. */
  public String text() {
    return candidates.get(0).text();
  }

  /** The calibrated probability in 0…1 that {@link #text} is right. */
  public double confidence() {
    return candidates.get(0).probability();
  }

  /** Whether the best reading is at least this probable; "not sure" otherwise. */
  public boolean isSure(double threshold) {
    return confidence() >= threshold;
  }

  /**
   * @param probability calibrated, in 0…1
   */
  public record Candidate(String text, double probability) {
    public Candidate {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "the probability of '" + text + "' must be in 0…1, but was " + probability);
      }
    }
  }

  /**
   * Where a character was read.
   *
   * @param probability of this character in this place, in 0…1
   * @param left edge, in pixels of the image that was given
   * @param width in pixels of the image that was given, at least 1
   */
  public record CharacterSpan(String text, double probability, int left, int width) {
    public CharacterSpan {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "the probability of '" + text + "' must be in 0…1, but was " + probability);
      }
      if (width < 1) {
        throw new IllegalArgumentException(
            "the width of '" + text + "' must be at least 1 px, but was " + width);
      }
    }
  }
}
