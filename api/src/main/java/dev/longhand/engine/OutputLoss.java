package dev.longhand.engine;

import dev.longhand.tensor.Tensor;

/**
 * A loss of the network's output, with its gradient.
 *
 * <p>The engine differentiates the network and the recognizer differentiates the loss; that is why
 * no engine needs to know of CTC or of classes.
 */
@FunctionalInterface
public interface OutputLoss {

  /**
   * @param output of the last layer, for the whole batch
   */
  ValueAndGradient evaluate(Tensor output);

  /**
   * @param gradient ∂value/∂output, of the output's shape
   */
  record ValueAndGradient(double value, Tensor gradient) {}
}
