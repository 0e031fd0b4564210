package dev.longhand.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A network in inference. */
final class PytorchNetwork implements Network {
  private final NetworkSpec spec;
  private final int threads;
  private final Pytorch pytorch;
  private final NDManager manager;
  private final NativeWeights weights;

  /** Runs share it; closing waits for them, as native memory must not go while it is read. */
  private final ReadWriteLock running = new ReentrantReadWriteLock();

  private boolean closed;

  PytorchNetwork(Pytorch pytorch, int threads, NetworkSpec spec, Weights weights) {
    this.pytorch = pytorch;
    this.threads = threads;
    this.spec = spec;
    this.manager = pytorch.newManager();
    try {
      this.weights = NativeWeights.of(spec, weights, manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public Tensor run(Tensor batch) {
    running.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the network is closed");
      }
      var unused = spec.outputShape(batch.shape());
      pytorch.useThreads(threads);
      try (NDManager run = manager.newSubManager()) {
        NDArray input = TensorTransfer.toNative(batch, run);
        return TensorTransfer.toJava(ForwardPass.infer(spec.layers(), weights, input));
      }
    } finally {
      running.readLock().unlock();
    }
  }

  @Override
  public void close() {
    running.writeLock().lock();
    try {
      closed = true;
      manager.close();
    } finally {
      running.writeLock().unlock();
    }
  }
}
