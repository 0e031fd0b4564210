package dev.longhand.engine;

import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.List;
import java.util.Random;

/** Shaped as the network of the model {@code latin-62}, without its dropout: to measure with. */
public final class CharacterNetwork {
  public static final int SIDE = 28;
  public static final int CLASSES = 62;

  private CharacterNetwork() {}

  /** Of Gaussian noise, always the same. */
  public static Tensor images(int count) {
    return RandomNetwork.gaussian(new Shape(count, 1, SIDE, SIDE), new Random(2));
  }

  public static NetworkSpec spec() {
    return new NetworkSpec(
        InputSpec.fixed(1, SIDE, SIDE),
        List.of(
            Layer.Conv2d.same("stem_conv", 32, 3, false),
            new Layer.BatchNorm("stem_norm"),
            new Layer.Relu("stem_relu"),
            Layer.MaxPool2d.of("pool1", 2),
            block("block1", 64, 1),
            new Layer.Relu("block1_relu2"),
            Layer.MaxPool2d.of("pool2", 2),
            block("block2", 128, 1),
            new Layer.Relu("block2_relu2"),
            block("block3", 256, 2),
            new Layer.Relu("block3_relu2"),
            new Layer.GlobalAveragePool("pool3"),
            new Layer.Dense("head", CLASSES)));
  }

  private static Layer block(String name, int outputs, int stride) {
    return new Layer.Residual(
        name,
        List.of(
            Layer.Conv2d.strided(name + "_conv1", outputs, 3, stride, false),
            new Layer.BatchNorm(name + "_norm1"),
            new Layer.Relu(name + "_relu1"),
            Layer.Conv2d.same(name + "_conv2", outputs, 3, false),
            new Layer.BatchNorm(name + "_norm2")),
        List.of(
            Layer.Conv2d.strided(name + "_shortcut", outputs, 1, stride, false),
            new Layer.BatchNorm(name + "_shortcut_norm")));
  }
}
