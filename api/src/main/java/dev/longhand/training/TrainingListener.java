package dev.longhand.training;

import dev.longhand.training.TrainingResult.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told how a training goes, on the thread that trains; what it does is time taken from training.
 * What it throws ends the training. Epochs and batches are counted from 1.
 */
public interface TrainingListener {

  default void started(Started event) {}

  default void batchDone(BatchDone event) {}

  default void epochDone(EpochDone event) {}

  default void ended(Ended event) {}

  /**
   * Training begins or, when epochs are done already, goes on.
   *
   * @param epochsDone 0 for a new training
   * @param epochs of the whole training
   * @param learnedWeights how many numbers are learnt
   * @param engine the name of the engine that differentiates
   * @param checkpoint where each epoch is saved, if anywhere
   */
  record Started(
      int epochsDone,
      int epochs,
      int batchesPerEpoch,
      long learnedWeights,
      String engine,
      Optional<Path> checkpoint) {

    public boolean isResumed() {
      return epochsDone > 0;
    }
  }

  /**
   * @param epoch of {@code epochs}
   * @param batch of {@code batches} of this epoch
   * @param loss of this batch
   * @param meanLoss over the samples of this epoch so far
   * @param meanAccuracy the same, a share in 0…1
   * @param learningRate that was used
   * @param gradientNorm before clipping
   * @param samplesPerSecond in this epoch so far
   * @param epochRemaining an estimate, without validation
   * @param remaining an estimate for all epochs
   */
  record BatchDone(
      int epoch,
      int epochs,
      int batch,
      int batches,
      double loss,
      double meanLoss,
      double meanAccuracy,
      double learningRate,
      double gradientNorm,
      double samplesPerSecond,
      Duration epochRemaining,
      Duration remaining) {}

  /**
   * The epoch is validated and, where there is a checkpoint, saved.
   *
   * @param best the best epoch so far, perhaps this one
   */
  record EpochDone(EpochResult result, int epochs, EpochResult best) {

    public boolean isBest() {
      return result.epoch() == best.epoch();
    }
  }

  /**
   * Training has ended without an error.
   *
   * @param epochsDone of {@code epochs}, and saved where there is a checkpoint
   * @param batchesLost of the epoch that was running
   * @param best empty when no epoch is done
   * @param checkpoint what to resume from, if anything
   */
  record Ended(
      Ending ending,
      int epochsDone,
      int epochs,
      int batchesLost,
      Optional<EpochResult> best,
      Optional<Path> checkpoint) {}
}
