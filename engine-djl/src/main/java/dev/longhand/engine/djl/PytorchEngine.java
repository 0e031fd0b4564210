package dev.longhand.engine.djl;

import dev.longhand.engine.Network;
import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;

/** PyTorch, with a number of threads for each of its runs. */
final class PytorchEngine implements TrainingEngine {
  private final Pytorch pytorch;
  private final int threads;
  private volatile boolean closed;

  PytorchEngine(Pytorch pytorch, int threads) {
    this.pytorch = pytorch;
    this.threads = threads;
  }

  @Override
  public String name() {
    return DjlPytorchProvider.NAME;
  }

  @Override
  public Network load(NetworkSpec network, Weights weights) {
    requireOpen();
    return new PytorchNetwork(pytorch, threads, network, weights);
  }

  @Override
  public NetworkTrainer train(NetworkSpec network, Weights initial, long seed) {
    requireOpen();
    return new PytorchTrainer(pytorch, threads, network, initial, seed);
  }

  /** The native library stays in the process, as it cannot be unloaded. */
  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("engine '" + name() + "' is closed");
    }
  }
}
