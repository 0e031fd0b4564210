package dev.longhand.engine;

import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;

/** Runs networks. Closing it frees what it holds; its networks are closed before. */
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

  @Override
  void close();
}
