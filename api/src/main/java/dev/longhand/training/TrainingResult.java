package dev.longhand.training;

import dev.longhand.network.Weights;
import java.util.List;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param history each epoch, those of earlier runs included
 * @param best empty only when no epoch was completed
 */
public record TrainingResult(Ending ending, List<EpochResult> history, Optional<Best> best) {

  public TrainingResult {
    history = List.copyOf(history);
  }

  /** Why training ended. */
  public enum Ending {
    /** All epochs are done. */
    COMPLETED,
    /** Not all epochs, but as many as were to be done. */
    UNTIL,
    /** No better score for as many epochs as the patience says. */
    NO_IMPROVEMENT,
    /** Another epoch would have taken longer than the limit. */
    TIME_LIMIT,
    /** Asked for, by {@link TrainingLoop#stop} or by interrupting the thread. */
    STOPPED
  }

  /**
   * @param epoch the first of those with the highest score
   * @param weights the averaged weights at its end
   */
  public record Best(EpochResult epoch, Weights weights) {}
}
