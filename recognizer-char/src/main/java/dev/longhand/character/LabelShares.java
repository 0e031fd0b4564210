package dev.longhand.character;

import dev.longhand.engine.Network;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides how likely each candidate is of samples that are known only up to a set of classes.
 *
 * <p>A trained network has an opinion from the shapes, but where only another source told the
 * classes apart, it may lean to one of them on all images of this source. How common the classes
 * are here is known. So among the samples of each set, one offset per class is added to the
 * network's logits until its mean opinion is as common as the class: expectation–maximisation with
 * the expectation constrained (<a href="https://jmlr.org/papers/v11/ganchev10a.html">Ganchev et
 * al., 2010, section 2</a>).
 */
final class LabelShares {
  private static final int BATCH = 256;
  private static final int ITERATIONS = 200;

  /** Offsets that change no longer. */
  private static final double SMALL = 1e-6;

  private LabelShares() {}

  /**
   * The tiles of a dataset with the shares of ambiguous ones filled in; {@code prior} is of the
   * same classes.
   */
  static Tiles fill(Tiles tiles, Network network, ClassPrior prior) {
    Map<List<Integer>, List<Integer>> tilesBySet = new LinkedHashMap<>();
    for (int i = 0; i < tiles.size(); i++) {
      List<Integer> set = Arrays.stream(tiles.get(i).candidates()).boxed().toList();
      if (set.size() > 1) {
        tilesBySet.computeIfAbsent(set, key -> new ArrayList<>()).add(i);
      }
    }
    float[][] shares = new float[tiles.size()][0];
    float[] logPrior = prior.logShares();
    tilesBySet.forEach(
        (set, members) -> {
          double[][] scores = scores(tiles, members, set, network, logPrior);
          match(scores, targets(set, prior));
          for (int i = 0; i < scores.length; i++) {
            shares[members.get(i)] = softmax(scores[i]);
          }
        });
    return tiles.withShares(shares);
  }

  private static double[][] scores(
      Tiles tiles, List<Integer> members, List<Integer> set, Network network, float[] logPrior) {
    double[][] scores = new double[members.size()][set.size()];
    for (int from = 0; from < scores.length; from += BATCH) {
      List<Integer> batch = members.subList(from, Math.min(scores.length, from + BATCH));
      Tensor logits = network.run(CharacterTask.batch(tiles, batch));
      for (int i = 0; i < batch.size(); i++) {
        for (int k = 0; k < set.size(); k++) {
          int classIndex = set.get(k);
          scores[from + i][k] = logits.at(i * logPrior.length + classIndex) + logPrior[classIndex];
        }
      }
    }
    return scores;
  }

  private static double[] targets(List<Integer> set, ClassPrior prior) {
    double[] frequencies = prior.frequencies();
    double sum = set.stream().mapToDouble(k -> frequencies[k]).sum();
    return set.stream().mapToDouble(k -> frequencies[k] / sum).toArray();
  }

  /** Adds one offset per column until the mean of the rows' softmax is the target. */
  static void match(double[][] scores, double[] targets) {
    double change = Double.POSITIVE_INFINITY;
    for (int iteration = 0; iteration < ITERATIONS && change > SMALL; iteration++) {
      double[] means = new double[targets.length];
      for (double[] row : scores) {
        float[] posterior = softmax(row);
        for (int k = 0; k < means.length; k++) {
          means[k] += posterior[k] / scores.length;
        }
      }
      double[] offsets = new double[targets.length];
      change = 0;
      for (int k = 0; k < offsets.length; k++) {
        if (targets[k] > 0) {
          offsets[k] = Math.log(targets[k] / Math.max(means[k], 1e-9));
          change = Math.max(change, Math.abs(offsets[k]));
        }
      }
      for (double[] row : scores) {
        for (int k = 0; k < row.length; k++) {
          row[k] += offsets[k];
        }
      }
    }
  }

  static float[] softmax(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double[] exponentials = new double[scores.length];
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      exponentials[k] = Math.exp(scores[k] - largest);
      sum += exponentials[k];
    }
    float[] shares = new float[scores.length];
    for (int k = 0; k < shares.length; k++) {
      shares[k] = (float) (exponentials[k] / sum);
    }
    return shares;
  }
}
