package dev.longhand.character;

import dev.longhand.dataset.Augmentation;
import dev.longhand.engine.Network;
import dev.longhand.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * What a trained network makes of tiles, as labels for another to learn from: softer than those
 * that people gave, and often right where these are wrong (<a
 * href="https://arxiv.org/abs/1503.02531">Hinton et al., 2015, section 2</a>).
 */
final class Opinions {
  private static final int BATCH = 256;

  /** The logit of what cannot be. */
  private static final double ABSENT = -1e9;

  private Opinions() {}

  /**
   * The logits of each tile, {@code tiles × classes}: the mean over as many views of it, of which
   * the first is the tile as it is, and the others are gently varied.
   *
   * @param stopped asked after each batch; what is left then stays zero
   */
  static float[][] of(
      Tiles tiles, Network network, int classes, int views, BooleanSupplier stopped) {
    float[][] opinions = new float[tiles.size()][classes];
    for (int from = 0; from < opinions.length && !stopped.getAsBoolean(); from += BATCH) {
      int count = Math.min(BATCH, opinions.length - from);
      for (int view = 0; view < views; view++) {
        float[] logits = network.run(batch(tiles, from, count, view)).toArray();
        for (int i = 0; i < logits.length; i++) {
          opinions[from + i / classes][i % classes] += logits[i] / views;
        }
      }
    }
    return opinions;
  }

  private static Tensor batch(Tiles tiles, int from, int count, int view) {
    int side = CharacterNetwork.SIDE;
    float[] input = tiles.batch(count);
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              Tiles.Tile tile = tiles.get(from + i);
              float[] ink = Tiles.ink(tile, view % tile.ink().length);
              var random = new SplittableRandom(31L * (from + i) + view);
              tiles.normalize(
                  view == 0 ? ink : Augmentation.GENTLE.apply(ink, side, side, random), input, i);
            });
    return tiles.tensor(input);
  }

  /**
   * The tiles with targets that are partly an opinion. Before, one offset per class is added to the
   * logits until the mean opinion is as common as the class among these tiles, as the network may
   * have learnt from others; a class that no tile may be has no part in it. The logits are taken
   * without the teacher's softmax temperature.
   *
   * @param share of the opinion in each target, in 0…1
   */
  static Tiles mixIn(Tiles tiles, float[][] logits, double share) {
    double[] common = common(tiles, logits[0].length);
    double[][] scores = new double[logits.length][common.length];
    for (int i = 0; i < scores.length; i++) {
      for (int k = 0; k < common.length; k++) {
        scores[i][k] = common[k] > 0 ? logits[i][k] : ABSENT;
      }
    }
    LabelShares.match(scores, common);
    float[][] targets = new float[scores.length][];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = mixed(tiles.get(i), LabelShares.softmax(scores[i]), (float) share);
    }
    return tiles.withTargets(targets);
  }

  /** The share of each class; a tile of which nothing is known counts for its candidates alike. */
  private static double[] common(Tiles tiles, int classes) {
    double[] common = new double[classes];
    for (int i = 0; i < tiles.size(); i++) {
      int[] candidates = tiles.get(i).candidates();
      float[] shares = tiles.get(i).shares();
      for (int c = 0; c < candidates.length; c++) {
        double known = shares.length == 0 ? 1.0 / candidates.length : shares[c];
        common[candidates[c]] += known / tiles.size();
      }
    }
    return common;
  }

  private static float[] mixed(Tiles.Tile tile, float[] opinion, float share) {
    int[] candidates = tile.candidates();
    float allowed = 0;
    for (int candidate : candidates) {
      allowed += opinion[candidate];
    }
    float[] mixed = new float[opinion.length];
    for (int k = 0; k < mixed.length; k++) {
      mixed[k] = share * opinion[k];
    }
    for (int i = 0; i < candidates.length; i++) {
      // What is known of the candidates is better than an opinion of one tile.
      float known = known(tile, opinion, allowed, i);
      mixed[candidates[i]] = known * (1 - share + share * allowed);
    }
    return mixed;
  }

  private static float known(Tiles.Tile tile, float[] opinion, float allowed, int i) {
    if (tile.shares().length > 0) {
      return tile.shares()[i];
    }
    int[] candidates = tile.candidates();
    return allowed > 0 ? opinion[candidates[i]] / allowed : 1f / candidates.length;
  }
}
