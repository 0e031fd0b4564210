package dev.longhand.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.OutputLoss;
import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.SplittableRandom;

/** A network in training. */
final class PytorchTrainer implements NetworkTrainer {
  private final PytorchEngine engine;
  private final NetworkSpec spec;
  private final SplittableRandom seeds;
  private final NativeMemory memory;
  private final NativeWeights weights;

  PytorchTrainer(PytorchEngine engine, NetworkSpec spec, Weights initial, long seed) {
    this.engine = engine;
    this.spec = spec;
    this.seeds = new SplittableRandom(seed);
    this.memory = engine.newMemory("the trainer");
    this.weights = NativeWeights.of(spec, initial, memory.manager());
  }

  @Override
  public Gradients differentiate(Tensor batch, OutputLoss loss) {
    return memory.use(
        scratch -> {
          var unused = spec.outputShape(batch.shape());
          try (Pytorch.Recording recording = engine.pytorch().record(seeds.nextLong())) {
            return differentiate(batch, loss, scratch, recording);
          }
        });
  }

  private Gradients differentiate(
      Tensor batch, OutputLoss loss, NDManager scratch, Pytorch.Recording recording) {
    NativeWeights leaves = weights.leaves(spec, scratch);
    NDArray input = TensorTransfer.toNative(batch, scratch);
    NDArray output = ForwardPass.train(spec.layers(), leaves, input);
    ValueAndGradient lossOfOutput = loss.evaluate(TensorTransfer.toJava(output));
    Tensor gradient = lossOfOutput.gradient();
    if (!gradient.shape().equals(TensorTransfer.shape(output))) {
      throw new IllegalArgumentException(
          "the loss's gradient must be "
              + TensorTransfer.shape(output)
              + ", as the output is, but is "
              + gradient.shape());
    }
    if (spec.parameters().stream().anyMatch(parameter -> parameter.role().isLearned())) {
      // ∂(Σ output · gradient)/∂output is the loss's gradient, exactly.
      NDArray sum = output.mul(TensorTransfer.toNative(gradient, scratch)).sum();
      recording.collector().backward(sum);
    }
    return new Gradients(lossOfOutput.value(), leaves.gradients());
  }

  @Override
  public Weights weights() {
    return memory.use(weights::toJava);
  }

  @Override
  public void assign(Weights changed) {
    memory.use(
        scratch -> {
          weights.assign(changed, scratch);
          return changed;
        });
  }

  @Override
  public void close() {
    memory.close();
  }
}
