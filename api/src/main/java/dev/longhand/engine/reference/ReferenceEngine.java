package dev.longhand.engine.reference;

import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;

final class ReferenceEngine implements Engine {
  private volatile boolean closed;

  @Override
  public String name() {
    return ReferenceEngineProvider.NAME;
  }

  @Override
  public Network load(NetworkSpec network, Weights weights) {
    requireOpen();
    weights.check(network);
    return new Loaded(network, DoubleWeights.of(weights));
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("engine '" + name() + "' is closed");
    }
  }

  private final class Loaded implements Network {
    private final NetworkSpec spec;
    private final DoubleWeights weights;
    private volatile boolean unloaded;

    Loaded(NetworkSpec spec, DoubleWeights weights) {
      this.spec = spec;
      this.weights = weights;
    }

    @Override
    public Tensor run(Tensor batch) {
      requireOpen();
      if (unloaded) {
        throw new IllegalStateException("the network is closed");
      }
      var unused = spec.outputShape(batch.shape());
      return ForwardPass.infer(spec.layers(), weights, DoubleTensor.of(batch)).toFloat();
    }

    @Override
    public void close() {
      unloaded = true;
    }
  }
}
