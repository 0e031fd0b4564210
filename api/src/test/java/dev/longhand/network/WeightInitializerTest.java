package dev.longhand.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightInitializerTest {

  private static final NetworkSpec SPEC =
      new NetworkSpec(
          InputSpec.freeWidth(4, 16),
          List.of(
              Layer.Conv2d.same("conv", 64, 5, true),
              new Layer.BatchNorm("norm"),
              new Layer.ColumnsToSequence("columns"),
              new Layer.BiLstm("lstm", 64),
              new Layer.Dense("out", 10)));

  private static final Weights WEIGHTS = WeightInitializer.initialize(SPEC, 20240229L);

  @Test
  void theSameSeedGivesTheSameNumbersAndAnotherSeedOthers() {
    assertThat(WeightInitializer.initialize(SPEC, 20240229L)).isEqualTo(WEIGHTS);
    assertThat(WeightInitializer.initialize(SPEC, 1).get("conv.weight"))
        .isNotEqualTo(WEIGHTS.get("conv.weight"));
  }

  /** So that a model can be trained again on another machine, in another year. */
  @Test
  void theNumbersAreTheseForEver() {
    assertThat(first(WEIGHTS.get("conv.weight")))
        .containsExactly(0.17571901f, -0.10523214f, -0.13998982f);
    assertThat(first(WEIGHTS.get("lstm.forward.weight_ih")))
        .containsExactly(-0.050866753f, -0.025163332f, -0.049375698f);
    assertThat(first(WEIGHTS.get("out.weight")))
        .containsExactly(-0.14591086f, -0.08494108f, -0.03909838f);
  }

  private static float[] first(Tensor tensor) {
    return new float[] {tensor.at(0), tensor.at(1), tensor.at(2)};
  }

  @Test
  void aLayerAddedAtTheEndLeavesTheOthersAsTheyWere() {
    List<Layer> layers = new ArrayList<>(SPEC.layers());
    layers.add(new Layer.Dense("more", 3));
    Weights more = WeightInitializer.initialize(new NetworkSpec(SPEC.input(), layers), 20240229L);
    for (String name : WEIGHTS.names()) {
      assertThat(more.get(name)).isEqualTo(WEIGHTS.get(name));
    }
  }

  @Test
  void theyFitTheNetwork() {
    assertThatCode(() -> WEIGHTS.check(SPEC)).doesNotThrowAnyException();
  }

  @Test
  void kernelsAreNormalWithTwoOverTheFanInForAVariance() {
    float[] kernel = WEIGHTS.get("conv.weight").toArray();
    double deviation = Math.sqrt(2.0 / (4 * 5 * 5));
    assertThat(mean(kernel)).isCloseTo(0, within(4 * deviation / Math.sqrt(kernel.length)));
    assertThat(Math.sqrt(variance(kernel))).isCloseTo(deviation, within(0.04 * deviation));
    int near = 0;
    for (float value : kernel) {
      near += Math.abs(value) < deviation ? 1 : 0;
    }
    // 68 % of a normal distribution; 58 % of a uniform one.
    assertThat((double) near / kernel.length).isCloseTo(0.683, within(0.03));
  }

  @Test
  void lstmWeightsAreUniformWithinOneOverTheRootOfItsUnits() {
    for (String name : List.of("lstm.forward.weight_ih", "lstm.backward.weight_hh")) {
      float[] values = WEIGHTS.get(name).toArray();
      for (float value : values) {
        assertThat(value).isBetween(-0.125f, 0.125f);
      }
      assertThat(mean(values)).isCloseTo(0, within(0.005));
      assertThat(variance(values)).isCloseTo(0.125 * 0.125 / 3, within(0.0003));
    }
  }

  @Test
  void theForgetGateIsBiasedOpenAndTheOthersAreNot() {
    float[] bias = WEIGHTS.get("lstm.backward.bias").toArray();
    for (int i = 0; i < bias.length; i++) {
      assertThat(bias[i]).isEqualTo(i >= 64 && i < 128 ? 1f : 0f);
    }
  }

  @Test
  void biasesAndMeansAreZeroScalesAndVariancesOne() {
    assertThat(WEIGHTS.get("conv.bias").toArray()).containsOnly(0f);
    assertThat(WEIGHTS.get("norm.bias").toArray()).containsOnly(0f);
    assertThat(WEIGHTS.get("norm.running_mean").toArray()).containsOnly(0f);
    assertThat(WEIGHTS.get("norm.weight").toArray()).containsOnly(1f);
    assertThat(WEIGHTS.get("norm.running_var").toArray()).containsOnly(1f);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }
}
