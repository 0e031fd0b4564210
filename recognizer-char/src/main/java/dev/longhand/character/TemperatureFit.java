package dev.longhand.character;

import dev.longhand.engine.Network;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the softmax temperature under which validation data is likeliest.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, section 4.2</a>
 */
final class TemperatureFit {
  private static final double LOWEST = 0.2;
  private static final double HIGHEST = 5;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int BATCH = 256;

  private record Scored(Tensor logits, int[][] candidates, float[] logPrior) {}

  private TemperatureFit() {}

  static double fit(Network network, List<CharacterTask.Validation> validations) {
    List<Scored> scored = new ArrayList<>();
    for (CharacterTask.Validation validation : validations) {
      for (int from = 0; from < validation.tiles().size(); from += BATCH) {
        int[][] candidates = new int[Math.min(BATCH, validation.tiles().size() - from)][];
        Tensor input = CharacterTask.batch(validation.tiles(), from, candidates);
        scored.add(new Scored(network.run(input), candidates, validation.logPrior()));
      }
    }
    // Golden-section search over the logarithm: the likelihood has one peak in 1/T.
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    while (high - low > 1e-3) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (loss(scored, Math.exp(left)) < loss(scored, Math.exp(right))) {
        high = right;
      } else {
        low = left;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static double loss(List<Scored> scored, double temperature) {
    double sum = 0;
    for (Scored batch : scored) {
      float[] logits = tempered(batch.logits().toArray(), temperature);
      float[] logPrior = tempered(batch.logPrior(), temperature);
      var loss = new CandidateSetLoss(batch.candidates(), logPrior, 0);
      sum +=
          batch.candidates().length
              * loss.evaluate(Tensor.of(batch.logits().shape(), logits)).value();
    }
    return sum;
  }

  private static float[] tempered(float[] scores, double temperature) {
    float[] tempered = new float[scores.length];
    for (int i = 0; i < tempered.length; i++) {
      tempered[i] = (float) (scores[i] / temperature);
    }
    return tempered;
  }
}
