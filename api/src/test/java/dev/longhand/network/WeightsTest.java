package dev.longhand.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsTest {

  private static final NetworkSpec SPEC =
      new NetworkSpec(
          InputSpec.fixed(1, 2, 2), List.of(new Layer.Flatten("f"), new Layer.Dense("d", 3)));

  private static Map<String, Tensor> fitting() {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    byName.put("d.weight", Tensor.zeros(Shape.of(3, 4)));
    byName.put("d.bias", Tensor.zeros(Shape.of(3)));
    return byName;
  }

  @Test
  void whatFitsIsAccepted() {
    assertThatCode(() -> new Weights(fitting()).check(SPEC)).doesNotThrowAnyException();
    assertThat(new Weights(fitting()).count()).isEqualTo(15);
  }

  @Test
  void everythingThatDoesNotFitIsNamedAtOnce() {
    Map<String, Tensor> wrong = fitting();
    wrong.remove("d.bias");
    wrong.put("d.weight", Tensor.zeros(Shape.of(4, 3)));
    wrong.put("e.weight", Tensor.zeros(Shape.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weights(wrong).check(SPEC))
        .withMessage(
            "the weights do not fit the network: 'd.weight' must be 3×4, but is 4×3; "
                + "'d.bias' is missing; 'e.weight' belongs to no layer");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weights(fitting()).get("d.wieght"))
        .withMessage("no weight is named 'd.wieght'; there are [d.weight, d.bias]");
  }

  @Test
  void nobodyCanChangeThemFromOutside() {
    Map<String, Tensor> byName = fitting();
    Weights weights = new Weights(byName);
    byName.clear();
    assertThat(weights.names()).containsExactly("d.weight", "d.bias");
    assertThat(weights.byName()).isUnmodifiable();
  }
}
