package dev.longhand.engine;

import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;

/**
 * An engine that can also train. What cannot train does not implement this, so nothing can throw
 * "unsupported".
 */
public interface TrainingEngine extends Engine {

  /**
   * A network ready to be trained.
   *
   * @param seed of what the engine itself draws at random, which is dropout
   * @throws IllegalArgumentException when the weights do not fit the network
   * @throws IllegalStateException when the engine is closed
   */
  NetworkTrainer train(NetworkSpec network, Weights initial, long seed);
}
