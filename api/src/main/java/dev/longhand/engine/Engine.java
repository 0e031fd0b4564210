package dev.longhand.engine;

import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;

/** Runs networks. Closing it closes its networks and frees all that it holds. */
public interface Engine extends AutoCloseable {

  /** The name of its provider. */
  String name();

  /**
   * A network ready to run.
   *
   * @throws IllegalArgumentException when the weights do not fit the network
   * @throws IllegalStateException when the engine is closed
   */
  Network load(NetworkSpec network, Weights weights);

  /** Closing twice is harmless. */
  @Override
  void close();
}
