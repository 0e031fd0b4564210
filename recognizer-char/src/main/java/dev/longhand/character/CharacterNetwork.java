package dev.longhand.character;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.Layer.BatchNorm;
import dev.longhand.network.Layer.Conv2d;
import dev.longhand.network.Layer.Dense;
import dev.longhand.network.Layer.Dropout;
import dev.longhand.network.Layer.GlobalAveragePool;
import dev.longhand.network.Layer.MaxPool2d;
import dev.longhand.network.Layer.Relu;
import dev.longhand.network.Layer.Residual;
import dev.longhand.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The network that reads one character: residual convolutions over a 28×28 image.
 *
 * <p>{@code N×C×28×28 → N×classes}, logits. Four stages at 28, 14, 7 and 4 px, each twice as wide
 * as the one before.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al., 2015</a>
 */
final class CharacterNetwork {

  /** The side of the input, in pixels: EMNIST's. */
  static final int SIDE = 28;

  /** The last layer's name: what fine-tuning to another alphabet replaces. */
  static final String HEAD = "head";

  private final List<Layer> layers = new ArrayList<>();

  private CharacterNetwork() {}

  /**
   * @param channels of the input; see {@link dev.longhand.image.Preprocessing#channels}
   * @param dropout before the last layer, in 0…1
   */
  static NetworkSpec of(int channels, int classes, float dropout) {
    var network = new CharacterNetwork();
    network.stem(32);
    network.layers.add(MaxPool2d.of("pool1", 2));
    network.block("block1", 32, 64, 1);
    network.layers.add(MaxPool2d.of("pool2", 2));
    network.block("block2", 64, 128, 1);
    network.block("block3", 128, 256, 2);
    network.layers.add(new GlobalAveragePool("pool3"));
    network.layers.add(new Dropout("dropout", dropout));
    network.layers.add(new Dense(HEAD, classes));
    return new NetworkSpec(InputSpec.fixed(channels, SIDE, SIDE), network.layers);
  }

  /**
   * A trained network for as many classes: with another last layer, and as much dropout.
   *
   * @throws LonghandException when it has no layer {@value #HEAD} for that
   */
  static NetworkSpec like(ModelBundle trained, int classes, float dropout) {
    List<Layer> layers =
        trained.network().layers().stream().map(layer -> adapted(layer, classes, dropout)).toList();
    if (layers.stream().noneMatch(CharacterNetwork::isHead)) {
      throw new LonghandException(
          "model "
              + trained.name()
              + " cannot be trained further: its network has no dense layer '"
              + HEAD
              + "'");
    }
    return new NetworkSpec(trained.network().input(), layers);
  }

  private static Layer adapted(Layer layer, int classes, float dropout) {
    if (isHead(layer)) {
      return new Dense(HEAD, classes);
    }
    return layer instanceof Dropout before ? new Dropout(before.name(), dropout) : layer;
  }

  private static boolean isHead(Layer layer) {
    return layer instanceof Dense dense && dense.name().equals(HEAD);
  }

  private void stem(int channels) {
    layers.add(Conv2d.same("stem_conv", channels, 3, false));
    layers.add(new BatchNorm("stem_norm"));
    layers.add(new Relu("stem_relu"));
  }

  private void block(String name, int inputs, int outputs, int stride) {
    List<Layer> body =
        List.of(
            Conv2d.strided(name + "_conv1", outputs, 3, stride, false),
            new BatchNorm(name + "_norm1"),
            new Relu(name + "_relu1"),
            Conv2d.same(name + "_conv2", outputs, 3, false),
            new BatchNorm(name + "_norm2"));
    List<Layer> shortcut =
        inputs == outputs
            ? List.of()
            : List.of(
                Conv2d.strided(name + "_shortcut", outputs, 1, stride, false),
                new BatchNorm(name + "_shortcut_norm"));
    layers.add(new Residual(name, body, shortcut));
    layers.add(new Relu(name + "_relu2"));
  }
}
