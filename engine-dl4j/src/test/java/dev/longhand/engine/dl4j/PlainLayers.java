package dev.longhand.engine.dl4j;

import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as a user of Deeplearning4j would write it, with its layers and its {@link
 * ComputationGraph}: what this engine is measured against. Only the layers of an image's network.
 */
final class PlainLayers {
  private static final String INPUT = "image";

  private final GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder();

  private PlainLayers() {}

  static ComputationGraph of(NetworkSpec spec, Weights weights) {
    var layers = new PlainLayers();
    InputSpec input = spec.input();
    layers
        .graph
        .addInputs(INPUT)
        .setInputTypes(
            InputType.convolutional(
                input.height().orElseThrow(), input.width().orElseThrow(), input.channels()));
    String output = layers.add(spec.layers(), INPUT);
    var plain = new ComputationGraph(layers.graph.setOutputs(output).build());
    plain.init();
    weights.byName().forEach((name, tensor) -> assign(plain, name, tensor));
    return plain;
  }

  /** The name of the last layer. */
  private String add(List<Layer> layers, String before) {
    String last = before;
    for (Layer layer : layers) {
      last = add(layer, last);
    }
    return last;
  }

  private String add(Layer layer, String before) {
    if (layer instanceof Layer.Residual residual) {
      String body = add(residual.body(), before);
      String shortcut = add(residual.shortcut(), before);
      graph.addVertex(
          layer.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), body, shortcut);
    } else {
      graph.addLayer(layer.name(), plain(layer), before);
    }
    return layer.name();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer plain(Layer layer) {
    if (layer instanceof Layer.Conv2d conv) {
      return new ConvolutionLayer.Builder(sizes(conv.kernel()))
          .stride(sizes(conv.stride()))
          .padding(sizes(conv.padding()))
          .nOut(conv.outputChannels())
          .hasBias(conv.bias())
          .activation(Activation.IDENTITY)
          .build();
    }
    if (layer instanceof Layer.BatchNorm) {
      return new BatchNormalization.Builder().eps(Layer.BatchNorm.EPSILON).useLogStd(false).build();
    }
    if (layer instanceof Layer.MaxPool2d pool) {
      return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
          .kernelSize(sizes(pool.kernel()))
          .stride(sizes(pool.stride()))
          .padding(sizes(pool.padding()))
          .build();
    }
    if (layer instanceof Layer.Relu) {
      return new ActivationLayer(Activation.RELU);
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      return new GlobalPoolingLayer(PoolingType.AVG);
    }
    if (layer instanceof Layer.Dense dense) {
      return new DenseLayer.Builder().nOut(dense.units()).activation(Activation.IDENTITY).build();
    }
    throw new IllegalArgumentException("not compared: " + layer);
  }

  private static int[] sizes(Window window) {
    return new int[] {window.height(), window.width()};
  }

  private static void assign(ComputationGraph plain, String name, Tensor tensor) {
    int dot = name.lastIndexOf('.');
    var layer = plain.getLayer(name.substring(0, dot));
    String weight = name.substring(dot + 1);
    boolean normalizes =
        layer instanceof org.deeplearning4j.nn.layers.normalization.BatchNormalization;
    String parameter =
        switch (weight) {
          case "weight" -> normalizes ? "gamma" : "W";
          case "bias" -> normalizes ? "beta" : "b";
          case "running_mean" -> "mean";
          case "running_var" -> "var";
          default -> throw new IllegalArgumentException(name);
        };
    INDArray values = Nd4j.create(tensor.toArray(), longs(tensor.shape().extents()), 'c');
    INDArray target = layer.getParam(parameter);
    // A dense layer's matrix is inputs×units here; vectors are rows.
    boolean isDense = weight.equals("weight") && values.rank() == 2;
    target.assign(isDense ? values.transpose() : values.reshape('c', target.shape()));
  }

  static long[] longs(int... extents) {
    return IntStream.of(extents).asLongStream().toArray();
  }
}
