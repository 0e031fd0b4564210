package dev.longhand.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an optimizer remembers from step to step: vectors in the layout of the weights.
 *
 * <p>The loops are flat, over floats and without branches, so that the compiler vectorises them.
 */
abstract sealed class OptimizerState {
  final WeightLayout layout;

  private OptimizerState(WeightLayout layout) {
    this.layout = layout;
  }

  static OptimizerState of(Optimizer optimizer, WeightLayout layout) {
    if (optimizer instanceof Optimizer.AdamW adamW) {
      return new AdamWState(adamW, layout);
    } else if (optimizer instanceof Optimizer.Sgd sgd) {
      return new SgdState(sgd, layout);
    }
    throw new AssertionError(optimizer);
  }

  /**
   * Moves the weights in place.
   *
   * @param step how many steps there were before, at least 0
   */
  abstract void update(float[] weights, float[] gradient, double learningRate, long step);

  /** The live vectors by name; a checkpoint writes them, and fills them on resuming. */
  abstract Map<String, float[]> vectors();

  private static final class SgdState extends OptimizerState {
    private final Optimizer.Sgd settings;
    private final float[] velocity;

    SgdState(Optimizer.Sgd settings, WeightLayout layout) {
      super(layout);
      this.settings = settings;
      this.velocity = new float[layout.size()];
    }

    @Override
    void update(float[] weights, float[] gradient, double learningRate, long step) {
      for (WeightLayout.Range range : layout.updated()) {
        move(weights, gradient, range.from(), range.to(), (float) learningRate);
      }
    }

    private void move(float[] w, float[] g, int from, int to, float rate) {
      float[] u = velocity;
      float momentum = (float) settings.momentum();
      if (settings.nesterov()) {
        for (int i = from; i < to; i++) {
          u[i] = momentum * u[i] + g[i];
          w[i] -= rate * (g[i] + momentum * u[i]);
        }
      } else {
        for (int i = from; i < to; i++) {
          u[i] = momentum * u[i] + g[i];
          w[i] -= rate * u[i];
        }
      }
    }

    @Override
    Map<String, float[]> vectors() {
      return Map.of("optimizer velocity", velocity);
    }
  }

  private static final class AdamWState extends OptimizerState {
    private final Optimizer.AdamW settings;
    private final float[] mean;
    private final float[] square;

    AdamWState(Optimizer.AdamW settings, WeightLayout layout) {
      super(layout);
      this.settings = settings;
      this.mean = new float[layout.size()];
      this.square = new float[layout.size()];
    }

    @Override
    void update(float[] weights, float[] gradient, double learningRate, long step) {
      double meanCorrection = 1 - Math.pow(settings.beta1(), step + 1.0);
      double squareCorrection = 1 - Math.pow(settings.beta2(), step + 1.0);
      for (WeightLayout.Range range : layout.updated()) {
        double decay = range.decays() ? learningRate * settings.weightDecay() : 0;
        move(
            weights,
            gradient,
            range.from(),
            range.to(),
            (float) (learningRate / meanCorrection),
            (float) (1 / squareCorrection),
            (float) (1 - decay));
      }
    }

    private void move(
        float[] w, float[] g, int from, int to, float rate, float correction, float kept) {
      float[] m = mean;
      float[] v = square;
      float beta1 = (float) settings.beta1();
      float beta2 = (float) settings.beta2();
      float rest1 = (float) (1 - settings.beta1());
      float rest2 = (float) (1 - settings.beta2());
      float epsilon = (float) settings.epsilon();
      for (int i = from; i < to; i++) {
        m[i] = beta1 * m[i] + rest1 * g[i];
        v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
        w[i] = kept * w[i] - rate * m[i] / ((float) Math.sqrt(correction * v[i]) + epsilon);
      }
    }

    @Override
    Map<String, float[]> vectors() {
      Map<String, float[]> vectors = new LinkedHashMap<>();
      vectors.put("optimizer mean", mean);
      vectors.put("optimizer square", square);
      return vectors;
    }
  }
}
