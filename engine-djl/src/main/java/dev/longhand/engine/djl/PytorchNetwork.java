package dev.longhand.engine.djl;

import ai.djl.ndarray.NDArray;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;

/** A network in inference. Nothing is recorded for gradients, as no weight asks for any. */
final class PytorchNetwork implements Network {
  private final PytorchEngine engine;
  private final NetworkSpec spec;
  private final NativeMemory memory;
  private final NativeWeights weights;

  PytorchNetwork(PytorchEngine engine, NetworkSpec spec, Weights weights) {
    this.engine = engine;
    this.spec = spec;
    this.memory = engine.newMemory("the network");
    this.weights = NativeWeights.of(spec, weights, memory.manager());
  }

  @Override
  public Tensor run(Tensor batch) {
    return memory.use(
        scratch -> {
          var unused = spec.outputShape(batch.shape());
          engine.pytorch();
          NDArray input = TensorTransfer.toNative(batch, scratch);
          return TensorTransfer.toJava(ForwardPass.infer(spec.layers(), weights, input));
        });
  }

  @Override
  public void close() {
    memory.close();
  }
}
