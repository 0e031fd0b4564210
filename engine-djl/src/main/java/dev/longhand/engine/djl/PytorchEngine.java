package dev.longhand.engine.djl;

import dev.longhand.engine.Network;
import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** PyTorch, with a number of threads for each of its runs. */
final class PytorchEngine implements TrainingEngine {
  private final Pytorch pytorch;
  private final int threads;
  private final Set<NativeMemory> inUse = ConcurrentHashMap.newKeySet();
  private boolean closed;

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
    weights.check(network);
    return new PytorchNetwork(this, network, weights);
  }

  @Override
  public NetworkTrainer train(NetworkSpec network, Weights initial, long seed) {
    initial.check(network);
    return new PytorchTrainer(this, network, initial, seed);
  }

  /** Memory that is freed with this engine at the latest. */
  synchronized NativeMemory newMemory(String owner) {
    if (closed) {
      throw new IllegalStateException("engine '" + name() + "' is closed");
    }
    var memory = new NativeMemory(owner, pytorch.newManager(), inUse::remove);
    inUse.add(memory);
    return memory;
  }

  /** PyTorch, ready to be called from this thread. */
  Pytorch pytorch() {
    pytorch.useThreads(threads);
    return pytorch;
  }

  /** The native library stays in the process, as it cannot be unloaded. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List.copyOf(inUse).forEach(NativeMemory::close);
  }
}
