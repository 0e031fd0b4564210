package dev.longhand.engine.dl4j;

import dev.longhand.engine.Network;
import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** ND4J, with a number of threads for each of its runs. */
final class Dl4jEngine implements TrainingEngine {
  private final NativeLibrary library;
  private final int threads;
  private final Set<NativeMemory> inUse = ConcurrentHashMap.newKeySet();
  private boolean closed;

  Dl4jEngine(NativeLibrary library, int threads) {
    this.library = library;
    this.threads = threads;
  }

  @Override
  public String name() {
    return Dl4jProvider.NAME;
  }

  @Override
  public Network load(NetworkSpec network, Weights weights) {
    weights.check(network);
    return new Dl4jNetwork(this, network, weights);
  }

  @Override
  public NetworkTrainer train(NetworkSpec network, Weights initial, long seed) {
    initial.check(network);
    return new Dl4jTrainer(this, network, initial, seed);
  }

  /** Memory that is freed with this engine at the latest. */
  synchronized NativeMemory newMemory(String owner) {
    if (closed) {
      throw new IllegalStateException("engine '" + name() + "' is closed");
    }
    var memory = new NativeMemory(owner, inUse::remove);
    inUse.add(memory);
    return memory;
  }

  /** To be called on each thread before it computes. */
  void limitThreads() {
    library.useThreads(threads);
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
