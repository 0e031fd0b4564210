package dev.longhand.engine.djl;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Translates a network to an ONNX graph with its weights inside.
 *
 * <p>The batch, and each extent that the network leaves free, is a dimension with a name. Values
 * are called as the layers that give them, followed by {@code :out}; as no layer's name has a colon
 * or a dot, nothing can share a name.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
final class OnnxGraph implements Layer.Visitor<String> {

  /** What goes in, {@code N×C×H×W}. */
  static final String INPUT = "image";

  /** What the last layer gives. */
  static final String OUTPUT = "logits";

  /**
   * Of February 2022: has every operator that is needed here, and every runtime since then reads
   * it.
   */
  private static final int OPSET = 17;

  private static final int IR_VERSION = 8;

  /** ONNX's order of an LSTM's gates, i, o, f, c, as indices into ours, i, f, g, o. */
  private static final int[] GATES = {0, 3, 1, 2};

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Weights weights;
  private String current = INPUT;

  private OnnxGraph(Weights weights) {
    this.weights = weights;
  }

  /**
   * A model of one input and one output.
   *
   * @throws IllegalArgumentException when the weights do not fit the network
   */
  static ModelProto.Builder of(NetworkSpec network, Weights weights) {
    weights.check(network);
    var translation = new OnnxGraph(weights);
    String last = translation.follow(network.layers());
    translation.graph.addNode(node("Identity", OUTPUT, last));
    translation
        .graph
        .setName("network")
        .addInput(value(INPUT, shape(network.input())))
        .addOutput(output(network));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setProducerName("longhand")
        .setGraph(translation.graph);
  }

  private String follow(List<Layer> layers) {
    for (Layer layer : layers) {
      current = layer.accept(this);
    }
    return current;
  }

  @Override
  public String conv2d(Layer.Conv2d layer) {
    NodeProto.Builder node = node("Conv", out(layer), current, weight(layer, "weight"));
    if (layer.bias()) {
      node.addInput(weight(layer, "bias"));
    }
    return add(slide(node, layer.kernel(), layer.stride(), layer.padding()));
  }

  @Override
  public String batchNorm(Layer.BatchNorm layer) {
    return add(
        node(
                "BatchNormalization",
                out(layer),
                current,
                weight(layer, "weight"),
                weight(layer, "bias"),
                weight(layer, "running_mean"),
                weight(layer, "running_var"))
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("epsilon")
                    .setType(AttributeType.FLOAT)
                    .setF(Layer.BatchNorm.EPSILON)));
  }

  @Override
  public String relu(Layer.Relu layer) {
    return add(node("Relu", out(layer), current));
  }

  @Override
  public String maxPool2d(Layer.MaxPool2d layer) {
    return add(
        slide(
            node("MaxPool", out(layer), current), layer.kernel(), layer.stride(), layer.padding()));
  }

  @Override
  public String globalAveragePool(Layer.GlobalAveragePool layer) {
    String means = add(node("GlobalAveragePool", part(layer, "means"), current));
    return add(node("Flatten", out(layer), means));
  }

  @Override
  public String residual(Layer.Residual layer) {
    String input = current;
    String body = follow(layer.body());
    current = input;
    String shortcut = follow(layer.shortcut());
    return add(node("Add", out(layer), body, shortcut));
  }

  @Override
  public String dropout(Layer.Dropout layer) {
    return current;
  }

  @Override
  public String flatten(Layer.Flatten layer) {
    return add(node("Flatten", out(layer), current));
  }

  @Override
  public String columnsToSequence(Layer.ColumnsToSequence layer) {
    String columns = add(transpose(part(layer, "columns"), current, 0, 3, 1, 2));
    return add(joinAxesFromThird(layer, columns));
  }

  @Override
  public String biLstm(Layer.BiLstm layer) {
    String steps = add(transpose(part(layer, "steps"), current, 1, 0, 2));
    NodeProto.Builder lstm =
        node(
            "LSTM",
            part(layer, "directions"),
            steps,
            constant(layer.name() + ".weight_ih", bothDirections(layer, "weight_ih")),
            constant(layer.name() + ".weight_hh", bothDirections(layer, "weight_hh")),
            constant(layer.name() + ".bias", biases(layer)));
    lstm.addAttribute(
        AttributeProto.newBuilder()
            .setName("direction")
            .setType(AttributeType.STRING)
            .setS(ByteString.copyFromUtf8("bidirectional")));
    lstm.addAttribute(
        AttributeProto.newBuilder()
            .setName("hidden_size")
            .setType(AttributeType.INT)
            .setI(layer.hidden()));
    // T×2×N×H to N×T×2×H.
    String sequences = add(transpose(part(layer, "sequences"), add(lstm), 2, 0, 1, 3));
    return add(joinAxesFromThird(layer, sequences));
  }

  @Override
  public String dense(Layer.Dense layer) {
    String product = add(node("MatMul", part(layer, "product"), current, transposedWeight(layer)));
    return add(node("Add", out(layer), product, weight(layer, "bias")));
  }

  private String add(NodeProto.Builder node) {
    graph.addNode(node.setName(node.getOutput(0)));
    return node.getOutput(0);
  }

  /** {@code A×B×C×D → A×B×(C·D)}. */
  private NodeProto.Builder joinAxesFromThird(Layer layer, String value) {
    // 0 keeps an extent, -1 takes what is left.
    TensorProto.Builder extents =
        TensorProto.newBuilder()
            .setName(part(layer, "extents"))
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(3)
            .addInt64Data(0)
            .addInt64Data(0)
            .addInt64Data(-1);
    graph.addInitializer(extents);
    return node("Reshape", out(layer), value, extents.getName());
  }

  private String weight(Layer layer, String weight) {
    String name = layer.name() + "." + weight;
    return constant(name, weights.get(name));
  }

  private String constant(String name, Tensor values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(bytes(values));
    for (int extent : values.shape().extents()) {
      tensor.addDims(extent);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** {@code units×F} as {@code F×units}, by which vectors and sequences alike are multiplied. */
  private String transposedWeight(Layer.Dense layer) {
    String name = layer.name() + ".weight";
    Tensor weight = weights.get(name);
    int units = weight.shape().extent(0);
    int features = weight.shape().extent(1);
    float[] transposed = new float[units * features];
    for (int unit = 0; unit < units; unit++) {
      for (int feature = 0; feature < features; feature++) {
        transposed[feature * units + unit] = weight.at(unit * features + feature);
      }
    }
    return constant(name, Tensor.of(Shape.of(features, units), transposed));
  }

  /** {@code 2×4H×K}: forward and backward, each with its gates in ONNX's order. */
  private Tensor bothDirections(Layer.BiLstm layer, String weight) {
    return Tensor.stack(
        List.of(
            reordered(weights.get(layer.name() + ".forward." + weight)),
            reordered(weights.get(layer.name() + ".backward." + weight))));
  }

  /** {@code 2×8H}: ONNX adds two biases, of which the second stays 0. */
  private Tensor biases(Layer.BiLstm layer) {
    Tensor biases = bothDirections(layer, "bias");
    int gates = 4 * layer.hidden();
    float[] padded = new float[2 * 2 * gates];
    System.arraycopy(biases.toArray(), 0, padded, 0, gates);
    System.arraycopy(biases.toArray(), gates, padded, 2 * gates, gates);
    return Tensor.of(Shape.of(2, 2 * gates), padded);
  }

  private static Tensor reordered(Tensor gates) {
    float[] from = gates.toArray();
    float[] to = new float[from.length];
    int gate = from.length / GATES.length;
    for (int i = 0; i < GATES.length; i++) {
      System.arraycopy(from, GATES[i] * gate, to, i * gate, gate);
    }
    return Tensor.of(gates.shape(), to);
  }

  private static String out(Layer layer) {
    return part(layer, "out");
  }

  private static String part(Layer layer, String part) {
    return layer.name() + ":" + part;
  }

  /** A node of one output. */
  static NodeProto.Builder node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static NodeProto.Builder transpose(String output, String input, long... order) {
    return node("Transpose", output, input).addAttribute(integers("perm", order));
  }

  private static NodeProto.Builder slide(
      NodeProto.Builder node, Window kernel, Window stride, Window padding) {
    return node.addAttribute(integers("kernel_shape", kernel.height(), kernel.width()))
        .addAttribute(integers("strides", stride.height(), stride.width()))
        .addAttribute(
            integers("pads", padding.height(), padding.width(), padding.height(), padding.width()));
  }

  private static AttributeProto.Builder integers(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(LongStream.of(values).boxed().toList());
  }

  private static ByteString bytes(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.shape().size(), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.buffer());
    return ByteString.copyFrom(bytes);
  }

  private static TensorShapeProto.Builder shape(InputSpec input) {
    return TensorShapeProto.newBuilder()
        .addDim(named("N"))
        .addDim(Dimension.newBuilder().setDimValue(input.channels()))
        .addDim(fixedOr("H", input.height()))
        .addDim(fixedOr("W", input.width()));
  }

  /** With its shape when that is the same for every image; a reader works out the rest. */
  private static ValueInfoProto.Builder output(NetworkSpec network) {
    InputSpec input = network.input();
    if (input.height().isEmpty() || input.width().isEmpty()) {
      return value(OUTPUT, null);
    }
    Shape one =
        network.outputShape(
            Shape.of(1, input.channels(), input.height().getAsInt(), input.width().getAsInt()));
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder().addDim(named("N"));
    for (int axis = 1; axis < one.rank(); axis++) {
      shape.addDim(Dimension.newBuilder().setDimValue(one.extent(axis)));
    }
    return value(OUTPUT, shape);
  }

  private static Dimension.Builder named(String name) {
    return Dimension.newBuilder().setDimParam(name);
  }

  private static Dimension.Builder fixedOr(String name, OptionalInt extent) {
    return extent.isPresent() ? Dimension.newBuilder().setDimValue(extent.getAsInt()) : named(name);
  }

  static ValueInfoProto.Builder value(String name, TensorShapeProto.@Nullable Builder shape) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    if (shape != null) {
      type.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type));
  }
}
