package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.engine.reference.ReferenceEngineProvider;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What every engine must do. A subclass names the engine; it needs nothing else. */
public abstract class EngineContract {

  /** How far an engine may be from the reference, relative to outputs that are greater than 1. */
  static final double TOLERANCE = 1e-4;

  /** One thread: on a busy machine two of them wait for each other longer than they work. */
  private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);

  protected abstract EngineProvider provider();

  final Engine open() {
    return provider().open(OPTIONS);
  }

  // What each layer gives, by answers that can be checked by hand.

  @Test
  public void convolutionIsCrossCorrelation() {
    var conv = new Layer.Conv2d("c", 1, window(2, 2), window(1, 1), window(0, 0), false);
    Tensor image = tensor(shape(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    // 1·1 + 2·2 + 3·4 + 4·5 = 37: the kernel is not turned over.
    assertOutput(
        conv,
        Map.of("c.weight", tensor(shape(1, 1, 2, 2), 1, 2, 3, 4)),
        image,
        tensor(shape(1, 1, 2, 2), 37, 47, 67, 77));
  }

  @Test
  public void convolutionPadsWithZerosStridesAndAddsTheBias() {
    var conv = new Layer.Conv2d("c", 2, window(1, 3), window(2, 2), window(0, 1), true);
    Tensor image = tensor(shape(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertOutput(
        conv,
        Map.of(
            "c.weight", tensor(shape(2, 1, 1, 3), 1, 10, 100, 0, 1, 0),
            "c.bias", tensor(shape(2), 0.5f, -1)),
        image,
        // Rows 1 and 3; 0·1 + 1·10 + 2·100 and 2·1 + 3·10 + 0·100.
        tensor(shape(1, 2, 2, 2), 210.5f, 32.5f, 870.5f, 98.5f, 0, 2, 6, 8));
  }

  @Test
  public void convolutionSumsOverInputChannels() {
    var conv = new Layer.Conv2d("c", 1, window(1, 1), window(1, 1), window(0, 0), false);
    assertOutput(
        conv,
        Map.of("c.weight", tensor(shape(1, 2, 1, 1), 2, 3)),
        tensor(shape(1, 2, 1, 2), 1, 10, 100, 1000),
        tensor(shape(1, 1, 1, 2), 302, 3020));
  }

  @Test
  public void batchNormUsesTheRunningStatistics() {
    assertOutput(
        new Layer.BatchNorm("b"),
        Map.of(
            "b.weight", tensor(shape(2), 3, 1),
            "b.bias", tensor(shape(2), 1, 0),
            "b.running_mean", tensor(shape(2), 5, 0),
            // 4 − ε, so that the deviation is 2; and 1 − ε.
            "b.running_var", tensor(shape(2), 3.99999f, 0.99999f)),
        tensor(shape(1, 2, 1, 2), 5, 7, -4, 4),
        tensor(shape(1, 2, 1, 2), 1, 4, -4, 4));
  }

  @Test
  public void reluCutsOffWhatIsNegative() {
    assertOutput(
        new Layer.Relu("r"),
        Map.of(),
        tensor(shape(1, 1, 1, 3), -1, 0, 2),
        tensor(shape(1, 1, 1, 3), 0, 0, 2));
  }

  @Test
  public void maxPoolPadsWithMinusInfinity() {
    assertOutput(
        new Layer.MaxPool2d("m", window(2, 2), window(2, 2), window(1, 1)),
        Map.of(),
        tensor(shape(1, 1, 2, 2), -1, -2, -3, -4),
        tensor(shape(1, 1, 2, 2), -1, -2, -3, -4));
  }

  @Test
  public void maxPoolDropsWhatDoesNotFillAWindow() {
    assertOutput(
        new Layer.MaxPool2d("m", window(1, 2), window(1, 2), window(0, 0)),
        Map.of(),
        tensor(shape(1, 1, 2, 3), 1, 2, 9, 4, 3, 9),
        tensor(shape(1, 1, 2, 1), 2, 4));
  }

  @Test
  public void globalAveragePoolIsTheMeanOfEachChannel() {
    assertOutput(
        new Layer.GlobalAveragePool("g"),
        Map.of(),
        tensor(shape(1, 2, 2, 2), 1, 2, 3, 4, 5, 5, 5, 9),
        tensor(shape(1, 2), 2.5f, 6));
  }

  @Test
  public void residualAddsItsInput() {
    assertOutput(
        new Layer.Residual("x", List.of(new Layer.Relu("r")), List.of()),
        Map.of(),
        tensor(shape(1, 1, 1, 2), -1, 3),
        tensor(shape(1, 1, 1, 2), -1, 6));
  }

  @Test
  public void residualAddsItsShortcut() {
    assertOutput(
        new Layer.Residual(
            "x", List.of(new Layer.Dropout("d", 0.5f)), List.of(new Layer.Relu("r"))),
        Map.of(),
        tensor(shape(1, 1, 1, 2), -1, 3),
        tensor(shape(1, 1, 1, 2), -1, 6));
  }

  @Test
  public void dropoutIsTheIdentityInInference() {
    Tensor image = tensor(shape(1, 1, 1, 3), 1, 2, 3);
    assertOutput(new Layer.Dropout("d", 0.9f), Map.of(), image, image);
  }

  @Test
  public void flattenKeepsTheOrder() {
    assertOutput(
        new Layer.Flatten("f"),
        Map.of(),
        tensor(shape(2, 1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8),
        tensor(shape(2, 4), 1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  public void eachColumnBecomesAStepOrderedByChannelAndThenRow() {
    assertOutput(
        new Layer.ColumnsToSequence("s"),
        Map.of(),
        tensor(shape(1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8),
        tensor(shape(1, 2, 4), 1, 3, 5, 7, 2, 4, 6, 8));
  }

  @Test
  public void lstmGatesAreInputForgetCandidateOutput() {
    // One unit. σ(ln 3) = 3/4 and σ(−ln 3) = 1/4: input 3/4, forget 1/4, candidate tanh of the
    // value, output 1/2; nothing recurs but the cell.
    float ln3 = (float) Math.log(3);
    Tensor candidateOnly = tensor(shape(4, 1), 0, 0, 1, 0);
    Tensor nothing = Tensor.zeros(shape(4, 1));
    Tensor biases = tensor(shape(4), ln3, -ln3, 0, 0);
    float x = (float) (0.5 * Math.log(3)); // tanh x = 1/2
    double cell = 0.75 * 0.5;
    double later = 0.25 * cell;
    assertOutput(
        List.of(new Layer.ColumnsToSequence("s"), new Layer.BiLstm("l", 1)),
        Map.of(
            "l.forward.weight_ih", candidateOnly,
            "l.forward.weight_hh", nothing,
            "l.forward.bias", biases,
            "l.backward.weight_ih", candidateOnly,
            "l.backward.weight_hh", nothing,
            "l.backward.bias", biases),
        tensor(shape(1, 1, 1, 2), x, 0),
        tensor(
            shape(1, 2, 2),
            // Forward sees x first; backward sees it last.
            (float) (0.5 * Math.tanh(cell)),
            (float) (0.5 * Math.tanh(cell)),
            (float) (0.5 * Math.tanh(later)),
            0));
  }

  @Test
  public void lstmFeedsItsOutputBack() {
    Tensor candidateOnly = tensor(shape(4, 1), 0, 0, 1, 0);
    Tensor zeros = Tensor.zeros(shape(4, 1));
    double first = 0.5 * Math.tanh(0.5 * Math.tanh(2));
    double secondCell = 0.5 * 0.5 * Math.tanh(2) + 0.5 * Math.tanh(first);
    assertOutput(
        List.of(new Layer.ColumnsToSequence("s"), new Layer.BiLstm("l", 1)),
        Map.of(
            "l.forward.weight_ih", candidateOnly,
            "l.forward.weight_hh", candidateOnly,
            "l.forward.bias", Tensor.zeros(shape(4)),
            "l.backward.weight_ih", zeros,
            "l.backward.weight_hh", zeros,
            "l.backward.bias", Tensor.zeros(shape(4))),
        tensor(shape(1, 1, 1, 2), 2, 0),
        tensor(shape(1, 2, 2), (float) first, 0, (float) (0.5 * Math.tanh(secondCell)), 0));
  }

  @Test
  public void denseMapsVectors() {
    assertOutput(
        List.of(new Layer.Flatten("f"), new Layer.Dense("d", 2)),
        Map.of(
            "d.weight", tensor(shape(2, 3), 1, 2, 3, 0, 0, 1),
            "d.bias", tensor(shape(2), 0.5f, -1)),
        tensor(shape(1, 1, 1, 3), 1, 10, 100),
        tensor(shape(1, 2), 321.5f, 99));
  }

  @Test
  public void denseMapsEachStepOfASequence() {
    assertOutput(
        List.of(new Layer.ColumnsToSequence("s"), new Layer.Dense("d", 1)),
        Map.of("d.weight", tensor(shape(1, 1), 2), "d.bias", tensor(shape(1), 1)),
        tensor(shape(2, 1, 1, 2), 1, 2, 3, 4),
        tensor(shape(2, 2, 1), 3, 5, 7, 9));
  }

  // Whole networks, by the reference.

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  public void anyNetworkGivesWhatTheReferenceGives(@ForAll("networks") RandomNetwork random) {
    try (Engine engine = open();
        Network network = engine.load(random.spec(), random.weights())) {
      assertClose(network.run(random.batch()), reference(random));
    }
  }

  @Provide
  public Arbitrary<RandomNetwork> networks() {
    return RandomNetwork.any();
  }

  /** PyTorch may mistake the layout of one channel where a convolution leaves one column. */
  @Test
  public void convolutionOfOneChannelMayLeaveOneColumn() {
    for (Window kernel : List.of(window(1, 2), window(2, 2), window(3, 3))) {
      var conv = new Layer.Conv2d("c", 2, kernel, window(1, 3), window(0, 0), true);
      var spec = new NetworkSpec(InputSpec.fixed(1, 4, 3), List.of(conv));
      RandomNetwork some = RandomNetwork.of(spec, shape(3, 1, 4, 3), 1);
      try (Engine engine = open();
          Network network = engine.load(some.spec(), some.weights())) {
        assertClose(network.run(some.batch()), reference(some));
      }
    }
  }

  @Test
  public void oneNetworkTakesImagesOfDifferentWidths() {
    var spec =
        new NetworkSpec(
            InputSpec.freeWidth(1, 8),
            List.of(
                Layer.Conv2d.same("conv", 4, 3, true),
                Layer.MaxPool2d.of("pool", 2),
                new Layer.ColumnsToSequence("columns"),
                new Layer.BiLstm("lstm", 3),
                new Layer.Dense("out", 5)));
    Weights weights = RandomNetwork.of(spec, shape(1, 1, 8, 8), 5).weights();
    try (Engine engine = open();
        Network network = engine.load(spec, weights)) {
      for (int width : new int[] {8, 31, 2, 100, 8}) {
        Tensor batch = RandomNetwork.gaussian(shape(3, 1, 8, width), new Random(width));
        Tensor output = network.run(batch);
        assertThat(output.shape()).isEqualTo(shape(3, width / 2, 5));
        assertClose(output, reference(new RandomNetwork(spec, weights, batch)));
      }
    }
  }

  @Test
  public void anImageGivesTheSameAloneAndInABatch() {
    RandomNetwork some = convolutional();
    try (Engine engine = open();
        Network network = engine.load(some.spec(), some.weights())) {
      Tensor together = network.run(some.batch());
      for (int n = 0; n < some.batch().shape().extent(0); n++) {
        Tensor alone = network.run(Tensor.stack(List.of(some.batch().get(n))));
        assertClose(alone.get(0), together.get(n));
      }
    }
  }

  @Test
  public void twoNetworksOfOneEngineKeepTheirOwnWeights() {
    RandomNetwork one = convolutional();
    Weights other = RandomNetwork.of(one.spec(), one.batch().shape(), 99).weights();
    try (Engine engine = open();
        Network first = engine.load(one.spec(), one.weights());
        Network second = engine.load(one.spec(), other)) {
      Tensor before = first.run(one.batch());
      assertClose(
          second.run(one.batch()), reference(new RandomNetwork(one.spec(), other, one.batch())));
      assertThat(first.run(one.batch())).isEqualTo(before);
    }
  }

  // Threads, memory, closing and mistakes.

  @Test
  public void eightThreadsShareANetwork() throws Exception {
    RandomNetwork some = convolutional();
    List<Tensor> batches = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      batches.add(RandomNetwork.gaussian(some.batch().shape(), new Random(i)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Engine engine = provider().open(OPTIONS.withThreads(2));
        Network network = engine.load(some.spec(), some.weights())) {
      List<Tensor> alone = batches.stream().map(network::run).toList();
      List<Callable<Tensor>> runs = new ArrayList<>();
      batches.forEach(batch -> runs.add(() -> network.run(batch)));
      List<Future<Tensor>> together = threads.invokeAll(runs);
      for (int i = 0; i < runs.size(); i++) {
        assertClose(together.get(i).get(), alone.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void tenThousandInferencesLeaveNoMemoryBehind() {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 16, 64),
            List.of(Layer.Conv2d.same("conv", 2, 3, true), new Layer.GlobalAveragePool("pool")));
    RandomNetwork some = RandomNetwork.of(spec, shape(1, 1, 16, 64), 1);
    try (Engine engine = open();
        Network network = engine.load(spec, some.weights())) {
      // Either of the arrays that a run needs would leave at least 40 MB.
      ResidentMemory.assertFlat(10_000, 32, () -> network.run(some.batch()));
    }
  }

  @Test
  public void loadingAndClosingLeavesNoMemoryBehind() {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 16, 64),
            List.of(new Layer.Flatten("flat"), new Layer.Dense("out", 64)));
    RandomNetwork some = RandomNetwork.of(spec, shape(1, 1, 16, 64), 1);
    try (Engine engine = open()) {
      ResidentMemory.assertFlat(
          300,
          48,
          () -> {
            try (Network network = engine.load(spec, some.weights())) {
              network.run(some.batch());
            }
          });
    }
  }

  @Test
  public void anEngineIsNamedLikeItsProvider() {
    try (Engine engine = open()) {
      assertThat(engine.name()).isEqualTo(provider().name()).matches("[a-z0-9-]+");
    }
  }

  @Test
  public void aDeviceThatIsNotThereIsRefusedInOneLine() {
    try (Engine engine = provider().open(OPTIONS.withDevice(EngineOptions.Device.GPU))) {
      assertThat(engine.name()).as("it has one").isEqualTo(provider().name());
    } catch (EngineUnavailableException e) {
      assertThat(e).message().contains("'" + provider().name() + "'", "GPU").hasLineCount(1);
    }
  }

  @Test
  public void isFoundByItsName() {
    assertThat(Engines.named(provider().name())).hasSameClassAs(provider());
  }

  @Test
  public void aClosedNetworkSaysSo() {
    RandomNetwork some = convolutional();
    try (Engine engine = open()) {
      Network network = engine.load(some.spec(), some.weights());
      network.close();
      network.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> network.run(some.batch()))
          .withMessageContaining("closed");
    }
  }

  @Test
  public void aClosedEngineClosesItsNetworksAndLoadsNoMore() {
    RandomNetwork some = convolutional();
    Engine engine = open();
    Network network = engine.load(some.spec(), some.weights());
    engine.close();
    engine.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.load(some.spec(), some.weights()))
        .withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> network.run(some.batch()))
        .withMessageContaining("closed");
    network.close();
  }

  @Test
  public void anEngineCanBeOpenedAgain() {
    RandomNetwork some = convolutional();
    open().close();
    try (Engine engine = provider().open(OPTIONS.withThreads(2));
        Network network = engine.load(some.spec(), some.weights())) {
      assertClose(network.run(some.batch()), reference(some));
    }
  }

  @Test
  public void closingWaitsForTheRunsOfOtherThreads() throws Exception {
    RandomNetwork some = convolutional();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Engine engine = open()) {
      for (int round = 0; round < 20; round++) {
        Network network = engine.load(some.spec(), some.weights());
        Tensor expected = network.run(some.batch());
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          runs.add(
              threads.submit(
                  () -> {
                    try {
                      for (int k = 0; k < 1000; k++) {
                        assertClose(network.run(some.batch()), expected);
                      }
                    } catch (IllegalStateException closed) {
                      assertThat(closed).hasMessageContaining("closed");
                    }
                  }));
        }
        network.close();
        for (Future<?> run : runs) {
          run.get();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void aBatchThatDoesNotFitIsRefused() {
    RandomNetwork some = convolutional();
    try (Engine engine = open();
        Network network = engine.load(some.spec(), some.weights())) {
      for (Shape wrong :
          List.of(shape(2, 2, 8, 8), shape(2, 1, 8, 9), shape(1, 8, 8), shape(2, 1, 7, 8))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> network.run(Tensor.zeros(wrong)))
            .withMessageContaining("N×1×8×8")
            .withMessageContaining(wrong.toString());
      }
    }
  }

  @Test
  public void weightsThatDoNotFitAreRefused() {
    RandomNetwork some = convolutional();
    Map<String, Tensor> wrong = new LinkedHashMap<>(some.weights().byName());
    wrong.remove("conv.bias");
    wrong.put("out.bias", Tensor.zeros(shape(7)));
    wrong.put("stranger", Tensor.zeros(shape(1)));
    try (Engine engine = open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.load(some.spec(), new Weights(wrong)))
          .withMessageContaining("'conv.bias' is missing")
          .withMessageContaining("'out.bias' must be 3, but is 7")
          .withMessageContaining("'stranger' belongs to no layer");
    }
  }

  @Test
  public void initialWeightsAreTakenAsTheyAre() {
    NetworkSpec spec = convolutional().spec();
    Weights weights = WeightInitializer.initialize(spec, 3);
    Tensor batch = convolutional().batch();
    try (Engine engine = open();
        Network network = engine.load(spec, weights)) {
      assertClose(network.run(batch), reference(new RandomNetwork(spec, weights, batch)));
    }
  }

  /** A small network with most kinds of layers, for 4 images of 1×8×8. */
  static RandomNetwork convolutional() {
    var spec =
        new NetworkSpec(
            InputSpec.fixed(1, 8, 8),
            List.of(
                Layer.Conv2d.same("conv", 4, 3, true),
                new Layer.BatchNorm("norm"),
                new Layer.Relu("relu"),
                Layer.MaxPool2d.of("pool", 2),
                new Layer.Residual(
                    "residual",
                    List.of(Layer.Conv2d.same("residual/conv", 4, 3, false)),
                    List.of()),
                new Layer.GlobalAveragePool("average"),
                new Layer.Dense("out", 3)));
    return RandomNetwork.of(spec, shape(4, 1, 8, 8), 42);
  }

  /** What the reference gives. */
  static Tensor reference(RandomNetwork random) {
    try (Engine engine = new ReferenceEngineProvider().open(OPTIONS);
        Network network = engine.load(random.spec(), random.weights())) {
      return network.run(random.batch());
    }
  }

  static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.shape().size(); i++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(expected.at(i)));
      assertThat((double) actual.at(i))
          .as("element %d of %s", i, expected.shape())
          .isCloseTo(expected.at(i), within(tolerance));
    }
  }

  private void assertOutput(
      Layer layer, Map<String, Tensor> weights, Tensor batch, Tensor expected) {
    assertOutput(List.of(layer), weights, batch, expected);
  }

  private void assertOutput(
      List<Layer> layers, Map<String, Tensor> weights, Tensor batch, Tensor expected) {
    Shape shape = batch.shape();
    var spec =
        new NetworkSpec(InputSpec.fixed(shape.extent(1), shape.extent(2), shape.extent(3)), layers);
    try (Engine engine = open();
        Network network = engine.load(spec, new Weights(weights))) {
      assertClose(network.run(batch), expected);
    }
  }

  static Shape shape(int... extents) {
    return new Shape(extents);
  }

  static Tensor tensor(Shape shape, float... values) {
    return Tensor.of(shape, values);
  }

  private static Window window(int height, int width) {
    return new Window(height, width);
  }
}
