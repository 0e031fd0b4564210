package dev.longhand.cli.bench;

import dev.longhand.engine.OutputLoss;
import dev.longhand.tensor.Tensor;

/**
 * Softmax cross-entropy, the mean over all vectors of the output: a loss for a network whose own
 * loss is not known here.
 *
 * @param classes of each sample of the batch; of a sequence, all time steps have the sample's
 */
record CrossEntropy(int... classes) implements OutputLoss {

  /**
   * @param output {@code N×K} or {@code N×T×K} logits
   */
  @Override
  public ValueAndGradient evaluate(Tensor output) {
    int width = output.shape().extent(output.shape().rank() - 1);
    float[] logits = output.toArray();
    float[] gradient = new float[logits.length];
    int vectors = logits.length / width;
    double sum = 0;
    for (int vector = 0; vector < vectors; vector++) {
      int from = vector * width;
      int truth = classes[vector / (vectors / classes.length)];
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < width; k++) {
        largest = Math.max(largest, logits[from + k]);
      }
      double total = 0;
      for (int k = 0; k < width; k++) {
        total += Math.exp(logits[from + k] - largest);
      }
      double logTotal = largest + Math.log(total);
      for (int k = 0; k < width; k++) {
        double probability = Math.exp(logits[from + k] - logTotal);
        gradient[from + k] = (float) ((probability - (k == truth ? 1 : 0)) / vectors);
      }
      sum += logTotal - logits[from + truth];
    }
    return new ValueAndGradient(sum / vectors, Tensor.of(output.shape(), gradient));
  }
}
