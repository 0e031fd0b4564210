package dev.longhand.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.longhand.engine.CharacterNetwork;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How much slower the engine {@code djl-onnxruntime} is than ONNX Runtime's own API on the same
 * file, one image at a time, in turns in one process. The raw side is the least that any program
 * can do: the image lies in native memory already, the session has the defaults of ONNX Runtime,
 * nothing is checked. Prints it; not run by {@code mvn verify}, but by
 *
 * <pre>mvn -pl engine-djl -am test -Dtest=RawRuntimeComparison [-Dthreads=1] [-Drounds=60]</pre>
 */
class RawRuntimeComparison {
  private static final int SIDE = CharacterNetwork.SIDE;
  private static final int CLASSES = CharacterNetwork.CLASSES;
  private static final int RUNS_OF_A_ROUND = 200;

  /** A run of a network on one image. */
  private interface Way {
    float[] run() throws OrtException;
  }

  @Test
  void readsOneImage() throws OrtException {
    int threads = Integer.getInteger("threads", 1);
    int rounds = Integer.getInteger("rounds", 60);
    NetworkSpec spec = CharacterNetwork.spec();
    Weights weights = WeightInitializer.initialize(spec, 1);
    byte[] file = OnnxGraph.of(spec, weights).build().toByteArray();
    Tensor image = CharacterNetwork.images(1);
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(SIDE * SIDE * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(image.buffer())
            .flip();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    var options = EngineOptions.defaults().withThreads(threads);
    try (Engine engine = new DjlOnnxRuntimeProvider().open(options);
        Network network = engine.load(spec, weights);
        var defaults = new SessionOptions()) {
      defaults.setIntraOpNumThreads(threads);
      try (OrtSession session = environment.createSession(file, defaults)) {
        Way engines = () -> network.run(image).toArray();
        Way raw = () -> raw(environment, session, pixels);
        assertThat(engines.run()).containsExactly(raw.run());

        for (int warmUp = 0; warmUp < 20; warmUp++) {
          medianMicroseconds(engines);
          medianMicroseconds(raw);
        }
        double[] ratios = new double[rounds];
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          if (round % 2 == 0) {
            ours[round] = medianMicroseconds(engines);
            theirs[round] = medianMicroseconds(raw);
          } else {
            theirs[round] = medianMicroseconds(raw);
            ours[round] = medianMicroseconds(engines);
          }
          ratios[round] = ours[round] / theirs[round];
        }
        System.out.printf(
            "batch 1, threads %d, %d rounds of %d runs each: engine djl-onnxruntime %.1f µs,"
                + " raw API %.1f µs, ratio %.3f [%.3f to %.3f]%n",
            threads,
            rounds,
            RUNS_OF_A_ROUND,
            quantile(ours, 0.5),
            quantile(theirs, 0.5),
            quantile(ratios, 0.5),
            quantile(ratios, 0.25),
            quantile(ratios, 0.75));
      }
    }
  }

  private static float[] raw(OrtEnvironment environment, OrtSession session, FloatBuffer pixels)
      throws OrtException {
    try (var input = OnnxTensor.createTensor(environment, pixels, new long[] {1, 1, SIDE, SIDE});
        var output = session.run(Map.of(OnnxGraph.INPUT, input))) {
      float[] logits = new float[CLASSES];
      ((OnnxTensor) output.get(0)).getFloatBuffer().get(logits);
      return logits;
    }
  }

  private static double medianMicroseconds(Way way) throws OrtException {
    double[] times = new double[RUNS_OF_A_ROUND];
    for (int run = 0; run < times.length; run++) {
      long start = System.nanoTime();
      way.run();
      times[run] = (System.nanoTime() - start) / 1e3;
    }
    return quantile(times, 0.5);
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }
}
