package dev.longhand.engine.djl;

import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** ONNX Runtime, with a number of threads for each of its runs. */
final class OnnxRuntimeEngine implements Engine {
  private final OnnxRuntimeLibrary library;
  private final int threads;
  private final Set<OnnxRuntimeNetwork> inUse = ConcurrentHashMap.newKeySet();
  private boolean closed;

  OnnxRuntimeEngine(OnnxRuntimeLibrary library, int threads) {
    this.library = library;
    this.threads = threads;
  }

  @Override
  public String name() {
    return DjlOnnxRuntimeProvider.NAME;
  }

  @Override
  public synchronized Network load(NetworkSpec network, Weights weights) {
    if (closed) {
      throw new IllegalStateException("engine '" + name() + "' is closed");
    }
    var loaded = OnnxRuntimeNetwork.open(network, weights, library, threads, inUse::remove);
    inUse.add(loaded);
    return loaded;
  }

  /** The native library stays in the process, as it cannot be unloaded. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List.copyOf(inUse).forEach(OnnxRuntimeNetwork::close);
  }
}
