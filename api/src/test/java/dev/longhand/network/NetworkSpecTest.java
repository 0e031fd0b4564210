package dev.longhand.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.groups.Tuple.tuple;

import dev.longhand.network.Parameter.Role;
import dev.longhand.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {

  private static NetworkSpec fixed(int channels, int height, int width, Layer... layers) {
    return new NetworkSpec(InputSpec.fixed(channels, height, width), List.of(layers));
  }

  private static Layer.MaxPool2d pool(int kernel, int stride, int padding) {
    return new Layer.MaxPool2d(
        "pool", Window.square(kernel), Window.square(stride), Window.square(padding));
  }

  private static Layer.Conv2d conv(Window kernel, Window stride, Window padding) {
    return new Layer.Conv2d("conv", 8, kernel, stride, padding, true);
  }

  @Test
  void convolutionNeedsAKernelAndPerhapsABias() {
    NetworkSpec spec = fixed(3, 9, 9, conv(new Window(3, 5), new Window(2, 1), new Window(1, 0)));
    assertThat(spec.parameters())
        .containsExactly(
            new Parameter("conv.weight", Shape.of(8, 3, 3, 5), Role.KERNEL, 45),
            new Parameter("conv.bias", Shape.of(8), Role.BIAS, 45));
    // ⌊(9 + 2 − 3) / 2⌋ + 1 and (9 − 5) / 1 + 1.
    assertThat(spec.outputShape(Shape.of(2, 3, 9, 9))).isEqualTo(Shape.of(2, 8, 5, 5));
    assertThat(fixed(3, 9, 9, Layer.Conv2d.same("conv", 8, 3, false)).parameters()).hasSize(1);
  }

  @Test
  void networksThatDifferInDropoutAloneInferAlike() {
    NetworkSpec one = dropping(0.2f, 4);
    assertThat(one.infersLike(dropping(0.3f, 4))).isTrue();
    assertThat(one).isNotEqualTo(dropping(0.3f, 4));
    assertThat(one.infersLike(dropping(0.2f, 5))).isFalse();
  }

  private static NetworkSpec dropping(float rate, int units) {
    return fixed(
        1,
        2,
        2,
        new Layer.Flatten("flat"),
        new Layer.Dropout("outer", rate),
        new Layer.Residual(
            "sum",
            List.of(new Layer.Dropout("inner", rate), new Layer.Dense("dense", units)),
            List.of(new Layer.Dense("shortcut", units))));
  }

  @Test
  void batchNormNeedsFourVectors() {
    assertThat(fixed(3, 1, 1, new Layer.BatchNorm("norm")).parameters())
        .containsExactly(
            new Parameter("norm.weight", Shape.of(3), Role.SCALE, 1),
            new Parameter("norm.bias", Shape.of(3), Role.BIAS, 1),
            new Parameter("norm.running_mean", Shape.of(3), Role.RUNNING_MEAN, 1),
            new Parameter("norm.running_var", Shape.of(3), Role.RUNNING_VARIANCE, 1));
  }

  @Test
  void lstmNeedsThreeTensorsForEachDirection() {
    var spec =
        new NetworkSpec(
            InputSpec.freeWidth(2, 4),
            List.of(new Layer.ColumnsToSequence("columns"), new Layer.BiLstm("lstm", 5)));
    assertThat(spec.parameters())
        .extracting(Parameter::name, Parameter::shape, Parameter::role)
        .containsExactly(
            tuple("lstm.forward.weight_ih", Shape.of(20, 8), Role.RECURRENT_KERNEL),
            tuple("lstm.forward.weight_hh", Shape.of(20, 5), Role.RECURRENT_KERNEL),
            tuple("lstm.forward.bias", Shape.of(20), Role.GATE_BIAS),
            tuple("lstm.backward.weight_ih", Shape.of(20, 8), Role.RECURRENT_KERNEL),
            tuple("lstm.backward.weight_hh", Shape.of(20, 5), Role.RECURRENT_KERNEL),
            tuple("lstm.backward.bias", Shape.of(20), Role.GATE_BIAS));
    assertThat(spec.outputShape(Shape.of(1, 2, 4, 7))).isEqualTo(Shape.of(1, 7, 10));
  }

  @Test
  @DisplayName("A network for lines: free width in, one step for each column out")
  void widthStaysFreeUntilABatchIsGiven() {
    var spec =
        new NetworkSpec(
            InputSpec.freeWidth(1, 32),
            List.of(
                Layer.Conv2d.same("conv", 4, 3, true),
                Layer.MaxPool2d.of("pool", 2),
                new Layer.ColumnsToSequence("columns"),
                new Layer.Dense("out", 10)));
    assertThat(spec.parameters().get(2))
        .isEqualTo(new Parameter("out.weight", Shape.of(10, 64), Role.KERNEL, 64));
    assertThat(spec.outputShape(Shape.of(2, 1, 32, 101))).isEqualTo(Shape.of(2, 50, 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec.outputShape(Shape.of(2, 1, 32, 1)))
        .withMessageContaining("layer 'pool': a window of 2 does not fit into N×4×32×1");
  }

  @Test
  void poolingFloors() {
    assertThat(fixed(1, 5, 5, pool(2, 2, 0)).outputShape(Shape.of(1, 1, 5, 5)))
        .isEqualTo(Shape.of(1, 1, 2, 2));
    assertThat(fixed(1, 5, 5, pool(3, 2, 1)).outputShape(Shape.of(1, 1, 5, 5)))
        .isEqualTo(Shape.of(1, 1, 3, 3));
  }

  @Test
  void averagingMakesAVectorOfAnyExtents() {
    var spec =
        new NetworkSpec(
            new InputSpec(3, OptionalInt.empty(), OptionalInt.empty()),
            List.of(new Layer.GlobalAveragePool("average"), new Layer.Dense("out", 2)));
    assertThat(spec.outputShape(Shape.of(4, 3, 17, 5))).isEqualTo(Shape.of(4, 2));
  }

  @Test
  void weightsOfBothBranchesComeInTheirOrder() {
    NetworkSpec spec =
        fixed(
            2,
            4,
            4,
            new Layer.Residual(
                "block",
                List.of(Layer.Conv2d.strided("body", 6, 3, 2, false)),
                List.of(Layer.Conv2d.strided("shortcut", 6, 1, 2, false))));
    assertThat(spec.parameters())
        .extracting(Parameter::name)
        .containsExactly("body.weight", "shortcut.weight");
    assertThat(spec.outputShape(Shape.of(1, 2, 4, 4))).isEqualTo(Shape.of(1, 6, 2, 2));
  }

  @Test
  void branchesThatDoNotMeetAreRefused() {
    var block =
        new Layer.Residual("block", List.of(Layer.Conv2d.same("body", 6, 3, false)), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(2, 4, 4, block))
        .withMessage("layer 'block': the body gives N×6×4×4, but the shortcut N×2×4×4");
  }

  @Test
  void featuresThatFollowFromAFreeExtentAreRefused() {
    List<Layer> layers = List.of(new Layer.Flatten("flat"), new Layer.Dense("out", 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkSpec(InputSpec.freeWidth(1, 8), layers))
        .withMessageContaining("layer 'out'")
        .withMessageContaining("fix it in the input");
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    var average = new Layer.GlobalAveragePool("average");
    var columns = new Layer.ColumnsToSequence("columns");
    for (Layer ofImages :
        List.of(
            Layer.Conv2d.same("second", 1, 1, true),
            pool(1, 1, 0),
            new Layer.Flatten("second"),
            new Layer.GlobalAveragePool("second"),
            new Layer.ColumnsToSequence("second"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> fixed(1, 4, 4, average, ofImages))
          .withMessageContaining("takes images N×C×H×W, but is given N×1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 4, 4, new Layer.BiLstm("lstm", 2)))
        .withMessage("layer 'lstm' takes sequences N×T×F, but is given N×1×4×4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 4, 4, new Layer.Dense("out", 2)))
        .withMessage("layer 'out' takes vectors N×F or sequences N×T×F, but is given N×1×4×4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 4, 4, columns, new Layer.BatchNorm("norm")))
        .withMessageContaining("layer 'norm' takes images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 2, 2, Layer.MaxPool2d.of("pool", 3)))
        .withMessage("layer 'pool': a window of 3 does not fit into N×1×2×2");
  }

  @Test
  void aNetworkHasLayers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 4, 4))
        .withMessage("a network has at least one layer");
  }

  @Test
  void namesAreUniqueNestedOnesIncluded() {
    var relu = new Layer.Relu("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 4, 4, relu, new Layer.Flatten("a")))
        .withMessage("two layers are named 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixed(1, 4, 4, relu, new Layer.Residual("r", List.of(relu), List.of())))
        .withMessage("two layers are named 'a'");
  }

  @Test
  void aBatchThatTheInputDoesNotTakeIsRefused() {
    NetworkSpec spec = fixed(1, 4, 4, new Layer.Relu("relu"));
    for (Shape wrong : List.of(Shape.of(1, 4, 4), Shape.of(1, 2, 4, 4), Shape.of(1, 1, 4, 5))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> spec.outputShape(wrong))
          .withMessage("the network takes N×1×4×4, but was given " + wrong);
    }
    assertThat(InputSpec.freeWidth(3, 32)).hasToString("N×3×32×W");
  }

  @Test
  void layersRefuseNonsense() {
    Window one = Window.square(1);
    Window three = Window.square(3);
    List<Runnable> nonsense = new ArrayList<>();
    nonsense.add(() -> Layer.Conv2d.same("c", 0, 3, true));
    nonsense.add(() -> Layer.Conv2d.same("c", 1, 2, true));
    nonsense.add(() -> conv(Window.square(0), one, Window.square(0)));
    nonsense.add(() -> conv(three, new Window(1, 0), one));
    nonsense.add(() -> conv(three, one, new Window(0, 3)));
    nonsense.add(() -> pool(3, 2, 2));
    nonsense.add(() -> pool(0, 1, 0));
    nonsense.add(() -> pool(1, 0, 0));
    nonsense.add(() -> new Layer.Residual("r", List.of(), List.of()));
    nonsense.add(() -> new Layer.Dropout("d", 1));
    nonsense.add(() -> new Layer.Dropout("d", -0.1f));
    nonsense.add(() -> new Layer.Dropout("d", Float.NaN));
    nonsense.add(() -> new Layer.BiLstm("l", 0));
    nonsense.add(() -> new Layer.Dense("d", -1));
    nonsense.add(() -> new Layer.Relu(""));
    nonsense.add(() -> new Layer.Relu("a.b"));
    nonsense.add(() -> new Layer.Relu("a b"));
    nonsense.add(() -> new Layer.Relu("ä"));
    nonsense.add(() -> new Layer.Relu("n".repeat(101)));
    nonsense.add(() -> new Window(-1, 1));
    nonsense.add(() -> InputSpec.fixed(0, 1, 1));
    nonsense.add(() -> InputSpec.fixed(1, 0, 1));
    nonsense.add(() -> InputSpec.fixed(1, 1, -1));
    for (Runnable each : nonsense) {
      assertThatIllegalArgumentException().isThrownBy(each::run);
    }
  }
}
