package dev.longhand.recognition;

import java.util.List;

/**
 * What was read, best first.
 *
 * @param candidates at least one; probabilities do not increase
 */
public record Recognition(List<Candidate> candidates) {

  public Recognition {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          "a recognition has at least one candidate; an empty line reads as \"\"");
    }
    for (int i = 1; i < candidates.size(); i++) {
      if (candidates.get(i).probability() > candidates.get(i - 1).probability()) {
        throw new IllegalArgumentException(
            "candidates must be best first, but #" + i + " beats #" + (i - 1));
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
}
