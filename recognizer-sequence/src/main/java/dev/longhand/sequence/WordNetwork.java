package dev.longhand.sequence;

import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.Layer.BatchNorm;
import dev.longhand.network.Layer.BiLstm;
import dev.longhand.network.Layer.ColumnsToSequence;
import dev.longhand.network.Layer.Conv2d;
import dev.longhand.network.Layer.Dense;
import dev.longhand.network.Layer.Dropout;
import dev.longhand.network.Layer.MaxPool2d;
import dev.longhand.network.Layer.Relu;
import dev.longhand.network.Layer.Residual;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The network that reads a word: convolutions make a sequence of columns, two bidirectional LSTMs
 * read it (<a href="https://arxiv.org/abs/1507.05717">Shi et al., 2015</a>).
 *
 * <p>{@code N×1×32×W → N×⌊W/4⌋×(K+1)}, logits; the blank is the last class. A second, linear head
 * reads the columns directly and its logits are added: the convolutions then learn from the first
 * step on instead of waiting for the LSTMs (after the CTC shortcut of <a
 * href="https://arxiv.org/abs/2404.11339">Retsinas et al., 2022, section 3.3</a>).
 */
final class WordNetwork {

  /** The height of the input, in pixels. */
  static final int HEIGHT = 32;

  /** Pixels in width for one column of the output. */
  static final int COLUMN = 4;

  /** The last layer of the LSTMs: what fine-tuning to another alphabet replaces. */
  static final String HEAD = "head";

  /** The linear head beside it. */
  static final String SHORTCUT = "shortcut";

  private final List<Layer> layers = new ArrayList<>();

  private WordNetwork() {}

  /**
   * @param symbols K
   * @param hidden units of each LSTM and direction
   * @param dropout before and after the LSTMs, in 0…1
   */
  static NetworkSpec of(int symbols, int hidden, float dropout) {
    var network = new WordNetwork();
    network.convolution("conv1", 32);
    network.layers.add(MaxPool2d.of("pool1", 2));
    network.convolution("conv2", 64);
    network.layers.add(MaxPool2d.of("pool2", 2));
    network.convolution("conv3", 128);
    network.layers.add(lower("pool3"));
    network.block("block4", 128);
    network.layers.add(lower("pool4"));
    network.block("block5", 128);
    network.layers.add(new ColumnsToSequence("columns"));
    network.layers.add(new Dropout("columns_dropout", dropout));
    network.layers.add(
        new Residual(
            "reading",
            List.of(
                new BiLstm("lstm1", hidden),
                new Dropout("lstm1_dropout", dropout),
                new BiLstm("lstm2", hidden),
                new Dropout("lstm2_dropout", dropout),
                new Dense(HEAD, symbols + 1)),
            List.of(new Dense(SHORTCUT, symbols + 1))));
    return new NetworkSpec(InputSpec.freeWidth(1, HEIGHT), network.layers);
  }

  /** How many columns of the output belong to an image of this width. */
  static int columns(int width) {
    return (width + COLUMN - 1) / COLUMN;
  }

  private void convolution(String name, int channels) {
    layers.add(Conv2d.same(name, channels, 3, false));
    layers.add(new BatchNorm(name + "_norm"));
    layers.add(new Relu(name + "_relu"));
  }

  private void block(String name, int channels) {
    layers.add(
        new Residual(
            name,
            List.of(Conv2d.same(name + "_conv", channels, 3, false), new BatchNorm(name + "_norm")),
            List.of()));
    layers.add(new Relu(name + "_relu"));
  }

  /** Halves the height and keeps the columns. */
  private static MaxPool2d lower(String name) {
    var half = new Window(2, 1);
    return new MaxPool2d(name, half, half, Window.square(0));
  }
}
