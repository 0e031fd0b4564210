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
  private final Pytorch pytorch;
  private final int threads;
  private final NetworkSpec spec;
  private final SplittableRandom seeds;
  private final NDManager manager;
  private final NativeWeights weights;

  PytorchTrainer(Pytorch pytorch, int threads, NetworkSpec spec, Weights initial, long seed) {
    this.pytorch = pytorch;
    this.threads = threads;
    this.spec = spec;
    this.seeds = new SplittableRandom(seed);
    this.manager = pytorch.newManager();
    try {
      this.weights = NativeWeights.of(spec, initial, manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public Gradients differentiate(Tensor batch, OutputLoss loss) {
    requireOpen();
    var unused = spec.outputShape(batch.shape());
    pytorch.useThreads(threads);
    try (NDManager step = manager.newSubManager();
        Pytorch.Recording recording = pytorch.record(seeds.nextLong())) {
      NativeWeights leaves = weights.leaves(spec, step);
      NDArray input = TensorTransfer.toNative(batch, step);
      NDArray output = ForwardPass.train(spec.layers(), leaves, input);
      ValueAndGradient lossOfOutput = loss.evaluate(TensorTransfer.toJava(output));
      NDArray gradient = TensorTransfer.toNative(gradientFor(output, lossOfOutput), step);
      // ∂(Σ output · gradient)/∂output is the loss's gradient, exactly.
      recording.collector().backward(output.mul(gradient).sum());
      return new Gradients(lossOfOutput.value(), leaves.gradients());
    }
  }

  @Override
  public Weights weights() {
    requireOpen();
    return weights.toJava();
  }

  @Override
  public void assign(Weights changed) {
    requireOpen();
    weights.assign(changed);
  }

  @Override
  public void close() {
    manager.close();
  }

  private void requireOpen() {
    if (!manager.isOpen()) {
      throw new IllegalStateException("the trainer is closed");
    }
  }

  private static Tensor gradientFor(NDArray output, ValueAndGradient loss) {
    var shape = TensorTransfer.shape(output);
    if (!loss.gradient().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "the loss's gradient must be " + shape + ", but is " + loss.gradient().shape());
    }
    return loss.gradient();
  }
}
