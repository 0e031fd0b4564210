package dev.longhand.training;

import dev.longhand.engine.Network;
import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.network.NetworkSpec;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Learns {@code y = A·x + b} from random points, by squared error. */
class LineFit implements TrainingTask {
  static final int SAMPLES = 8;
  private static final float[] SLOPE = {1, -2, 0.5f, 0.25f, 3, -1};
  private static final float[] OFFSET = {0.5f, -0.5f};

  final AtomicInteger batchesMade = new AtomicInteger();

  @Override
  public NetworkSpec network() {
    return TinyEngine.NETWORK;
  }

  @Override
  public Map<String, String> identity() {
    return Map.of("data sha256", "abc");
  }

  @Override
  public int batchesPerEpoch() {
    return 5;
  }

  @Override
  public Batch batch(int epoch, int index) {
    batchesMade.incrementAndGet();
    float[] points = points(new SplittableRandom(1000L * epoch + index));
    float[] truth = truth(points);
    return new Batch(
        Tensor.of(new Shape(SAMPLES, TinyEngine.FEATURES, 1, 1), points),
        output -> squaredError(output, truth),
        SAMPLES,
        output -> 0.25);
  }

  ValueAndGradient squaredError(Tensor output, float[] truth) {
    float[] gradient = new float[truth.length];
    double loss = 0;
    for (int i = 0; i < truth.length; i++) {
      float difference = output.at(i) - truth[i];
      loss += difference * difference / SAMPLES;
      gradient[i] = 2 * difference / SAMPLES;
    }
    return new ValueAndGradient(loss, Tensor.of(output.shape(), gradient));
  }

  @Override
  public Map<String, Double> validate(Network network) {
    float[] points = points(new SplittableRandom(-1));
    Tensor output = network.run(Tensor.of(new Shape(SAMPLES, TinyEngine.FEATURES, 1, 1), points));
    return Map.of("error", squaredError(output, truth(points)).value());
  }

  @Override
  public double score(Map<String, Double> metrics) {
    return -metrics.get("error");
  }

  private static float[] points(SplittableRandom random) {
    float[] points = new float[SAMPLES * TinyEngine.FEATURES];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) random.nextGaussian();
    }
    return points;
  }

  private static float[] truth(float[] points) {
    float[] truth = new float[SAMPLES * TinyEngine.UNITS];
    for (int n = 0; n < SAMPLES; n++) {
      for (int u = 0; u < TinyEngine.UNITS; u++) {
        float sum = OFFSET[u];
        for (int f = 0; f < TinyEngine.FEATURES; f++) {
          sum += SLOPE[u * TinyEngine.FEATURES + f] * points[n * TinyEngine.FEATURES + f];
        }
        truth[n * TinyEngine.UNITS + u] = sum;
      }
    }
    return truth;
  }
}
