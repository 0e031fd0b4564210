package dev.longhand.engine;

import dev.longhand.tensor.Tensor;

/**
 * A loaded network, in inference. Any number of threads may run it at once; each gets what it would
 * get alone.
 */
public interface Network extends AutoCloseable {

  /**
   * @param batch {@code N×C×H×W}, as the network's input says
   * @return the output of the last layer, for the whole batch
   * @throws IllegalArgumentException when the batch does not fit the network's input
   * @throws IllegalStateException when the network or its engine is closed
   */
  Tensor run(Tensor batch);

  /** Waits for runs on other threads, then frees everything native. Closing twice is harmless. */
  @Override
  void close();
}
