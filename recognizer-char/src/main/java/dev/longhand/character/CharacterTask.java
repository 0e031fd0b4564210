package dev.longhand.character;

import dev.longhand.dataset.Augmentation;
import dev.longhand.engine.Network;
import dev.longhand.network.NetworkSpec;
import dev.longhand.tensor.Tensor;
import dev.longhand.training.TrainingTask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Learning characters: shuffled, varied tiles, and how well the validation tiles are read. */
final class CharacterTask implements TrainingTask {
  private static final int VALIDATION_BATCH = 256;
  private static final String ACCURACY_IGNORING_CASE = " accuracy ignoring case";

  private final NetworkSpec network;
  private final Tiles training;
  private final List<Validation> validations;
  private final int[] allClasses;
  private final String labels;
  private final Augmentation strokeAugmentation;
  private final Augmentation imageAugmentation;
  private final float smoothing;
  private final int batchSize;
  private final long seed;
  private int shuffledEpoch = -1;
  private int[] order = {};

  /**
   * @param name as in {@code "emnist-pool-validation"}
   * @param logPrior of the classes in these tiles
   * @param caseFold see {@link CaseFold}
   */
  record Validation(String name, Tiles tiles, float[] logPrior, int[] caseFold) {

    /** Of symbols without case. */
    Validation(String name, Tiles tiles, float[] logPrior) {
      this(name, tiles, logPrior, IntStream.range(0, logPrior.length).toArray());
    }

    /** All classes that are one of the candidates but for case. */
    int[] ignoringCase(int[] candidates) {
      return IntStream.range(0, caseFold.length)
          .filter(k -> IntStream.of(candidates).anyMatch(c -> caseFold[c] == caseFold[k]))
          .toArray();
    }
  }

  /**
   * @param training with how common the classes are
   * @param labels how they came about, as far as the tiles do not tell
   */
  CharacterTask(
      NetworkSpec network,
      Tiles training,
      String labels,
      List<Validation> validations,
      Augmentation strokeAugmentation,
      Augmentation imageAugmentation,
      float smoothing,
      int batchSize,
      long seed) {
    this.network = network;
    this.training = training;
    this.validations = validations;
    this.labels = labels;
    this.allClasses = IntStream.range(0, training.get(0).logFrequencies().length).toArray();
    this.strokeAugmentation = strokeAugmentation;
    this.imageAugmentation = imageAugmentation;
    this.smoothing = smoothing;
    this.batchSize = Math.min(batchSize, training.size());
    this.seed = seed;
  }

  @Override
  public NetworkSpec network() {
    return network;
  }

  @Override
  public Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("training tiles sha256", training.sha256());
    for (Validation validation : validations) {
      identity.put(validation.name() + " tiles sha256", validation.tiles().sha256());
    }
    identity.put("labels", labels);
    identity.put("strokeAugmentation", strokeAugmentation.toString());
    identity.put("imageAugmentation", imageAugmentation.toString());
    identity.put("smoothing", Float.toString(smoothing));
    identity.put("batchSize", Integer.toString(batchSize));
    identity.put("seed", Long.toString(seed));
    return identity;
  }

  /** The last, smaller batch of an epoch is left out; the next epoch shuffles anew. */
  @Override
  public int batchesPerEpoch() {
    return training.size() / batchSize;
  }

  @Override
  public Batch batch(int epoch, int index) {
    int[] shuffled = order(epoch);
    int side = CharacterNetwork.SIDE;
    float[] input = training.batch(batchSize);
    int[][] candidates = new int[batchSize][];
    float[][] shares = new float[batchSize][];
    float[][] logFrequencies = new float[batchSize][];
    for (int i = 0; i < batchSize; i++) {
      int position = index * batchSize + i;
      Tiles.Tile tile = training.get(shuffled[position]);
      var random = new SplittableRandom(mix(seed, epoch) + position * 0x9E3779B97F4A7C15L).split();
      float[] ink = Tiles.ink(tile, random.nextInt(tile.ink().length));
      Augmentation vary = tile.drawn() ? strokeAugmentation : imageAugmentation;
      training.normalize(vary.apply(ink, side, side, random), input, i);
      boolean taught = tile.target().length > 0;
      candidates[i] = taught ? allClasses : tile.candidates();
      shares[i] = taught ? tile.target() : tile.shares();
      logFrequencies[i] = tile.logFrequencies();
    }
    var loss = new CandidateSetLoss(candidates, shares, logFrequencies, smoothing);
    return new Batch(training.tensor(input), loss, batchSize, loss::accuracy);
  }

  private synchronized int[] order(int epoch) {
    if (epoch != shuffledEpoch) {
      int[] shuffled = new int[training.size()];
      var random = new SplittableRandom(mix(seed, epoch));
      for (int i = 0; i < shuffled.length; i++) {
        int j = random.nextInt(i + 1);
        shuffled[i] = shuffled[j];
        shuffled[j] = i;
      }
      order = shuffled;
      shuffledEpoch = epoch;
    }
    return order;
  }

  private static long mix(long seed, int epoch) {
    return new SplittableRandom(seed + 0x632BE59BD9B4E019L * (epoch + 1)).nextLong();
  }

  @Override
  public Map<String, Double> validate(Network trained) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (Validation validation : validations) {
      double loss = 0;
      double right = 0;
      double rightButForCase = 0;
      int size = validation.tiles().size();
      for (int from = 0; from < size; from += VALIDATION_BATCH) {
        int count = Math.min(VALIDATION_BATCH, size - from);
        int[][] candidates = new int[count][];
        Tensor output = trained.run(batch(validation.tiles(), from, candidates));
        var batchLoss = new CandidateSetLoss(candidates, validation.logPrior(), 0);
        loss += count * batchLoss.evaluate(output).value();
        right += count * batchLoss.accuracy(output);
        int[][] anyCase =
            Arrays.stream(candidates).map(validation::ignoringCase).toArray(int[][]::new);
        rightButForCase +=
            count * new CandidateSetLoss(anyCase, validation.logPrior(), 0).accuracy(output);
      }
      metrics.put(validation.name() + " loss", loss / size);
      metrics.put(validation.name() + " accuracy", right / size);
      metrics.put(validation.name() + ACCURACY_IGNORING_CASE, rightButForCase / size);
    }
    return metrics;
  }

  /** Some tiles as they are, not varied, strokes as the first pen drew them. */
  static Tensor batch(Tiles tiles, List<Integer> indices) {
    float[] input = tiles.batch(indices.size());
    for (int i = 0; i < indices.size(); i++) {
      tiles.normalize(Tiles.ink(tiles.get(indices.get(i)), 0), input, i);
    }
    return tiles.tensor(input);
  }

  /**
   * The tiles from {@code from} on, as many as {@code candidates} has places, which are filled in.
   */
  static Tensor batch(Tiles tiles, int from, int[][] candidates) {
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] = tiles.get(from + i).candidates();
    }
    return batch(tiles, IntStream.range(from, from + candidates.length).boxed().toList());
  }

  /**
   * The mean accuracy over the validation sets, ignoring case: how common each case is differs
   * between them, so that they contradict each other where a shape does not tell it.
   */
  @Override
  public double score(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith(ACCURACY_IGNORING_CASE))
        .mapToDouble(Map.Entry::getValue)
        .average()
        .orElse(Double.NaN);
  }
}
