package dev.longhand.engine.dl4j;

import dev.longhand.network.Layer;
import dev.longhand.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Translates layers to ND4J's operators while running them, and tells the tape how each is
 * differentiated. One instance follows one path of a network for one batch.
 *
 * <p>Each layer gives a new array or the very one it was given, which it leaves as it is. In
 * inference what a layer was given is freed at once; in training the tape needs it.
 */
final class ForwardPass implements Layer.Visitor<INDArray> {
  private final NativeWeights weights;
  private final Operators operators;
  private final Tape tape;
  private final SplittableRandom random;
  private INDArray current;

  private ForwardPass(
      NativeWeights weights,
      Operators operators,
      Tape tape,
      SplittableRandom random,
      INDArray input) {
    this.weights = weights;
    this.operators = operators;
    this.tape = tape;
    this.random = random;
    this.current = input;
  }

  /** Runs layers with running statistics and without dropout. */
  static Tensor infer(
      List<Layer> layers, NativeWeights weights, Tensor batch, Operators operators) {
    var nothingIsDrawn = new SplittableRandom(0);
    return run(layers, weights, batch, operators, Tape.off(operators), nothingIsDrawn);
  }

  /** Runs layers with the batch's statistics, which move the running ones, and with dropout. */
  static Tensor train(
      List<Layer> layers,
      NativeWeights weights,
      Tensor batch,
      Operators operators,
      Tape recording,
      SplittableRandom random) {
    return run(layers, weights, batch, operators, recording, random);
  }

  private static Tensor run(
      List<Layer> layers,
      NativeWeights weights,
      Tensor batch,
      Operators operators,
      Tape tape,
      SplittableRandom random) {
    INDArray input = operators.fromTensor(batch);
    var pass = new ForwardPass(weights, operators, tape, random, input);
    return operators.toTensor(pass.follow(layers));
  }

  private INDArray follow(List<Layer> layers) {
    INDArray input = current;
    for (Layer layer : layers) {
      INDArray before = current;
      current = layer.accept(this);
      if (!tape.isRecording() && before != current && before != input) {
        operators.free(before);
      }
    }
    return current;
  }

  @Override
  public INDArray conv2d(Layer.Conv2d layer) {
    INDArray x = current;
    INDArray weight = weights.of(layer, "weight");
    INDArray y = operators.conv2d(layer, x, weight);
    tape.record(
        dy -> {
          INDArray dx = operators.like(x);
          INDArray dWeight = operators.like(weight);
          operators.conv2dBack(layer, x, weight, dy, dx, dWeight);
          tape.gradient(layer, "weight", dWeight);
          return dx;
        });
    return layer.bias() ? addBias(layer, y) : y;
  }

  @Override
  public INDArray batchNorm(Layer.BatchNorm layer) {
    var normalization = new Normalization(layer, weights, operators);
    return tape.isRecording() ? normalization.train(current, tape) : normalization.infer(current);
  }

  @Override
  public INDArray relu(Layer.Relu layer) {
    INDArray y = operators.relu(current);
    tape.record(dy -> operators.isPositive(y).muli(dy));
    return y;
  }

  @Override
  public INDArray maxPool2d(Layer.MaxPool2d layer) {
    INDArray x = current;
    tape.record(dy -> operators.maxPool2dBack(layer, x, dy));
    return operators.maxPool2d(layer, x);
  }

  @Override
  public INDArray globalAveragePool(Layer.GlobalAveragePool layer) {
    INDArray x = current;
    tape.record(dy -> operators.averagePoolBack(x, dy));
    return operators.averagePool(x);
  }

  @Override
  public INDArray residual(Layer.Residual layer) {
    INDArray x = current;
    Tape bodyTape = tape.branch();
    Tape shortcutTape = tape.branch();
    INDArray body = branch(bodyTape).follow(layer.body());
    INDArray shortcut = branch(shortcutTape).follow(layer.shortcut());
    tape.record(dy -> sum(bodyTape.back(dy), shortcutTape.back(dy), dy));
    return tape.isRecording() ? operators.add(body, shortcut) : sum(body, shortcut, x);
  }

  private ForwardPass branch(Tape branchTape) {
    return new ForwardPass(weights, operators, branchTape, random, current);
  }

  /** Frees the terms, but for one that is still of use. */
  private INDArray sum(INDArray a, INDArray b, INDArray inUse) {
    INDArray sum = operators.add(a, b);
    for (INDArray term : List.of(a, b)) {
      if (term != inUse) {
        operators.free(term);
      }
    }
    return sum;
  }

  @Override
  public INDArray dropout(Layer.Dropout layer) {
    if (!tape.isRecording() || layer.rate() == 0) {
      return current;
    }
    float kept = 1 / (1 - layer.rate());
    float[] factors = new float[Math.toIntExact(current.length())];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = random.nextDouble() < layer.rate() ? 0 : kept;
    }
    INDArray mask = operators.like(current);
    mask.data().asNioFloat().put(factors);
    tape.record(dy -> operators.multiply(dy, mask));
    return operators.multiply(current, mask);
  }

  @Override
  public INDArray flatten(Layer.Flatten layer) {
    INDArray x = current;
    tape.record(
        dy ->
            operators.permuted(
                dy.reshape('c', x.size(0), x.size(3), x.size(1), x.size(2)), 0, 2, 3, 1));
    return operators.permutedInto(new long[] {x.size(0), x.length() / x.size(0)}, x, 0, 3, 1, 2);
  }

  @Override
  public INDArray columnsToSequence(Layer.ColumnsToSequence layer) {
    INDArray x = current;
    long images = x.size(0);
    long height = x.size(1);
    long width = x.size(2);
    long channels = x.size(3);
    tape.record(
        dy -> operators.permuted(dy.reshape('c', images, width, channels, height), 0, 3, 1, 2));
    return operators.permutedInto(new long[] {images, width, channels * height}, x, 0, 2, 3, 1);
  }

  @Override
  public INDArray biLstm(Layer.BiLstm layer) {
    return new BiLstm(layer, weights, operators).run(current, tape);
  }

  @Override
  public INDArray dense(Layer.Dense layer) {
    INDArray x = current;
    INDArray weight = weights.of(layer, "weight");
    INDArray y = operators.dense(x, weight);
    tape.record(
        dy -> {
          INDArray dx = operators.like(x);
          INDArray dWeight = operators.like(weight);
          operators.denseBack(x, weight, dy, dx, dWeight);
          tape.gradient(layer, "weight", dWeight);
          return dx;
        });
    return addBias(layer, y);
  }

  /** Adds the bias of a layer to what is the layer's own. */
  private INDArray addBias(Layer layer, INDArray own) {
    Operators.addToRows(own, weights.of(layer, "bias"), own);
    tape.record(
        dy -> {
          tape.gradient(layer, "bias", operators.sumOfRows(dy, 1));
          return dy;
        });
    return own;
  }
}
