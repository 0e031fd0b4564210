package dev.longhand.training;

import dev.longhand.engine.Network;
import dev.longhand.engine.NetworkTrainer;
import dev.longhand.engine.OutputLoss;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Trains the one network {@link #NETWORK}: its dense layer truly, with a gradient by hand; its
 * dropout by a mask drawn from the trainer's seed; of its batch norm only the running mean moves.
 */
final class TinyEngine implements TrainingEngine {
  static final int FEATURES = 3;
  static final int UNITS = 2;

  static final NetworkSpec NETWORK =
      new NetworkSpec(
          InputSpec.fixed(FEATURES, 1, 1),
          List.of(
              new Layer.Flatten("flat"),
              new Layer.BatchNorm("norm"),
              new Layer.Dropout("drop", 0.5f),
              new Layer.Dense("dense", UNITS)));

  /** How many trainers and networks are open. */
  int open;

  /** All weights after each step. */
  final List<Weights> steps = new ArrayList<>();

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public Network load(NetworkSpec network, Weights weights) {
    weights.check(network);
    open++;
    return new Network() {
      @Override
      public Tensor run(Tensor batch) {
        return forward(batch.toArray(), weights.byName());
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  @Override
  public NetworkTrainer train(NetworkSpec network, Weights initial, long seed) {
    initial.check(network);
    open++;
    return new Trainer(initial, new SplittableRandom(seed));
  }

  @Override
  public void close() {}

  private final class Trainer implements NetworkTrainer {
    private final Map<String, Tensor> weights;
    private final SplittableRandom random;

    Trainer(Weights initial, SplittableRandom random) {
      this.weights = new LinkedHashMap<>(initial.byName());
      this.random = random;
    }

    @Override
    public Gradients differentiate(Tensor batch, OutputLoss loss) {
      float[] input = batch.toArray();
      int samples = batch.shape().extent(0);
      float[] mean = weights.get("norm.running_mean").toArray();
      for (int i = 0; i < input.length; i++) {
        mean[i % FEATURES] += 0.1f * (input[i] - mean[i % FEATURES]) / samples;
        if (random.nextInt(8) == 0) {
          input[i] = 0;
        }
      }
      weights.put("norm.running_mean", Tensor.of(new Shape(FEATURES), mean));
      OutputLoss.ValueAndGradient result = loss.evaluate(forward(input, weights));
      float[] kernel = new float[UNITS * FEATURES];
      float[] bias = new float[UNITS];
      for (int n = 0; n < samples; n++) {
        for (int u = 0; u < UNITS; u++) {
          float slope = result.gradient().at(n * UNITS + u);
          bias[u] += slope;
          for (int f = 0; f < FEATURES; f++) {
            kernel[u * FEATURES + f] += slope * input[n * FEATURES + f];
          }
        }
      }
      return new Gradients(
          result.value(),
          new Weights(
              Map.of(
                  "norm.weight",
                  Tensor.zeros(new Shape(FEATURES)),
                  "norm.bias",
                  Tensor.zeros(new Shape(FEATURES)),
                  "dense.weight",
                  Tensor.of(new Shape(UNITS, FEATURES), kernel),
                  "dense.bias",
                  Tensor.of(new Shape(UNITS), bias))));
    }

    @Override
    public Weights weights() {
      return new Weights(weights);
    }

    @Override
    public void assign(Weights changed) {
      weights.putAll(changed.byName());
      steps.add(weights());
    }

    @Override
    public void close() {
      open--;
    }
  }

  private static Tensor forward(float[] input, Map<String, Tensor> weights) {
    Tensor kernel = weights.get("dense.weight");
    Tensor bias = weights.get("dense.bias");
    int samples = input.length / FEATURES;
    float[] output = new float[samples * UNITS];
    for (int n = 0; n < samples; n++) {
      for (int u = 0; u < UNITS; u++) {
        float sum = bias.at(u);
        for (int f = 0; f < FEATURES; f++) {
          sum += kernel.at(u * FEATURES + f) * input[n * FEATURES + f];
        }
        output[n * UNITS + u] = sum;
      }
    }
    return Tensor.of(new Shape(samples, UNITS), output);
  }
}
