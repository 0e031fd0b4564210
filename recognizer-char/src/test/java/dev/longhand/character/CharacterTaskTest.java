package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.dataset.Augmentation;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.Network;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import dev.longhand.training.TrainingTask.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CharacterTaskTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|/o");
  private static final int PIXELS = 28 * 28;
  private static final Tiles TRAINING = tiles(Signs.of("train", "-|/o", 8, 1), 2);
  private static final Tiles VALIDATION = tiles(Signs.of("validation", "-|/o", 3, 2), 1);

  private static Tiles tiles(Signs signs, int pens) {
    return Tiles.prepare(signs, SIGNS, CharacterRecipe.EMNIST_CONVERSION, pens, 1);
  }

  private static CharacterTask task(Augmentation augmentation, int batchSize, long seed) {
    return task(TRAINING, augmentation, batchSize, seed);
  }

  private static CharacterTask task(
      Tiles training, Augmentation augmentation, int batchSize, long seed) {
    float[] logFrequencies = ClassPrior.uniform(4).logShares();
    return new CharacterTask(
        CharacterNetwork.of(1, 4, 0),
        training.withLogFrequencies(logFrequencies),
        "sets",
        List.of(new CharacterTask.Validation("signs", VALIDATION, logFrequencies)),
        augmentation,
        augmentation,
        0,
        batchSize,
        seed);
  }

  @Test
  void theNetworkMeetsItsBudget() {
    var network = CharacterNetwork.of(1, 62, 0.2f);
    long learned =
        network.parameters().stream().mapToLong(parameter -> parameter.shape().size()).sum();

    assertThat(learned).isLessThan(2_000_000);
    assertThat(network.outputShape(new Shape(3, 1, 28, 28))).isEqualTo(new Shape(3, 62));
  }

  @Test
  void batchesAreTheSameWhoeverMakesThemAndWhenever() throws Exception {
    CharacterTask task = task(Augmentation.CHARACTER, 8, 1);
    CharacterTask other = task(Augmentation.CHARACTER, 8, 1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Tensor>> made = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int epoch = i % 3;
        int index = i % 4;
        made.add(() -> task.batch(epoch, index).input());
      }
      int i = 0;
      for (Future<Tensor> batch : threads.invokeAll(made)) {
        assertThat(batch.get()).isEqualTo(other.batch(i % 3, i % 4).input());
        i++;
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anEpochShowsEverySampleOnceAndTheNextInAnotherOrder() {
    CharacterTask task = task(Augmentation.NONE, 8, 1);

    List<Integer> first = order(task, 0);
    List<Integer> second = order(task, 1);

    assertThat(task.batchesPerEpoch()).isEqualTo(4);
    assertThat(first).hasSize(32).doesNotHaveDuplicates();
    assertThat(second).hasSize(32).doesNotHaveDuplicates().isNotEqualTo(first);
    assertThat(order(task(Augmentation.NONE, 8, 2), 0)).isNotEqualTo(first);
  }

  @Test
  void theLastSmallerBatchIsLeftOut() {
    CharacterTask task = task(Augmentation.NONE, 5, 1);

    assertThat(task.batchesPerEpoch()).isEqualTo(6);
    assertThat(order(task, 0)).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void aBatchIsNeverLargerThanTheData() {
    CharacterTask task = task(Augmentation.NONE, 1000, 1);

    assertThat(task.batchesPerEpoch()).isEqualTo(1);
    assertThat(task.batch(0, 0).samples()).isEqualTo(32);
    assertThat(task.batch(0, 0).input().shape()).isEqualTo(new Shape(32, 1, 28, 28));
  }

  /** Which tiles an epoch shows, one after the other; each is known by its pixels. */
  private static List<Integer> order(CharacterTask task, int epoch) {
    List<Integer> order = new ArrayList<>();
    for (int index = 0; index < task.batchesPerEpoch(); index++) {
      Batch batch = task.batch(epoch, index);
      float[] input = batch.input().toArray();
      for (int i = 0; i < batch.samples(); i++) {
        order.add(tileOf(Arrays.copyOfRange(input, i * PIXELS, (i + 1) * PIXELS)));
      }
    }
    return order;
  }

  private static int tileOf(float[] pixels) {
    for (int tile = 0; tile < TRAINING.size(); tile++) {
      for (int pen = 0; pen < TRAINING.get(tile).ink().length; pen++) {
        float[] normalised = new float[PIXELS];
        TRAINING.normalize(Tiles.ink(TRAINING.get(tile), pen), normalised, 0);
        if (Arrays.equals(normalised, pixels)) {
          return tile;
        }
      }
    }
    throw new AssertionError("the batch holds what is no tile");
  }

  @Test
  void theLabelsBelongToTheImages() {
    CharacterTask task = task(Augmentation.NONE, 8, 1);
    Batch batch = task.batch(0, 2);
    float[] input = batch.input().toArray();
    float[] truth = new float[8 * 4];
    for (int i = 0; i < 8; i++) {
      int tile = tileOf(Arrays.copyOfRange(input, i * PIXELS, (i + 1) * PIXELS));
      truth[4 * i + TRAINING.get(tile).candidates()[0]] = 20;
    }
    Tensor output = Tensor.of(new Shape(8, 4), truth);

    assertThat(batch.loss().evaluate(output).value()).isCloseTo(0, within(1e-6));
    assertThat(batch.accuracy().of(output)).isEqualTo(1);
  }

  @Test
  void strokesAndImagesAreEachVariedAsMuchAsTheyShall() {
    var picture = new Sample.Pixels(Signs.of("others", "o", 1, 2).sample(0).image());
    Tiles both =
        tiles(Signs.of("drawn", "/", 1, 1), 1)
            .and(tiles(new Signs("images", List.of(Signs.sample(0, picture, "o"))), 1))
            .withLogFrequencies(ClassPrior.uniform(4).logShares());
    var task =
        new CharacterTask(
            CharacterNetwork.of(1, 4, 0),
            both,
            "sets",
            List.of(),
            Augmentation.CHARACTER,
            Augmentation.NONE,
            0,
            2,
            1);
    Batch batch = task.batch(0, 0);

    assertThat(batch.samples()).isEqualTo(2);
    assertThat(holds(batch, both, 0)).as("the stroke as it is").isFalse();
    assertThat(holds(batch, both, 1)).as("the image as it is").isTrue();
  }

  private static boolean holds(Batch batch, Tiles tiles, int tile) {
    float[] asItIs = new float[PIXELS];
    tiles.normalize(Tiles.ink(tiles.get(tile), 0), asItIs, 0);
    float[] input = batch.input().toArray();
    return Arrays.equals(Arrays.copyOfRange(input, 0, PIXELS), asItIs)
        || Arrays.equals(Arrays.copyOfRange(input, PIXELS, 2 * PIXELS), asItIs);
  }

  @Test
  void imagesAreVariedAnewInEachEpoch() {
    CharacterTask task = task(Augmentation.CHARACTER, 32, 1);
    Set<Tensor> inputs = new HashSet<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      inputs.add(task.batch(epoch, 0).input());
    }
    assertThat(inputs).hasSize(3);
  }

  @Test
  void theIdentityTellsWhateverChangesTheBatches() {
    Map<String, String> identity = task(Augmentation.NONE, 8, 1).identity();

    assertThat(task(Augmentation.NONE, 8, 1).identity()).isEqualTo(identity);
    assertThat(task(Augmentation.CHARACTER, 8, 1).identity()).isNotEqualTo(identity);
    assertThat(task(Augmentation.NONE, 9, 1).identity()).isNotEqualTo(identity);
    assertThat(task(Augmentation.NONE, 8, 2).identity()).isNotEqualTo(identity);
    Tiles others = tiles(Signs.of("train", "-|/o", 8, 3), 2);
    assertThat(task(others, Augmentation.NONE, 8, 1).identity()).isNotEqualTo(identity);
  }

  @Test
  void validationCountsWhatIsReadRight() {
    // Always says '-', which three of twelve are.
    Network constant =
        new Network() {
          @Override
          public Tensor run(Tensor batch) {
            float[] logits = new float[4 * batch.shape().extent(0)];
            for (int i = 0; i < logits.length; i += 4) {
              logits[i] = (float) Math.log(3);
            }
            return Tensor.of(new Shape(logits.length / 4, 4), logits);
          }

          @Override
          public void close() {}
        };
    CharacterTask task = task(Augmentation.NONE, 8, 1);

    Map<String, Double> metrics = task.validate(constant);

    assertThat(metrics)
        .containsOnlyKeys("signs loss", "signs accuracy", "signs accuracy ignoring case");
    assertThat(metrics.get("signs accuracy")).isEqualTo(0.25);
    assertThat(metrics.get("signs accuracy ignoring case")).as("signs have none").isEqualTo(0.25);
    assertThat(metrics.get("signs loss"))
        .isCloseTo(-0.25 * Math.log(0.5) - 0.75 * Math.log(1 / 6.0), within(1e-6));
  }

  @Test
  void theBestEpochIsChosenIgnoringCase() {
    CharacterTask task = task(Augmentation.NONE, 8, 1);

    assertThat(
            task.score(
                Map.of(
                    "a accuracy ignoring case", 0.5,
                    "b accuracy ignoring case", 0.9,
                    "a accuracy", 0.1,
                    "a loss", 7.0)))
        .isCloseTo(0.7, within(1e-9));
  }

  @Test
  void ignoringCaseALetterIsItsTwinToo() {
    Alphabet mixed = Alphabet.ofCodePoints("aB1bAx");
    int[] caseFold = CaseFold.of(mixed);
    var validation =
        new CharacterTask.Validation(
            "mixed", VALIDATION, ClassPrior.uniform(6).logShares(), caseFold);

    assertThat(caseFold).containsExactly(0, 1, 2, 1, 0, 5);
    assertThat(validation.ignoringCase(new int[] {3, 5})).containsExactly(1, 3, 5);
    assertThat(validation.ignoringCase(new int[] {2})).containsExactly(2);
  }
}
