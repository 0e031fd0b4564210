package dev.longhand.engine.dl4j;

import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.OutputLoss;
import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** A network in training. */
final class Dl4jTrainer implements NetworkTrainer {
  private final Dl4jEngine engine;
  private final NetworkSpec spec;
  private final SplittableRandom seeds;
  private final NativeMemory memory;
  private final NativeWeights weights;

  Dl4jTrainer(Dl4jEngine engine, NetworkSpec spec, Weights initial, long seed) {
    this.engine = engine;
    this.spec = spec;
    this.seeds = new SplittableRandom(seed);
    this.memory = engine.newMemory("the trainer");
    this.weights = new NativeWeights(spec, initial, memory.lasting());
  }

  @Override
  public Gradients differentiate(Tensor batch, OutputLoss loss) {
    return memory.use(
        scratch -> {
          var unused = spec.outputShape(batch.shape());
          engine.limitThreads();
          var operators = new Operators(scratch);
          var tape = Tape.recording(operators);
          Tensor output =
              ForwardPass.train(spec.layers(), weights, batch, operators, tape, seeds.split());
          ValueAndGradient lossOfOutput = loss.evaluate(output);
          Tensor gradient = lossOfOutput.gradient();
          if (!gradient.shape().equals(output.shape())) {
            throw new IllegalArgumentException(
                "the loss's gradient must be "
                    + output.shape()
                    + ", as the output is, but is "
                    + gradient.shape());
          }
          // The loss may have run something on this very thread.
          engine.limitThreads();
          tape.back(operators.fromTensor(gradient));
          return new Gradients(lossOfOutput.value(), inOrder(tape.gradients()));
        });
  }

  /** The tape has met the layers from the last to the first. */
  private Weights inOrder(Map<String, Tensor> gradients) {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    for (Parameter parameter : spec.parameters()) {
      if (parameter.role().isLearned()) {
        ordered.put(parameter.name(), Objects.requireNonNull(gradients.get(parameter.name())));
      }
    }
    return new Weights(ordered);
  }

  @Override
  public Weights weights() {
    return memory.use(scratch -> weights.toJava());
  }

  @Override
  public void assign(Weights changed) {
    memory.use(
        scratch -> {
          weights.assign(changed);
          return changed;
        });
  }

  @Override
  public void close() {
    memory.close();
  }
}
