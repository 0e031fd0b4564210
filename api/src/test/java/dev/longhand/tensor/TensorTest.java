package dev.longhand.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void hasAsManyValuesAsItsShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(Shape.of(2, 2), 1, 2, 3))
        .withMessage("shape 2×2 needs 4 values, but there are 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(Shape.of(2, 2), FloatBuffer.allocate(5)))
        .withMessage("shape 2×2 needs 4 values, but there are 5");
  }

  @Test
  void nobodyCanChangeItFromOutside() {
    float[] values = {1, 2};
    Tensor tensor = Tensor.of(Shape.of(2), values);
    values[0] = 9;
    tensor.toArray()[1] = 9;
    assertThat(tensor.toArray()).containsExactly(1, 2);
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> tensor.buffer().put(0, 9));
    assertThat(tensor.buffer().hasArray()).isFalse();
  }

  @Test
  void takesTheRestOfABufferAndLeavesItAsItWas() {
    FloatBuffer buffer = FloatBuffer.wrap(new float[] {1, 2, 3});
    buffer.position(1);
    assertThat(Tensor.of(Shape.of(2), buffer).toArray()).containsExactly(2, 3);
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void isRowMajor() {
    Tensor tensor = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(tensor.get(1)).isEqualTo(Tensor.of(Shape.of(3), 4, 5, 6));
    assertThat(tensor.at(4)).isEqualTo(5);
    assertThat(tensor.get(1).get(0).shape()).isEqualTo(Shape.of());
  }

  @Test
  void stacksAlongANewOutermostAxis() {
    Tensor one = Tensor.of(Shape.of(1, 2), 1, 2);
    Tensor two = Tensor.of(Shape.of(1, 2), 3, 4);
    assertThat(Tensor.stack(List.of(one, two))).isEqualTo(Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 4));
  }

  @Test
  void stacksOnlyWhatIsAlike() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.stack(List.of()))
        .withMessage("cannot stack no tensors");
    List<Tensor> unlike = List.of(Tensor.zeros(Shape.of(2, 3)), Tensor.zeros(Shape.of(3, 2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.stack(unlike))
        .withMessage("tensor 1 is 3×2, but the first is 2×3");
  }

  @Test
  void reshapingKeepsTheValuesAndTheirNumber() {
    Tensor tensor = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(tensor.reshape(Shape.of(6))).isEqualTo(Tensor.of(Shape.of(6), 1, 2, 3, 4, 5, 6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor.reshape(Shape.of(5)))
        .withMessageContaining("needs 5 values");
  }

  @Test
  void equalityIsOfShapeAndBits() {
    Tensor nan = Tensor.of(Shape.of(1), Float.NaN);
    assertThat(nan).isEqualTo(Tensor.of(Shape.of(1), Float.NaN)).hasToString("Tensor[1]");
    assertThat(Tensor.of(Shape.of(1), 0f)).isNotEqualTo(Tensor.of(Shape.of(1), -0f));
    assertThat(Tensor.zeros(Shape.of(2))).isNotEqualTo(Tensor.zeros(Shape.of(1, 2)));
    assertThat(Tensor.zeros(Shape.of(2))).hasSameHashCodeAs(Tensor.zeros(Shape.of(2)));
  }
}
