package dev.longhand.training;

import dev.longhand.engine.Network;
import dev.longhand.engine.OutputLoss;
import dev.longhand.network.NetworkSpec;
import dev.longhand.tensor.Tensor;
import java.util.Map;

/** What is learnt: a recognizer's network, its batches with their losses, and how good it is. */
public interface TrainingTask {

  NetworkSpec network();

  /**
   * What makes the batches and their losses what they are, besides the network and the settings:
   * the digests of the data, the numbers of the augmentation. An interrupted training goes on only
   * when all of it is as it was.
   *
   * @return values by name, in a fixed order
   */
  Map<String, String> identity();

  /** How many batches make an epoch, at least 1. */
  int batchesPerEpoch();

  /**
   * One batch. The same arguments give the same batch, bit by bit; called from several threads at
   * once, ahead of time.
   *
   * @param epoch from 0
   * @param index from 0 to {@link #batchesPerEpoch}, exclusive
   */
  Batch batch(int epoch, int index);

  /**
   * Measures a network on validation data.
   *
   * @return metrics by name, in a fixed order
   */
  Map<String, Double> validate(Network network);

  /**
   * The metric of {@link #validate} that says which epoch is best.
   *
   * @return a number that is larger for a better model
   */
  double score(Map<String, Double> metrics);

  /**
   * @param input {@code N×C×H×W}
   * @param loss of the network's output for this input, a mean over its samples
   * @param samples N
   * @param accuracy of an output for this input, a share in 0…1, for the progress bar
   */
  record Batch(Tensor input, OutputLoss loss, int samples, Accuracy accuracy) {}

  /** How much of an output is right. */
  @FunctionalInterface
  interface Accuracy {
    double of(Tensor output);
  }
}
