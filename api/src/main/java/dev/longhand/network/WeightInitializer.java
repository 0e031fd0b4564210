package dev.longhand.network;

import dev.longhand.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Starting weights from a seed: the same numbers on every engine, platform and day.
 *
 * <p>Kernels are normal with variance {@code 2 / fan-in} (<a
 * href="https://arxiv.org/abs/1502.01852">He et al., 2015, section 2.2</a>), LSTM weights uniform
 * in {@code ±1/√H}, the forget gate's bias 1 (<a
 * href="https://proceedings.mlr.press/v37/jozefowicz15.html">Jozefowicz et al., 2015, section
 * 3.2</a>), other biases 0, scales and running variances 1.
 */
public final class WeightInitializer {

  private WeightInitializer() {}

  public static Weights initialize(NetworkSpec network, long seed) {
    var random = new SplittableRandom(seed);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      // A stream of its own for each parameter: a new layer leaves the others' numbers as they
      // were.
      byName.put(parameter.name(), initial(parameter, random.split()));
    }
    return new Weights(byName);
  }

  private static Tensor initial(Parameter parameter, SplittableRandom random) {
    float[] values = new float[parameter.shape().size()];
    switch (parameter.role()) {
      case KERNEL -> {
        double deviation = Math.sqrt(2.0 / parameter.fanIn());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (deviation * random.nextGaussian());
        }
      }
      case RECURRENT_KERNEL -> {
        double bound = 1 / Math.sqrt(parameter.fanIn());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
      }
      case GATE_BIAS -> Arrays.fill(values, values.length / 4, values.length / 2, 1);
      case SCALE, RUNNING_VARIANCE -> Arrays.fill(values, 1);
      case BIAS, RUNNING_MEAN -> {}
    }
    return Tensor.of(parameter.shape(), values);
  }
}
