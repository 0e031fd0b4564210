package dev.longhand.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Cross-entropy")
class CrossEntropyTest {

  @Test
  @DisplayName("of logits that favour nothing is the logarithm of the number of classes")
  void uniform() {
    assertThat(new CrossEntropy(3, 1).evaluate(Tensor.zeros(Shape.of(2, 5))).value())
        .isCloseTo(Math.log(5), within(1e-12));
  }

  @Test
  @DisplayName("has the gradient of finite differences, for vectors and for sequences")
  void gradient() {
    for (Shape shape : new Shape[] {Shape.of(2, 4), Shape.of(2, 3, 4)}) {
      float[] logits = new float[shape.size()];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) Math.sin(3 * i);
      }
      var loss = new CrossEntropy(3, 0);
      ValueAndGradient at = loss.evaluate(Tensor.of(shape, logits));
      for (int i = 0; i < logits.length; i++) {
        float[] more = logits.clone();
        more[i] += 0.01f;
        float[] less = logits.clone();
        less[i] -= 0.01f;
        double slope =
            (loss.evaluate(Tensor.of(shape, more)).value()
                    - loss.evaluate(Tensor.of(shape, less)).value())
                / ((double) more[i] - less[i]);
        assertThat((double) at.gradient().at(i)).isCloseTo(slope, within(1e-5));
      }
    }
  }

  @Test
  @DisplayName("of logits too large for an exponential is still a number")
  void large() {
    assertThat(new CrossEntropy(1).evaluate(Tensor.of(Shape.of(1, 2), 1000, -1000)).value())
        .isCloseTo(2000, within(1e-6));
  }
}
