package dev.longhand.engine;

import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;

/**
 * Differentiates a network by its weights.
 *
 * <p>How gradients become new weights is not an engine's business: optimizers are written once, in
 * Java, so that one checkpoint resumes on any engine. Not thread-safe.
 */
public interface NetworkTrainer extends AutoCloseable {

  /**
   * Runs the network in training mode, asks the loss for its gradient by the output, and carries
   * that back to the weights. Running statistics move; learned weights do not.
   *
   * @param batch {@code N×C×H×W}
   * @throws IllegalArgumentException when the batch does not fit the network's input, when it gives
   *     a batch norm a single value per channel, or when the loss's gradient has not the output's
   *     shape
   * @throws IllegalStateException when the trainer or its engine is closed
   */
  Gradients differentiate(Tensor batch, OutputLoss loss);

  /** All weights as they are now, running statistics included. */
  Weights weights();

  /**
   * Replaces some weights.
   *
   * @param changed any of the network's weights, by name and of their shapes
   * @throws IllegalArgumentException when one is unknown or of another shape; none is replaced then
   * @throws IllegalStateException when the trainer or its engine is closed
   */
  void assign(Weights changed);

  /** Frees everything native. Closing twice is harmless. */
  @Override
  void close();

  /**
   * @param loss the value that the loss gave
   * @param byWeight ∂loss/∂weight for each learned weight, of the weight's name and shape
   */
  record Gradients(double loss, Weights byWeight) {}
}
