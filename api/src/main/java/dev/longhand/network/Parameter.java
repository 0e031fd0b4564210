package dev.longhand.network;

import dev.longhand.tensor.Shape;

/**
 * A named tensor that a network needs.
 *
 * @param name as in {@code "conv1.weight"}
 * @param fanIn how many inputs feed one output; what initialisation scales by, at least 1
 */
public record Parameter(String name, Shape shape, Role role, int fanIn) {

  /** How a parameter starts, and whether the gradient moves it. */
  public enum Role {
    /** Learned: the kernel of a convolution or of a dense layer. */
    KERNEL,
    /** Learned: the input or recurrent weights of an LSTM. */
    RECURRENT_KERNEL,
    /** Learned: added to the output. */
    BIAS,
    /** Learned: the biases of an LSTM's gates, i, f, g, o. */
    GATE_BIAS,
    /** Learned: the scale of a normalisation. */
    SCALE,
    /** Not learned: a running mean. */
    RUNNING_MEAN,
    /** Not learned: a running variance. */
    RUNNING_VARIANCE;

    /** Whether the gradient moves it; running statistics follow the data instead. */
    public boolean isLearned() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }
}
