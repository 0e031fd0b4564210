package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.engine.GradientCheck.Comparison;
import dev.longhand.engine.NetworkTrainer.Gradients;
import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.engine.reference.DifferentiableReference;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine must do that trains. A subclass names the engine; it needs nothing else. */
public abstract class TrainingEngineContract extends EngineContract {

  private static final long SEED = 7;

  final TrainingEngine openForTraining() {
    return (TrainingEngine) open();
  }

  // Gradients, by finite differences of the reference.

  static Stream<Arguments> layers() {
    var conv = Layer.Conv2d.same("first", 3, 3, true);
    var dense = new Layer.Dense("first", 4);
    var columns = new Layer.ColumnsToSequence("columns");
    var flat = new Layer.Flatten("flat");
    return Stream.of(
        gradientOf("convolution", Layer.Conv2d.strided("second", 2, 3, 2, true), conv),
        gradientOf(
            "convolution of an oblong kernel",
            new Layer.Conv2d(
                "second", 2, new Window(2, 3), new Window(1, 2), new Window(1, 0), false),
            conv),
        gradientOf("batch norm of images", new Layer.BatchNorm("norm"), conv),
        gradientOf("batch norm of vectors", new Layer.BatchNorm("norm"), flat, dense),
        gradientOf("relu", new Layer.Relu("relu"), conv),
        gradientOf(
            "max pool",
            new Layer.MaxPool2d("pool", new Window(3, 2), new Window(2, 2), new Window(1, 1)),
            conv),
        gradientOf("global average pool", new Layer.GlobalAveragePool("average"), conv),
        gradientOf(
            "residual with identity",
            new Layer.Residual(
                "residual",
                List.of(
                    Layer.Conv2d.same("body", 3, 3, false),
                    new Layer.BatchNorm("norm"),
                    new Layer.Relu("relu")),
                List.of()),
            conv),
        gradientOf(
            "residual with shortcut",
            new Layer.Residual(
                "residual",
                List.of(Layer.Conv2d.strided("body", 2, 3, 2, false)),
                List.of(
                    Layer.Conv2d.strided("shortcut", 2, 1, 2, false), new Layer.BatchNorm("norm"))),
            conv),
        gradientOf("dropout of rate 0", new Layer.Dropout("dropout", 0), conv),
        gradientOf("flatten", flat, conv),
        gradientOf("columns to sequence", columns, conv),
        gradientOf("lstm", new Layer.BiLstm("lstm", 3), conv, columns),
        gradientOf(
            "two lstms", new Layer.BiLstm("lstm2", 2), conv, columns, new Layer.BiLstm("lstm1", 3)),
        gradientOf("dense on vectors", new Layer.Dense("second", 2), flat, dense),
        gradientOf("dense on sequences", new Layer.Dense("second", 2), columns, dense));
  }

  private static Arguments gradientOf(String what, Layer layer, Layer... before) {
    List<Layer> layers = new ArrayList<>(List.of(before));
    layers.add(layer);
    return Arguments.of(what, layers);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  public void gradientsAreThoseOfTheReference(String what, List<Layer> layers) {
    var spec = new NetworkSpec(InputSpec.fixed(2, 5, 6), layers);
    List<Comparison> comparisons = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      comparisons.addAll(
          compareGradients(RandomNetwork.of(spec, shape(3, 2, 5, 6), what.hashCode() + seed)));
    }
    assertThat(comparisons).filteredOn(Comparison::isSharp).hasSizeGreaterThan(2);
  }

  /** PyTorch may mistake the layout of a gradient that comes through a transposed row. */
  @Test
  public void gradientsGoThroughColumnsOfOneRow() {
    for (int channels = 1; channels < 4; channels++) {
      var spec =
          new NetworkSpec(
              InputSpec.freeWidth(channels, 1),
              List.of(new Layer.BatchNorm("norm"), new Layer.ColumnsToSequence("columns")));
      var unused = compareGradients(RandomNetwork.of(spec, shape(6, channels, 1, 3), 1));
    }
  }

  /** A share that is not sharp keeps the test honest: wide tolerances would find no mistake. */
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  public void gradientsOfAnyNetworkAreThoseOfTheReference(
      @ForAll("networksWithoutDropout") RandomNetwork random) {
    for (Comparison comparison : compareGradients(random)) {
      Statistics.label("comparisons")
          .collect(comparison.isSharp())
          .coverage(sharp -> sharp.check(true).percentage(share -> share >= 80));
    }
  }

  /** Dropout is taken out; and each channel needs more than one value for its variance. */
  @Provide
  public Arbitrary<RandomNetwork> networksWithoutDropout() {
    return RandomNetwork.any().map(TrainingEngineContract::withoutDropout);
  }

  private static RandomNetwork withoutDropout(RandomNetwork random) {
    var spec = new NetworkSpec(random.spec().input(), withoutDropout(random.spec().layers()));
    Shape batch = random.batch().shape();
    return RandomNetwork.of(spec, batch.with(0, batch.extent(0) + 4), batch.hashCode());
  }

  private static List<Layer> withoutDropout(List<Layer> layers) {
    return layers.stream()
        .map(
            layer ->
                layer instanceof Layer.Dropout dropout
                    ? new Layer.Dropout(dropout.name(), 0)
                    : layer instanceof Layer.Residual residual
                        ? new Layer.Residual(
                            residual.name(),
                            withoutDropout(residual.body()),
                            withoutDropout(residual.shortcut()))
                        : layer)
        .toList();
  }

  /** Fails when a gradient is not that of the reference. */
  private List<Comparison> compareGradients(RandomNetwork random) {
    int outputs = random.spec().outputShape(random.batch().shape()).size();
    double[] offset = new Random(1).doubles(outputs, -1, 1).toArray();
    Weights gradients;
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(random.spec(), random.weights(), SEED)) {
      gradients = trainer.differentiate(random.batch(), halfSquares(offset)).byWeight();
    }
    assertThat(gradients.names())
        .containsExactlyElementsOf(learned(random.spec()).stream().map(Parameter::name).toList());
    for (Parameter parameter : learned(random.spec())) {
      assertThat(gradients.get(parameter.name()).shape()).isEqualTo(parameter.shape());
    }
    List<Comparison> comparisons = GradientCheck.compare(random, gradients, offset, 2);
    for (Comparison comparison : comparisons) {
      assertThat(comparison).as("∂loss/∂%s", comparison.what()).matches(Comparison::isClose);
    }
    return comparisons;
  }

  private static List<Parameter> learned(NetworkSpec spec) {
    return spec.parameters().stream().filter(parameter -> parameter.role().isLearned()).toList();
  }

  /** ½ Σ (output + offset)²; its gradient is output + offset. */
  private static OutputLoss halfSquares(double... offset) {
    return output -> {
      float[] gradient = output.toArray();
      double value = 0;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += (float) (offset.length == 0 ? 0 : offset[i]);
        value += gradient[i] * gradient[i] / 2;
      }
      return new ValueAndGradient(value, Tensor.of(output.shape(), gradient));
    };
  }

  // A step.

  @Test
  public void theLossSeesTheOutputOfTraining() {
    RandomNetwork some = convolutional();
    double[] expected =
        new DifferentiableReference(some.spec(), some.weights(), some.batch()).output();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      Gradients gradients =
          trainer.differentiate(
              some.batch(),
              output -> {
                assertThat(output.shape()).isEqualTo(shape(4, 3));
                for (int i = 0; i < expected.length; i++) {
                  assertThat((double) output.at(i)).isCloseTo(expected[i], within(TOLERANCE));
                }
                return new ValueAndGradient(12.5, output);
              });
      assertThat(gradients.loss()).isEqualTo(12.5);
    }
  }

  @Test
  public void runningStatisticsMoveATenthOfTheWay() {
    var spec = new NetworkSpec(InputSpec.fixed(1, 1, 1), List.of(new Layer.BatchNorm("b")));
    var initial =
        new Weights(
            Map.of(
                "b.weight", tensor(shape(1), 1),
                "b.bias", tensor(shape(1), 0),
                "b.running_mean", tensor(shape(1), 10),
                "b.running_var", tensor(shape(1), 1)));
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, initial, SEED)) {
      trainer.differentiate(tensor(shape(2, 1, 1, 1), 1, 3), halfSquares());
      Weights after = trainer.weights();
      // The mean is 2, the biased variance 1, the unbiased one 2.
      assertThat(after.get("b.running_mean").at(0)).isCloseTo(9.2f, within(1e-5f));
      assertThat(after.get("b.running_var").at(0)).isCloseTo(1.1f, within(1e-5f));
      assertThat(after.get("b.weight")).isEqualTo(initial.get("b.weight"));
      assertThat(after.get("b.bias")).isEqualTo(initial.get("b.bias"));
    }
  }

  @Test
  public void aBatchWithoutVarianceIsRefused() {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(3, 1, 1), List.of(new Layer.Flatten("f"), new Layer.BatchNorm("norm")));
    RandomNetwork one = RandomNetwork.of(spec, shape(1, 3, 1, 1), 1);
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, one.weights(), SEED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.differentiate(one.batch(), halfSquares()))
          .withMessageContaining("'norm'")
          .withMessageContaining("variance");
      assertThat(trainer.weights()).isEqualTo(one.weights());
    }
  }

  @Test
  public void learnedWeightsStayAsTheyAreAndGradientsDoNotAddUp() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      Weights first = trainer.differentiate(some.batch(), halfSquares()).byWeight();
      Weights second = trainer.differentiate(some.batch(), halfSquares()).byWeight();
      for (String name : first.names()) {
        assertClose(second.get(name), first.get(name));
        assertThat(trainer.weights().get(name)).isEqualTo(some.weights().get(name));
      }
    }
  }

  @Test
  public void aNetworkThatLearnsNothingHasNoGradients() {
    var spec = new NetworkSpec(InputSpec.fixed(1, 2, 2), List.of(new Layer.Relu("relu")));
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, new Weights(Map.of()), SEED)) {
      Gradients gradients = trainer.differentiate(Tensor.zeros(shape(1, 1, 2, 2)), halfSquares());
      assertThat(gradients.byWeight().names()).isEmpty();
    }
  }

  @Test
  public void descendingAlongTheGradientsLearns() {
    RandomNetwork some = convolutional();
    double[] target = new Random(3).doubles(12, -1, 1).toArray();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        Gradients gradients = trainer.differentiate(some.batch(), halfSquares(target));
        losses.add(gradients.loss());
        trainer.assign(descend(trainer.weights(), gradients.byWeight(), 0.02f));
      }
      assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) / 10);
      // What was learned is what another engine then runs.
      var learned = new RandomNetwork(some.spec(), trainer.weights(), some.batch());
      try (Network network = engine.load(some.spec(), trainer.weights())) {
        assertClose(network.run(some.batch()), reference(learned));
      }
    }
  }

  private static Weights descend(Weights weights, Weights gradients, float rate) {
    Map<String, Tensor> moved = new LinkedHashMap<>();
    for (String name : gradients.names()) {
      float[] values = weights.get(name).toArray();
      float[] gradient = gradients.get(name).toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] -= rate * gradient[i];
      }
      moved.put(name, Tensor.of(weights.get(name).shape(), values));
    }
    return new Weights(moved);
  }

  // Weights.

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  public void weightsComeBackBitByBit(@ForAll("networks") RandomNetwork random) {
    Assume.that(!random.weights().names().isEmpty());
    Weights others =
        RandomNetwork.of(random.spec(), random.batch().shape(), random.hashCode()).weights();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(random.spec(), random.weights(), SEED)) {
      assertThat(trainer.weights()).isEqualTo(random.weights());
      assertThat(trainer.weights().names())
          .containsExactlyElementsOf(
              random.spec().parameters().stream().map(Parameter::name).toList());
      trainer.assign(others);
      assertThat(trainer.weights()).isEqualTo(others);
    }
  }

  @Test
  public void someWeightsCanBeReplacedAndTheOthersStay() {
    RandomNetwork some = convolutional();
    Tensor bias = tensor(shape(3), 1, 2, 3);
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      trainer.assign(new Weights(Map.of("out.bias", bias)));
      Map<String, Tensor> expected = new LinkedHashMap<>(some.weights().byName());
      expected.put("out.bias", bias);
      assertThat(trainer.weights()).isEqualTo(new Weights(expected));
    }
  }

  @Test
  public void replacingByWhatDoesNotFitIsRefusedAndChangesNothing() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      Map<String, Tensor> halfWrong = new LinkedHashMap<>();
      halfWrong.put("conv.bias", Tensor.zeros(shape(4)));
      halfWrong.put("out.bias", Tensor.zeros(shape(7)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.assign(new Weights(halfWrong)))
          .withMessageContaining("'out.bias' must be 3, but is 7");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.assign(new Weights(Map.of("stranger", Tensor.zeros(shape(1))))))
          .withMessageContaining("stranger");
      assertThat(trainer.weights()).isEqualTo(some.weights());
    }
  }

  @Test
  public void initialWeightsThatDoNotFitAreRefused() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.train(some.spec(), new Weights(Map.of()), SEED))
          .withMessageContaining("'conv.bias' is missing");
    }
  }

  // Dropout.

  private static final NetworkSpec DROPOUT =
      new NetworkSpec(InputSpec.fixed(1, 100, 100), List.of(new Layer.Dropout("dropout", 0.3f)));

  @Test
  public void dropoutZeroesItsShareAndScalesTheRest() {
    float[] ones = new float[40_000];
    java.util.Arrays.fill(ones, 2);
    float[] dropped = dropOut(SEED, 1, tensor(shape(4, 1, 100, 100), ones)).get(0);
    int zeros = 0;
    for (float value : dropped) {
      if (value == 0) {
        zeros++;
      } else {
        assertThat(value).isCloseTo(2 / 0.7f, within(1e-5f));
      }
    }
    // Five deviations of a binomial distribution: √(40,000 · 0.3 · 0.7) is 92.
    assertThat(zeros).isBetween(12_000 - 460, 12_000 + 460);
  }

  @Test
  public void dropoutFollowsTheSeed() {
    Tensor batch = RandomNetwork.gaussian(shape(1, 1, 100, 100), new Random(1));
    List<float[]> steps = dropOut(SEED, 2, batch);
    assertThat(dropOut(SEED, 2, batch)).usingRecursiveComparison().isEqualTo(steps);
    assertThat(steps.get(1)).isNotEqualTo(steps.get(0));
    assertThat(dropOut(SEED + 1, 1, batch).get(0)).isNotEqualTo(steps.get(0));
  }

  @Test
  public void twoDropoutsDropDifferently() {
    Tensor batch = RandomNetwork.gaussian(shape(1, 1, 100, 100), new Random(1));
    var spec =
        new NetworkSpec(
            DROPOUT.input(),
            List.of(
                new Layer.Residual(
                    "both",
                    List.of(new Layer.Dropout("one", 0.5f)),
                    List.of(new Layer.Dropout("other", 0.5f)))));
    Set<Integer> seen = new LinkedHashSet<>();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, new Weights(Map.of()), SEED)) {
      trainer.differentiate(
          batch,
          output -> {
            for (int i = 0; i < batch.shape().size(); i++) {
              seen.add(Math.round(output.at(i) / batch.at(i)));
            }
            return new ValueAndGradient(0, output);
          });
    }
    assertThat(seen).containsExactlyInAnyOrder(0, 2, 4);
  }

  @Test
  public void theGradientGoesThroughWhatWasNotDropped() {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 1, 1),
            List.of(
                new Layer.Flatten("flat"),
                new Layer.Dense("dense", 50),
                new Layer.Dropout("dropout", 0.5f)));
    RandomNetwork some = RandomNetwork.of(spec, shape(1, 1, 1, 1), 1);
    List<Tensor> outputs = new ArrayList<>();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, some.weights(), SEED)) {
      Gradients gradients =
          trainer.differentiate(
              some.batch(),
              output -> {
                outputs.add(output);
                float[] ones = new float[50];
                java.util.Arrays.fill(ones, 1);
                return new ValueAndGradient(0, Tensor.of(output.shape(), ones));
              });
      Tensor ofBias = gradients.byWeight().get("dense.bias");
      for (int i = 0; i < 50; i++) {
        assertThat(ofBias.at(i)).isEqualTo(outputs.get(0).at(i) == 0 ? 0f : 2f);
      }
    }
  }

  private List<float[]> dropOut(long seed, int steps, Tensor batch) {
    List<float[]> outputs = new ArrayList<>();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(DROPOUT, new Weights(Map.of()), seed)) {
      for (int step = 0; step < steps; step++) {
        trainer.differentiate(
            batch,
            output -> {
              outputs.add(output.toArray());
              return new ValueAndGradient(0, output);
            });
      }
    }
    return outputs;
  }

  // Threads, memory, closing and mistakes.

  @Test
  public void trainersOnSeveralThreadsDoNotDisturbEachOther() throws Exception {
    List<Callable<Weights>> trainings = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (TrainingEngine engine = openForTraining()) {
      for (int i = 0; i < 4; i++) {
        long seed = i;
        trainings.add(() -> trainWithDropout(engine, seed));
      }
      List<Weights> alone = new ArrayList<>();
      for (Callable<Weights> training : trainings) {
        alone.add(training.call());
      }
      List<Future<Weights>> together = threads.invokeAll(trainings);
      for (int i = 0; i < alone.size(); i++) {
        Weights weights = together.get(i).get();
        for (String name : alone.get(i).names()) {
          assertClose(weights.get(name), alone.get(i).get(name));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Weights trainWithDropout(TrainingEngine engine, long seed) {
    List<Layer> layers = new ArrayList<>(convolutional().spec().layers());
    layers.add(layers.size() - 1, new Layer.Dropout("dropout", 0.5f));
    var spec = new NetworkSpec(convolutional().spec().input(), layers);
    RandomNetwork some = RandomNetwork.of(spec, shape(4, 1, 8, 8), seed);
    try (NetworkTrainer trainer = engine.train(spec, some.weights(), seed)) {
      for (int step = 0; step < 10; step++) {
        Weights gradients = trainer.differentiate(some.batch(), halfSquares()).byWeight();
        trainer.assign(descend(trainer.weights(), gradients, 0.001f));
      }
      return trainer.weights();
    }
  }

  @Test
  public void aNetworkCanRunWhileAnotherIsTrained() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED);
        Network network = engine.load(some.spec(), some.weights())) {
      Tensor expected = network.run(some.batch());
      trainer.differentiate(
          some.batch(),
          output -> {
            assertClose(network.run(some.batch()), expected);
            return new ValueAndGradient(0, output);
          });
    }
  }

  @Test
  public void twoHundredStepsLeaveNoMemoryBehind() {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 32, 32),
            List.of(
                Layer.Conv2d.same("conv", 2, 3, true),
                new Layer.BatchNorm("norm"),
                new Layer.Dropout("dropout", 0.5f),
                new Layer.GlobalAveragePool("pool")));
    RandomNetwork some = RandomNetwork.of(spec, shape(64, 1, 32, 32), 1);
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, some.weights(), SEED)) {
      // The batch is 256 kB, what the convolution gives 512 kB.
      ResidentMemory.assertFlat(200, 32, () -> trainer.differentiate(some.batch(), halfSquares()));
    }
  }

  @Test
  public void readingAndReplacingWeightsLeavesNoMemoryBehind() {
    var spec =
        new NetworkSpec(
            InputSpec.freeWidth(32, 8),
            List.of(
                Layer.Conv2d.same("conv", 32, 3, true), new Layer.GlobalAveragePool("average")));
    RandomNetwork some = RandomNetwork.of(spec, shape(1, 32, 8, 8), 1);
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(spec, some.weights(), SEED)) {
      // The kernel is 36 kB.
      ResidentMemory.assertFlat(2_000, 32, () -> trainer.assign(trainer.weights()));
    }
  }

  @Test
  public void aLossThatFailsIsHeardAndTheTrainerGoesOn() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      assertThatThrownBy(
              () ->
                  trainer.differentiate(
                      some.batch(),
                      output -> {
                        throw new UnsupportedOperationException("no such loss");
                      }))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("no such loss");
      assertThat(trainer.differentiate(some.batch(), halfSquares()).loss()).isPositive();
    }
  }

  @Test
  public void aGradientOfAnotherShapeIsRefused() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  trainer.differentiate(
                      some.batch(), output -> new ValueAndGradient(0, output.get(0))))
          .withMessageContaining("4×3");
    }
  }

  @Test
  public void aTrainingBatchThatDoesNotFitIsRefused() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining();
        NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.differentiate(Tensor.zeros(shape(2, 1, 8, 9)), halfSquares()))
          .withMessageContaining("N×1×8×8");
    }
  }

  @Test
  public void aClosedTrainerSaysSo() {
    RandomNetwork some = convolutional();
    try (TrainingEngine engine = openForTraining()) {
      NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED);
      trainer.close();
      trainer.close();
      assertClosed(trainer, some);
    }
  }

  @Test
  public void aClosedEngineClosesItsTrainersAndTrainsNoMore() {
    RandomNetwork some = convolutional();
    TrainingEngine engine = openForTraining();
    NetworkTrainer trainer = engine.train(some.spec(), some.weights(), SEED);
    engine.close();
    assertClosed(trainer, some);
    trainer.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.train(some.spec(), some.weights(), SEED))
        .withMessageContaining("closed");
  }

  private static void assertClosed(NetworkTrainer trainer, RandomNetwork some) {
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.differentiate(some.batch(), halfSquares()))
        .withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(trainer::weights).withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> trainer.assign(some.weights()))
        .withMessageContaining("closed");
  }
}
