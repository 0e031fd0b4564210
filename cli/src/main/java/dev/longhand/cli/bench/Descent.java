package dev.longhand.cli.bench;

import dev.longhand.training.Optimizer;
import dev.longhand.training.TrainingSettings;

/**
 * How the weights descend in a training whose losses are compared. What rounding makes different in
 * two gradients, any two ways to compute them have: another engine, or the same one with another
 * number of threads. How far that grows in some hundred steps is the optimizer's doing, so that
 * there are two.
 */
enum Descent {
  /** Steps along the gradient: a small difference stays small, and a wrong gradient shows. */
  SGD("SGD 0.003, momentum 0.9"),

  /**
   * As {@code train} does it. It divides each gradient by its usual size, be that mere rounding,
   * and so tells less of the engines than of itself.
   */
  ADAMW("AdamW 0.002, as in training");

  private final String description;

  Descent(String description) {
    this.description = description;
  }

  /** For people. */
  String description() {
    return description;
  }

  TrainingSettings settings() {
    TrainingSettings defaults = TrainingSettings.defaults();
    return switch (this) {
      case SGD -> defaults.withOptimizer(new Optimizer.Sgd(0.9, false)).withLearningRate(0.003);
      case ADAMW -> defaults;
    };
  }
}
