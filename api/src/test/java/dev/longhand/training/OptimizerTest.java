package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {

  /** One kernel weight, and then one bias. */
  private static final WeightLayout TWO =
      new WeightLayout(
          new NetworkSpec(
              InputSpec.fixed(1, 1, 1),
              List.of(new Layer.Flatten("flat"), new Layer.Dense("dense", 1))),
          Set.of());

  private static final NetworkSpec MIXED =
      new NetworkSpec(
          InputSpec.freeWidth(2, 1),
          List.of(
              Layer.Conv2d.same("conv", 3, 1, true),
              new Layer.BatchNorm("norm"),
              new Layer.ColumnsToSequence("columns"),
              new Layer.BiLstm("lstm", 2)));

  private static float[] afterSteps(Optimizer optimizer, double rate, float[]... gradients) {
    OptimizerState state = OptimizerState.of(optimizer, TWO);
    float[] weights = {1, 1};
    for (int step = 0; step < gradients.length; step++) {
      state.update(weights, gradients[step], rate, step);
    }
    return weights;
  }

  @Test
  void plainDescentGoesAgainstTheGradient() {
    assertThat(afterSteps(new Optimizer.Sgd(0, false), 0.1, new float[] {2, -3}))
        .containsExactly(0.8f, 1.3f);
  }

  @Test
  void momentumAddsTheStepsBefore() {
    // Velocities 1 and 0.9·1 + 1 = 1.9: 1 − 0.1·1 − 0.1·1.9.
    assertThat(
            afterSteps(new Optimizer.Sgd(0.9, false), 0.1, new float[] {1, 0}, new float[] {1, 0}))
        .containsExactly(new float[] {0.71f, 1}, within(1e-6f));
  }

  @Test
  void nesterovsMomentumLooksOneStepAhead() {
    // 1 + 0.9·1 = 1.9 and 1 + 0.9·1.9 = 2.71: 1 − 0.1·1.9 − 0.1·2.71.
    assertThat(
            afterSteps(new Optimizer.Sgd(0.9, true), 0.1, new float[] {1, 0}, new float[] {1, 0}))
        .containsExactly(new float[] {0.539f, 1}, within(1e-6f));
  }

  @Test
  void theFirstStepOfAdamIsTheLearningRateWhateverTheGradient() {
    assertThat(afterSteps(Optimizer.AdamW.withDecay(0), 0.1, new float[] {1000, -0.001f}))
        .containsExactly(new float[] {0.9f, 1.1f}, within(1e-5f));
  }

  @Test
  void adamDecaysKernelsAndNotBiases() {
    // Step 1: m̂ = 2, v̂ = 4, so 1 − 0.1·(2/2 + 0.5·1) = 0.85, and the bias 0.9.
    // Step 2: m = 0.9·0.2 − 0.1·1 = 0.08, m̂ = 0.08/0.19; v = 0.999·0.004 + 0.001·1 = 0.004996,
    // v̂ = 0.004996/0.001999; m̂/√v̂ = 0.26634.
    // Kernel: 0.85 − 0.1·(0.26634 + 0.5·0.85) = 0.78087; bias: 0.9 − 0.1·0.26634 = 0.87337.
    assertThat(
            afterSteps(
                Optimizer.AdamW.withDecay(0.5), 0.1, new float[] {2, 2}, new float[] {-1, -1}))
        .containsExactly(new float[] {0.78087f, 0.87337f}, within(1e-5f));
  }

  @Test
  void onlyKernelsDecay() {
    var layout = new WeightLayout(MIXED, Set.of());
    float[] weights = new float[layout.size()];
    Arrays.fill(weights, 1);
    OptimizerState.of(Optimizer.AdamW.withDecay(0.5), layout)
        .update(weights, new float[layout.size()], 0.1, 0);

    layout
        .weights(weights)
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.at(0))
                    .as(name)
                    .isEqualTo(
                        Set.of(
                                    "conv.weight",
                                    "lstm.forward.weight_ih",
                                    "lstm.forward.weight_hh",
                                    "lstm.backward.weight_ih",
                                    "lstm.backward.weight_hh")
                                .contains(name)
                            ? 0.95f
                            : 1f));
  }

  @Test
  void runningStatisticsAndFrozenWeightsAreNotMoved() {
    var layout = new WeightLayout(MIXED, Set.of("conv."));
    float[] weights = new float[layout.size()];
    float[] gradient = new float[layout.size()];
    Arrays.fill(gradient, 1);
    OptimizerState.of(Optimizer.AdamW.withDecay(0), layout).update(weights, gradient, 0.1, 0);

    layout
        .weights(weights)
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.at(0) != 0)
                    .as(name)
                    .isEqualTo(!name.startsWith("conv.") && !name.contains("running")));
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Optimizer.Sgd(0, false),
        new Optimizer.Sgd(0.9, false),
        new Optimizer.Sgd(0.9, true),
        Optimizer.AdamW.withDecay(0));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aQuadraticIsDescendedToItsMinimum(Optimizer optimizer) {
    OptimizerState state = OptimizerState.of(optimizer, TWO);
    float[] weights = {4, -3};
    for (int step = 0; step < 400; step++) {
      // Of (w₀ − 1)² + 3·(w₁ − 2)².
      float[] gradient = {2 * (weights[0] - 1), 6 * (weights[1] - 2)};
      state.update(weights, gradient, 0.1 * (1 - step / 400.0), step);
    }
    assertThat(weights).containsExactly(new float[] {1, 2}, within(1e-2f));
  }

  @Property(tries = 100)
  void theNormIsTheRootOfTheSumOfSquares(
      @ForAll @Size(max = 11) float @FloatRange(min = -10, max = 10) [] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    double norm = Math.sqrt(sum);
    // Sums of doubles in another order differ in their last bits, whatever their size.
    assertThat(Vectors.norm(vector)).isCloseTo(norm, within(1e-14 * (1 + norm)));
  }

  @Test
  void theNormOfTheLargestFloatsIsFinite() {
    assertThat(Vectors.norm(new float[] {Float.MAX_VALUE, Float.MAX_VALUE})).isFinite();
    assertThat(Vectors.norm(new float[] {1, 2, 3, 4, Float.NaN})).isNaN();
  }

  @Test
  void settingsThatCannotBeAreRefusedWithTheirValue() {
    assertThatThrownBy(() -> new Optimizer.Sgd(1, false))
        .hasMessage("momentum must be in 0…1, 1 excluded, but was 1.0");
    assertThatThrownBy(() -> new Optimizer.AdamW(0.9, Double.NaN, 1e-8, 0))
        .hasMessage("beta2 must be in 0…1, 1 excluded, but was NaN");
    assertThatThrownBy(() -> new Optimizer.AdamW(0.9, 0.999, 0, 0))
        .hasMessage("epsilon must be positive, but was 0.0");
    assertThatThrownBy(() -> Optimizer.AdamW.withDecay(-1))
        .hasMessage("weightDecay must not be negative, but was -1.0");
  }
}
