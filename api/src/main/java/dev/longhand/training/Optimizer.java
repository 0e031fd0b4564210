package dev.longhand.training;

/**
 * How a gradient moves the weights; the settings, without state.
 *
 * <p>It runs in Java and not in an engine, so that one checkpoint resumes on any engine.
 */
public sealed interface Optimizer {

  /**
   * Stochastic gradient descent: {@code u ← momentum·u + g; w ← w − η·u}, or with Nesterov's
   * momentum {@code w ← w − η·(g + momentum·u)}.
   *
   * @param momentum in 0…1, 1 excluded; 0 for none
   * @param nesterov whether to look ahead
   * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al., 2013</a>
   */
  record Sgd(double momentum, boolean nesterov) implements Optimizer {
    public Sgd {
      requireShare(momentum, "momentum");
    }
  }

  /**
   * Adam with decoupled weight decay: {@code w ← w − η·(m̂ / (√v̂ + ε) + λ·w)}.
   *
   * <p>Kernels decay; biases, scales and running statistics do not.
   *
   * @param beta1 what the mean of gradients keeps in each step, in 0…1, 1 excluded
   * @param beta2 what the mean of squared gradients keeps, in 0…1, 1 excluded
   * @param epsilon ε, positive
   * @param weightDecay λ, not negative; it is multiplied by the learning rate of the step
   * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, 2019, algorithm 2</a>
   */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    public AdamW {
      requireShare(beta1, "beta1");
      requireShare(beta2, "beta2");
      if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("epsilon must be positive, but was " + epsilon);
      }
      if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weightDecay must not be negative, but was " + weightDecay);
      }
    }

    /** β₁ 0.9, β₂ 0.999, ε 1e-8. */
    public static AdamW withDecay(double weightDecay) {
      return new AdamW(0.9, 0.999, 1e-8, weightDecay);
    }
  }

  private static void requireShare(double value, String what) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must be in 0…1, 1 excluded, but was " + value);
    }
  }
}
