package dev.longhand.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.engine.CharacterNetwork;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much faster than Deeplearning4j's own layers this engine infers, in turns in one process, on
 * the same native library and threads. Prints it; not run by {@code mvn verify}, but by
 *
 * <pre>mvn -pl engine-dl4j -am test -Dtest=PlainLayersComparison [-Dthreads=1] [-Drounds=10]</pre>
 */
class PlainLayersComparison {
  private static final int BATCH = 64;

  @Test
  void infersBatchesOf64() {
    int threads = Integer.getInteger("threads", 1);
    int rounds = Integer.getInteger("rounds", 10);
    NetworkSpec spec = CharacterNetwork.spec();
    Weights weights = WeightInitializer.initialize(spec, 1);
    Tensor batch = CharacterNetwork.images(BATCH);
    try (Engine engine = new Dl4jProvider().open(EngineOptions.defaults().withThreads(threads));
        Network network = engine.load(spec, weights)) {
      ComputationGraph plain = PlainLayers.of(spec, weights);
      INDArray images =
          Nd4j.create(batch.toArray(), PlainLayers.longs(batch.shape().extents()), 'c');
      // The first run of ours tells OpenMP, for both, how many threads this thread may use.
      float[] ours = network.run(batch).toArray();
      assertThat(plain.outputSingle(images).dup('c').data().asFloat())
          .containsExactly(ours, within(1e-3f));

      long[] ourTimes = new long[rounds];
      long[] plainTimes = new long[rounds];
      for (int warmUp = 0; warmUp < 3; warmUp++) {
        network.run(batch);
        plain.outputSingle(images);
      }
      for (int round = 0; round < rounds; round++) {
        ourTimes[round] = time(() -> network.run(batch));
        plainTimes[round] = time(() -> plain.outputSingle(images));
      }
      double ourMedian = median(ourTimes);
      double plainMedian = median(plainTimes);
      System.out.printf(
          "batch %d, threads %d, median of %d: engine dl4j %.1f ms (%.0f images/s),"
              + " plain layers %.1f ms (%.0f images/s), ratio %.1f%n",
          BATCH,
          threads,
          rounds,
          ourMedian,
          BATCH * 1000 / ourMedian,
          plainMedian,
          BATCH * 1000 / plainMedian,
          plainMedian / ourMedian);
    }
  }

  private static long time(Runnable run) {
    long start = System.nanoTime();
    run.run();
    return System.nanoTime() - start;
  }

  /** In milliseconds. */
  private static double median(long[] nanoseconds) {
    long[] sorted = nanoseconds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e6;
  }
}
