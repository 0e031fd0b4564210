package dev.longhand.engine.dl4j;

import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;

/** A network in inference. */
final class Dl4jNetwork implements Network {
  private final Dl4jEngine engine;
  private final NetworkSpec spec;
  private final NativeMemory memory;
  private final NativeWeights weights;

  Dl4jNetwork(Dl4jEngine engine, NetworkSpec spec, Weights weights) {
    this.engine = engine;
    this.spec = spec;
    this.memory = engine.newMemory("the network");
    this.weights = new NativeWeights(spec, weights, memory.lasting());
  }

  @Override
  public Tensor run(Tensor batch) {
    return memory.use(
        scratch -> {
          var unused = spec.outputShape(batch.shape());
          engine.limitThreads();
          return ForwardPass.infer(spec.layers(), weights, batch, new Operators(scratch));
        });
  }

  @Override
  public void close() {
    memory.close();
  }
}
