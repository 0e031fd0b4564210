package dev.longhand.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {

  @Test
  void sizeIsTheProductOfTheExtents() {
    assertThat(Shape.of(2, 3, 4).size()).isEqualTo(24);
    assertThat(Shape.of(2, 3, 4).rank()).isEqualTo(3);
    assertThat(Shape.of(2, 3, 4).extent(2)).isEqualTo(4);
  }

  @Test
  void aScalarHasNoAxisAndOneElement() {
    assertThat(Shape.of().rank()).isZero();
    assertThat(Shape.of().size()).isEqualTo(1);
    assertThat(Shape.of()).hasToString("scalar");
  }

  @Test
  void isWrittenOutermostFirst() {
    assertThat(Shape.of(8, 1, 32, 256)).hasToString("8×1×32×256");
  }

  @Test
  void emptyAndNegativeExtentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, 0))
        .withMessage("extent must be positive, but was 0 in [2, 0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(-3))
        .withMessageContaining("but was -3");
  }

  @Test
  void whatNoArrayCanHoldIsRefused() {
    assertThat(Shape.of(Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(65536, 32768))
        .withMessageContaining("at most 2^31 - 1");
    // The product of these is 0 when it overflows.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(65536, 65536, 65536, 65536, 65536))
        .withMessageContaining("at most 2^31 - 1");
  }

  @Test
  void nobodyCanChangeItFromOutside() {
    int[] extents = {2, 3};
    Shape shape = new Shape(extents);
    extents[0] = 9;
    shape.extents()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(shape).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(6));
  }

  @Test
  void oneExtentCanBeExchanged() {
    Shape shape = Shape.of(2, 3);
    assertThat(shape.with(0, 5)).isEqualTo(Shape.of(5, 3));
    assertThat(shape).isEqualTo(Shape.of(2, 3));
  }
}
