package dev.longhand.evaluation;

import dev.longhand.recognition.Recognition;
import java.util.Comparator;
import java.util.List;

/** What became of one sample of a word or a line. */
public sealed interface TextOutcome {

  /** Unique in its dataset. */
  String sampleId();

  /** Who wrote it, or whatever else samples have in common; empty when unknown. */
  String group();

  /** What it says. */
  String truth();

  /** How it counts. */
  TextScore score();

  /** How it counts when capital and small letters are the same. */
  TextScore scoreIgnoringCase();

  /**
   * The outcome of a recognition.
   *
   * @param truths what the sample may say, at least one; of several the nearest to what was read
   */
  static Read of(String sampleId, String group, List<String> truths, Recognition recognition) {
    String reading = recognition.text();
    String nearest =
        truths.stream()
            .min(Comparator.comparingInt(truth -> EditDistance.between(truth, reading)))
            .orElseThrow(
                () -> new IllegalArgumentException("sample '" + sampleId + "' has no truth"));
    return new Read(sampleId, group, nearest, reading, recognition.confidence());
  }

  /**
   * It was read.
   *
   * @param reading the best candidate
   * @param confidence in 0…1, that {@code reading} is right
   */
  record Read(String sampleId, String group, String truth, String reading, double confidence)
      implements TextOutcome {
    public Read {
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException(
            "the confidence of '" + sampleId + "' must be in 0…1, but was " + confidence);
      }
    }

    public boolean isRight() {
      return truth.equals(reading);
    }

    /** By code points; 0 when it is right. */
    public long edits() {
      return EditDistance.between(truth, reading);
    }

    @Override
    public TextScore score() {
      return TextScore.of(truth, reading);
    }

    @Override
    public TextScore scoreIgnoringCase() {
      return TextScore.ignoringCase(truth, reading);
    }
  }

  /**
   * It could not be read, as when there is no ink on it.
   *
   * @param reason in one line
   */
  record Failed(String sampleId, String group, String truth, String reason) implements TextOutcome {

    @Override
    public TextScore score() {
      return TextScore.unread(truth);
    }

    @Override
    public TextScore scoreIgnoringCase() {
      return TextScore.unread(truth);
    }
  }
}
