package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.engine.GradientCheck.Comparison;
import dev.longhand.engine.reference.DifferentiableReference;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the contract of training engines finds the mistakes that engines make. */
@DisplayName("The check of gradients")
class GradientCheckTest {
  private static final RandomNetwork OF_IMAGES = EngineContract.convolutional();
  private static final RandomNetwork OF_SEQUENCES =
      RandomNetwork.of(
          new NetworkSpec(
              InputSpec.freeWidth(1, 4),
              List.of(
                  new Layer.ColumnsToSequence("columns"),
                  new Layer.BiLstm("lstm", 3),
                  new Layer.Dense("out", 4))),
          new Shape(2, 1, 4, 5),
          11);

  @Test
  @DisplayName("accepts the right gradients, and is sharp for almost all of them")
  void right() {
    for (RandomNetwork network : List.of(OF_IMAGES, OF_SEQUENCES)) {
      List<Comparison> comparisons = compare(network, gradients(network));
      assertThat(comparisons).hasSizeGreaterThan(10).allMatch(Comparison::isClose);
      assertThat(comparisons).filteredOn(each -> !each.isSharp()).hasSizeLessThan(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv.weight", "norm.weight", "norm.bias", "out.weight", "out.bias"})
  @DisplayName("finds each weight that is a fiftieth too steep, turned round, or forgotten")
  void scaled(String weight) {
    assertThat(wrong(OF_IMAGES, weight, scaledBy(1.02f))).isNotEmpty();
    assertThat(wrong(OF_IMAGES, weight, scaledBy(-1))).isNotEmpty();
    assertThat(wrong(OF_IMAGES, weight, scaledBy(0))).isNotEmpty();
  }

  @Test
  @DisplayName("finds elements in a wrong order, as of gates or of a matrix turned over")
  void permuted() {
    UnaryOperator<float[]> firstTwoGatesSwapped =
        values -> {
          int gate = values.length / 4;
          float[] swapped = values.clone();
          System.arraycopy(values, 0, swapped, gate, gate);
          System.arraycopy(values, gate, swapped, 0, gate);
          return swapped;
        };
    for (String weight : List.of("weight_ih", "weight_hh", "bias")) {
      assertThat(wrong(OF_SEQUENCES, "lstm.forward." + weight, firstTwoGatesSwapped)).isNotEmpty();
      assertThat(wrong(OF_SEQUENCES, "lstm.backward." + weight, firstTwoGatesSwapped)).isNotEmpty();
    }
    assertThat(
            wrong(
                OF_IMAGES,
                "out.weight",
                values -> {
                  float[] turned = new float[values.length];
                  for (int i = 0; i < values.length; i++) {
                    turned[i % 4 * 3 + i / 4] = values[i];
                  }
                  return turned;
                }))
        .isNotEmpty();
  }

  @Test
  @DisplayName("finds a single element that is wrong among many")
  void single() {
    assertThat(
            wrong(
                OF_IMAGES,
                "residual/conv.weight",
                values -> {
                  float[] changed = values.clone();
                  changed[77] += 0.1f * norm(values);
                  return changed;
                }))
        .isNotEmpty();
  }

  @Test
  @DisplayName("finds a bias in front of a batch norm whose gradient does not vanish")
  void cancelling() {
    assertThat(norm(gradients(OF_IMAGES).get("conv.bias").toArray())).isLessThan(1e-4f);
    assertThat(
            wrong(
                OF_IMAGES,
                "conv.bias",
                values -> {
                  float[] changed = values.clone();
                  changed[0] += 0.05f;
                  return changed;
                }))
        .isNotEmpty();
  }

  @Test
  @DisplayName("grants a kink either side, and no more")
  void kink() {
    // The batch norm's shift puts one value of the ReLU at its kink, or within a rounding of it.
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 1, 1),
            List.of(
                new Layer.Flatten("flat"), new Layer.Dense("dense", 1), new Layer.Relu("relu")));
    Tensor one = EngineContract.tensor(new Shape(1, 1, 1, 1), 1);
    var weights =
        new Weights(
            Map.of(
                "dense.weight", EngineContract.tensor(new Shape(1, 1), 1),
                "dense.bias", EngineContract.tensor(new Shape(1), -1 + 1e-8f)));
    var network = new RandomNetwork(spec, weights, one);
    for (float slope : new float[] {0, 0.5f}) {
      Tensor gradient = EngineContract.tensor(new Shape(1), slope);
      var either =
          new Weights(
              Map.of("dense.weight", gradient.reshape(new Shape(1, 1)), "dense.bias", gradient));
      assertThat(GradientCheck.compare(network, either, new double[] {0.5}, 3))
          .allMatch(Comparison::isClose)
          .noneMatch(Comparison::isSharp);
    }
  }

  private static List<Comparison> wrong(
      RandomNetwork network, String weight, UnaryOperator<float[]> mistake) {
    Weights right = gradients(network);
    Map<String, Tensor> changed = new LinkedHashMap<>(right.byName());
    Tensor before = right.get(weight);
    changed.put(weight, Tensor.of(before.shape(), mistake.apply(before.toArray())));
    return compare(network, new Weights(changed)).stream()
        .filter(comparison -> !comparison.isClose())
        .toList();
  }

  private static UnaryOperator<float[]> scaledBy(float factor) {
    return values -> {
      float[] scaled = values.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= factor;
      }
      return scaled;
    };
  }

  private static List<Comparison> compare(RandomNetwork network, Weights gradients) {
    return GradientCheck.compare(network, gradients, offset(network), 3);
  }

  /** What a faultless engine gives, rounded to float32. */
  private static Weights gradients(RandomNetwork network) {
    var reference = new DifferentiableReference(network.spec(), network.weights(), network.batch());
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Parameter parameter : network.spec().parameters()) {
      if (parameter.role().isLearned()) {
        float[] values = new float[parameter.shape().size()];
        for (int i = 0; i < values.length; i++) {
          double[] alongOne = new double[values.length];
          alongOne[i] = 1;
          values[i] = (float) reference.slope(parameter.name(), alongOne, offset(network)).value();
        }
        byName.put(parameter.name(), Tensor.of(parameter.shape(), values));
      }
    }
    return new Weights(byName);
  }

  private static double[] offset(RandomNetwork network) {
    int outputs = network.spec().outputShape(network.batch().shape()).size();
    return new Random(4).doubles(outputs, -1, 1).toArray();
  }

  private static float norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return (float) Math.sqrt(squares);
  }
}
