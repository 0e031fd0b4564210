package dev.longhand.evaluation;

import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import java.util.List;

/** What became of one sample of a single character. */
public sealed interface CharacterOutcome {

  /** Unique in its dataset. */
  String sampleId();

  /** What it is: one character when that is certain, otherwise every one that is possible. */
  List<String> truths();

  /** The outcome of a recognition. */
  static Read of(String sampleId, List<String> truths, Recognition recognition) {
    List<Candidate> candidates = recognition.candidates();
    int rank = 0;
    for (int i = 0; i < candidates.size() && rank == 0; i++) {
      rank = truths.contains(candidates.get(i).text()) ? i + 1 : 0;
    }
    return new Read(sampleId, truths, recognition.text(), recognition.confidence(), rank);
  }

  /**
   * It was read.
   *
   * @param reading the best candidate
   * @param confidence in 0…1, that {@code reading} is right
   * @param rank of the first right candidate, the best being 1; 0 when none is right
   */
  record Read(String sampleId, List<String> truths, String reading, double confidence, int rank)
      implements CharacterOutcome {
    public Read {
      truths = List.copyOf(truths);
      if (truths.contains(reading) != (rank == 1)) {
        throw new IllegalArgumentException(
            "sample '"
                + sampleId
                + "' is "
                + truths
                + " and was read as '"
                + reading
                + "', so its rank cannot be "
                + rank);
      }
    }

    public boolean isRight() {
      return rank == 1;
    }
  }

  /**
   * It could not be read, as when there is no ink on it.
   *
   * @param reason in one line
   */
  record Failed(String sampleId, List<String> truths, String reason) implements CharacterOutcome {
    public Failed {
      truths = List.copyOf(truths);
    }
  }
}
