package dev.longhand.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the contract of engines does not see: the form of the file. What it computes, that does. */
class OnnxGraphTest {
  private static final NetworkSpec CHARACTERS =
      new NetworkSpec(
          InputSpec.fixed(1, 28, 28),
          List.of(
              Layer.Conv2d.same("conv", 4, 3, true),
              new Layer.BatchNorm("norm"),
              new Layer.Residual("block", List.of(new Layer.Relu("block_relu")), List.of()),
              new Layer.GlobalAveragePool("pool"),
              new Layer.Dropout("dropout", 0.5f),
              new Layer.Dense("head", 62)));

  private static final NetworkSpec LINES =
      new NetworkSpec(
          InputSpec.freeWidth(1, 8),
          List.of(
              Layer.MaxPool2d.of("pool", 2),
              new Layer.ColumnsToSequence("columns"),
              new Layer.BiLstm("lstm", 5),
              new Layer.Dense("head", 7)));

  @Test
  void theBatchIsFree() throws Exception {
    try (OrtSession session = open(CHARACTERS)) {
      assertThat(shape(session.getInputInfo(), "image")).containsExactly(-1, 1, 28, 28);
      assertThat(shape(session.getOutputInfo(), "logits")).containsExactly(-1, 62);
    }
  }

  @Test
  void aFreeExtentStaysFree() throws Exception {
    try (OrtSession session = open(LINES)) {
      assertThat(shape(session.getInputInfo(), "image")).containsExactly(-1, 1, 8, -1);
      assertThat(session.getOutputNames()).containsExactly("logits");
    }
    var anySize =
        new NetworkSpec(
            new InputSpec(3, OptionalInt.empty(), OptionalInt.empty()),
            List.of(new Layer.GlobalAveragePool("pool")));
    try (OrtSession session = open(anySize)) {
      assertThat(shape(session.getInputInfo(), "image")).containsExactly(-1, 3, -1, -1);
    }
  }

  @Test
  void theVersionsOfTheFormatArePinned() {
    ModelProto model = write(CHARACTERS);
    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getOpsetImportList())
        .singleElement()
        .satisfies(
            opset -> {
              assertThat(opset.getDomain()).isEmpty();
              assertThat(opset.getVersion()).isEqualTo(17);
            });
  }

  @Test
  void everyWeightIsInsideAndKeepsItsName() {
    GraphProto graph = write(CHARACTERS).getGraph();
    assertThat(graph.getInitializerList())
        .extracting(TensorProto::getName)
        .containsExactlyElementsOf(
            CHARACTERS.parameters().stream().map(parameter -> parameter.name()).toList());
    assertThat(graph.getInitializerList())
        .allSatisfy(weight -> assertThat(weight.getExternalDataCount()).isZero());
  }

  @Test
  void dropoutIsLeftOut() {
    assertThat(write(CHARACTERS).getGraph().getNodeList())
        .extracting(NodeProto::getOpType)
        .containsExactly(
            "Conv",
            "BatchNormalization",
            "Relu",
            "Add",
            "GlobalAveragePool",
            "Flatten",
            "MatMul",
            "Add",
            "Identity");
  }

  @Test
  void aLayerMayBeCalledAsTheInputOrTheOutput() throws Exception {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 2, 2),
            List.of(new Layer.Relu("logits"), new Layer.Relu("image"), new Layer.Flatten("out")));
    try (OrtSession session = open(spec)) {
      assertThat(session.getInputNames()).containsExactly("image");
      assertThat(session.getOutputNames()).containsExactly("logits");
    }
  }

  @Test
  void theSameNetworkGivesTheSameBytes() {
    assertThat(write(LINES).toByteArray()).isEqualTo(write(LINES).toByteArray());
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxGraph.of(CHARACTERS, new Weights(Map.of())))
        .withMessageContaining("'conv.weight' is missing");
  }

  private static ModelProto write(NetworkSpec spec) {
    return OnnxGraph.of(spec, WeightInitializer.initialize(spec, 1)).build();
  }

  private static OrtSession open(NetworkSpec spec) throws OrtException {
    return OnnxRuntimeLibrary.load().open(write(spec).toByteArray(), 1);
  }

  private static long[] shape(Map<String, NodeInfo> values, String name) {
    return ((TensorInfo) values.get(name).getInfo()).getShape();
  }
}
