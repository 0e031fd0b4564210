package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.dataset.Augmentation;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.image.Prepared;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import dev.longhand.training.EpochResult;
import dev.longhand.training.TrainingListener;
import dev.longhand.training.TrainingResult.Ending;
import dev.longhand.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from drawn signs to a model that reads them; kept small, as it really trains. */
class CharacterTrainingTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|/o");
  private static final Dataset TRAIN = Signs.of("signs-train", "-|/o", 32, 1);
  private static final Dataset VALIDATION = Signs.of("signs-validation", "-|/o", 10, 2);

  /** For trainings of which only the course matters. */
  private static final Dataset FEW = Signs.of("few", "-|/o", 4, 3);

  private static TrainingEngine engine;
  private static CharacterTraining.Result trained;

  @TempDir Path folder;

  private static CharacterRecipe recipe(int epochs, double learningRate) {
    return new CharacterRecipe(
        TrainingSettings.defaults()
            .withEpochs(epochs)
            .withBatchSize(16)
            .withLearningRate(learningRate)
            .withAveragingDecay(0.8),
        CharacterRecipe.EMNIST_CONVERSION,
        Augmentation.CHARACTER,
        Augmentation.CHARACTER,
        0.1f,
        0.02f,
        1);
  }

  private static CharacterTraining training(CharacterRecipe recipe, Dataset train) {
    return new CharacterTraining(engine, recipe, List.of(train), List.of(VALIDATION))
        .alphabet(SIGNS)
        .name("signs");
  }

  @BeforeAll
  static void train() {
    engine = (TrainingEngine) Engines.named("djl-pytorch").open(EngineOptions.defaults());
    trained = training(recipe(5, 3e-3), TRAIN).notes("Signs, not letters.").run();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static ModelBundle model() {
    return trained.model().orElseThrow();
  }

  @Test
  void theSignsAreLearnt() {
    EpochResult best = trained.training().best().orElseThrow().epoch();

    assertThat(trained.training().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(best.validation())
        .containsOnlyKeys(
            "signs-validation loss",
            "signs-validation accuracy",
            "signs-validation accuracy ignoring case");
    assertThat(best.validation().get("signs-validation accuracy")).isGreaterThan(0.95);
  }

  @Test
  void theModelTellsHowItCameToBe() {
    ModelBundle model = model();

    assertThat(model.name()).isEqualTo("signs");
    assertThat(model.kind()).isEqualTo("character");
    assertThat(model.alphabet()).isEqualTo(SIGNS);
    assertThat(model.preprocessing()).isEqualTo(CharacterRecipe.EMNIST_CONVERSION);
    assertThat(model.provenance().engine()).isEqualTo("djl-pytorch");
    assertThat(model.provenance().settings())
        .containsEntry("start", "random weights")
        .containsEntry("epochs", "5")
        .containsEntry("labels", "sets");
    assertThat(model.provenance().dataSha256())
        .containsOnlyKeys("training signs-train", "validation signs-validation");
    assertThat(model.provenance().metrics())
        .isEqualTo(trained.training().best().orElseThrow().epoch().validation());
    assertThat(model.card())
        .startsWith("# signs\n")
        .contains("Trained on signs-train: 128 samples\n")
        .contains("Chosen on signs-validation: 40 samples\n")
        .endsWith("Signs, not letters.\n");
  }

  @Test
  void twoDatasetsOfOneNameAreBothTold() {
    Dataset same = Signs.of("signs-train", "-|/o", 4, 9);
    var training =
        new CharacterTraining(engine, recipe(1, 3e-3), List.of(TRAIN, same), List.of(VALIDATION))
            .alphabet(SIGNS);

    assertThat(training.run().model().orElseThrow().provenance().dataSha256())
        .containsOnlyKeys(
            "training signs-train", "training signs-train (2)", "validation signs-validation");
  }

  @Test
  void theModelReadsTheSameAfterAFileAndOnEveryEngine() {
    Path file = folder.resolve("signs.longhand");
    model().write(file, WeightPrecision.FLOAT32);
    ModelBundle read = ModelBundle.read(file);
    assertThat(read.weights()).isEqualTo(model().weights());

    try (Engine reference = Engines.named("reference").open(EngineOptions.defaults());
        var before = CharacterRecognizer.open(model(), engine);
        var after = CharacterRecognizer.open(read, engine);
        var elsewhere = CharacterRecognizer.open(read, reference)) {
      List<Prepared> images = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        images.add(before.prepare(VALIDATION.sample(i).image()));
      }
      List<Recognition> expected = before.read(images);

      assertThat(after.read(images)).isEqualTo(expected);
      List<Recognition> others = elsewhere.read(images);
      for (int i = 0; i < expected.size(); i++) {
        for (Candidate candidate : expected.get(i).candidates()) {
          assertThat(probability(others.get(i), candidate.text()))
              .isCloseTo(candidate.probability(), within(1e-4));
        }
      }
    }
  }

  private static double probability(Recognition recognition, String symbol) {
    return recognition.candidates().stream()
        .filter(candidate -> candidate.text().equals(symbol))
        .mapToDouble(Candidate::probability)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fineTuningLearnsANewAlphabet() {
    Dataset others = Signs.of("others", "o\\/", 24, 4);
    Dataset check = Signs.of("check", "o\\/", 8, 5);

    ModelBundle tuned =
        new CharacterTraining(engine, recipe(6, 3e-3), List.of(others), List.of(check))
            .alphabet(Alphabet.ofCodePoints("o\\/"))
            .from(model())
            .run()
            .model()
            .orElseThrow();

    assertThat(tuned.provenance().metrics().get("check accuracy")).isGreaterThan(0.9);
    assertThat(tuned.provenance().settings()).containsEntry("start", "signs");
    assertThat(tuned.alphabet().symbols()).containsExactly("o", "\\", "/");
  }

  /** At next to no learning rate, what comes out is what it started from. */
  @Test
  void fineTuningStartsFromTheModelAndKeepsTheRowsOfKnownSymbols() {
    ModelBundle tuned =
        new CharacterTraining(engine, recipe(1, 1e-9), List.of(FEW), List.of(VALIDATION))
            .alphabet(Alphabet.ofCodePoints("x/o-|"))
            .from(model())
            .run()
            .model()
            .orElseThrow();

    assertRowsEqual(tuned, "head.weight", new int[][] {{1, 2}, {2, 3}, {3, 0}, {4, 1}});
    assertRowsEqual(tuned, "head.bias", new int[][] {{1, 2}, {2, 3}, {3, 0}, {4, 1}});
    Tensor before = model().weights().get("block3_conv2.weight");
    Tensor after = tuned.weights().get("block3_conv2.weight");
    for (int i = 0; i < before.shape().size(); i += 1000) {
      assertThat(after.at(i)).isCloseTo(before.at(i), within(1e-5f));
    }
  }

  /**
   * @param rows pairs of a row of the tuned model and one of the model that it started from
   */
  private static void assertRowsEqual(ModelBundle tuned, String weight, int[][] rows) {
    Tensor before = model().weights().get(weight);
    Tensor after = tuned.weights().get(weight);
    int row = before.shape().size() / 4;
    assertThat(after.shape().extent(0)).isEqualTo(5);
    for (int[] pair : rows) {
      for (int i = 0; i < row; i++) {
        assertThat(after.at(pair[0] * row + i))
            .as("%s, row %d", weight, pair[0])
            .isCloseTo(before.at(pair[1] * row + i), within(1e-5f));
      }
    }
  }

  @Test
  void aStoppedTrainingGivesNoModelAndGoesOnFromItsCheckpoint() {
    Path checkpoint = folder.resolve("signs.checkpoint");
    CharacterTraining first = training(recipe(3, 1e-3), FEW).checkpoint(checkpoint);
    first.listener(
        new TrainingListener() {
          @Override
          public void epochDone(EpochDone event) {
            if (event.result().epoch() == 2) {
              first.stop();
            }
          }
        });

    CharacterTraining.Result stopped = first.run();

    assertThat(stopped.model()).isEmpty();
    assertThat(stopped.training().ending()).isEqualTo(Ending.STOPPED);
    assertThat(stopped.training().history()).hasSize(2);

    List<Integer> epochsDone = new ArrayList<>();
    CharacterTraining.Result resumed =
        training(recipe(3, 1e-3), FEW)
            .checkpoint(checkpoint)
            .listener(
                new TrainingListener() {
                  @Override
                  public void started(Started event) {
                    epochsDone.add(event.epochsDone());
                  }
                })
            .run();

    assertThat(epochsDone).containsExactly(2);
    assertThat(resumed.training().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(resumed.training().history().subList(0, 2)).isEqualTo(stopped.training().history());
    assertThat(resumed.model()).isPresent();

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> training(recipe(3, 1e-3), TRAIN).checkpoint(checkpoint).run())
        .withMessageContaining("is of another training")
        .withMessageContaining("training tiles sha256");
  }

  @Test
  void stoppedBeforeItBeganItGivesNoModel() {
    CharacterTraining training = training(recipe(1, 1e-3), FEW);
    training.stop();

    CharacterTraining.Result result = training.run();

    assertThat(result.model()).isEmpty();
    assertThat(result.training().history()).isEmpty();
  }

  @Test
  void ambiguousSamplesAreResolvedByATrainedModelOnly() {
    var content = FEW.sample(3).content();
    Signs unsure = ((Signs) FEW).and(Signs.sample(90, content, "o", "-"));

    CharacterTraining.Result resolved =
        training(recipe(1, 1e-4), unsure)
            .from(model())
            .resolve(new ClassPrior("mine", 1, 1, 1, 1))
            .run();

    assertThat(resolved.model().orElseThrow().provenance().settings())
        .containsEntry("labels", "resolved with prior mine");
    assertThatIllegalStateException()
        .isThrownBy(() -> training(recipe(1, 1e-4), unsure).resolve(ClassPrior.uniform(4)).run());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                training(recipe(1, 1e-4), unsure)
                    .from(model())
                    .resolve(ClassPrior.uniform(3))
                    .run())
        .withMessageContaining("3 frequencies");
  }

  /** Were each told its own frequencies, nothing would tell a lying stroke from a ring. */
  @Test
  void datasetsOfDifferentClassesAreToldApart() {
    Dataset lines = Signs.of("lines", "-|", 32, 6);
    Dataset others = Signs.of("others", "/o", 32, 7);

    ModelBundle model =
        new CharacterTraining(engine, recipe(6, 3e-3), List.of(lines, others), List.of(VALIDATION))
            .alphabet(SIGNS)
            .run()
            .model()
            .orElseThrow();

    assertThat(model.provenance().metrics().get("signs-validation accuracy")).isGreaterThan(0.9);
  }

  @Test
  void aDatasetIsLearntAsItsOwnTeacherReadsIt() {
    Dataset lines = Signs.of("lines", "-|", 32, 6);
    Dataset others = Signs.of("others", "/o", 32, 7);
    Dataset swappedLines = relabelled(lines, "|", "-");
    Dataset swappedOthers = relabelled(others, "o", "/");
    ModelBundle swapped = learn(of(swappedLines, swappedOthers));

    ModelBundle taught = learn(of(swappedLines, others).teachers(List.of(model(), swapped), 1));

    assertThat(accuracy(swapped, "lines-validation")).as("without a teacher").isLessThan(0.1);
    assertThat(accuracy(taught, "lines-validation")).isGreaterThan(0.9);
    assertThat(accuracy(taught, "others-validation")).as("a teacher who errs").isLessThan(0.7);
    assertThat(taught.provenance().settings().get("labels"))
        .startsWith("sets, share 1.0 of teachers signs ");
  }

  private static CharacterTraining of(Dataset... datasets) {
    return new CharacterTraining(
            engine,
            recipe(6, 3e-3),
            List.of(datasets),
            List.of(
                Signs.of("lines-validation", "-|", 10, 8),
                Signs.of("others-validation", "/o", 10, 9)))
        .alphabet(SIGNS);
  }

  private static ModelBundle learn(CharacterTraining training) {
    return training.run().model().orElseThrow();
  }

  private static double accuracy(ModelBundle model, String validation) {
    return model.provenance().metrics().get(validation + " accuracy");
  }

  /** The same samples, of which every other one is labelled thus. */
  private static Dataset relabelled(Dataset signs, String even, String odd) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < signs.size(); i++) {
      samples.add(Signs.sample(i, signs.sample(i).content(), i % 2 == 0 ? even : odd));
    }
    return new Signs(signs.name(), samples);
  }

  @Test
  void teachersAreOneForAllOrOneForEachDatasetAndReadTheSameSymbols() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(recipe(1, 1e-3), FEW).teachers(List.of(model(), model()), 0.5))
        .withMessage(
            "there must be one teacher or one for each training dataset, but there are 2 for 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(recipe(1, 1e-3), FEW).teachers(List.of(model()), 1.5));
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(
            () ->
                training(recipe(1, 1e-3), FEW)
                    .alphabet(Alphabet.ofCodePoints("-|/ox"))
                    .teachers(List.of(model()), 0.5)
                    .run())
        .withMessageContaining("cannot teach");
  }

  @Test
  void whatCannotBeTrainedIsToldBeforehand() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CharacterTraining(engine, recipe(1, 1e-3), List.of(), List.of(VALIDATION)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CharacterTraining(engine, recipe(1, 1e-3), List.of(TRAIN), List.of()));
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(
            () ->
                new CharacterTraining(
                        engine, recipe(1, 1e-3), List.of(FEW), List.of(VALIDATION, VALIDATION))
                    .alphabet(SIGNS)
                    .run())
        .withMessageContaining("two validation datasets are called 'signs-validation'");
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> training(recipe(1, 1e-3), FEW).alphabet(Alphabet.LATIN_62).run())
        .withMessageContaining("which is none of the model's symbols");
  }

  @Test
  void aModelOfAnotherNetworkIsTrainedFurtherIfItHasAHead() {
    Dataset check = Signs.of("check", "-|/o", 4, 5);
    var training =
        new CharacterTraining(engine, recipe(1, 1e-3), List.of(FEW), List.of(check))
            .alphabet(SIGNS);

    ModelBundle further = learn(training.from(flat("head")));

    assertThat(further.network().layers())
        .containsExactly(new Layer.Flatten("flatten"), new Layer.Dense("head", 4));
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> training.from(flat("last")).run())
        .withMessage("model flat cannot be trained further: its network has no dense layer 'head'");
  }

  /** A model of EMNIST's symbols with one layer. */
  private static ModelBundle flat(String layer) {
    ModelBundle model = model();
    var network =
        new NetworkSpec(
            InputSpec.fixed(1, 28, 28),
            List.of(new Layer.Flatten("flatten"), new Layer.Dense(layer, 62)));
    return new ModelBundle(
        "flat",
        model.kind(),
        network,
        WeightInitializer.initialize(network, 1),
        Alphabet.LATIN_62,
        model.preprocessing(),
        model.decoder(),
        model.provenance(),
        model.card());
  }

  /** The same picture, drawn from the left and from the right. */
  private static EpochResult arrows(CharacterRecipe recipe) {
    var training =
        new CharacterTraining(
                engine,
                recipe,
                List.of(Signs.of("arrows", "<>", 40, 7)),
                List.of(Signs.of("more-arrows", "<>", 20, 8)))
            .alphabet(Alphabet.ofCodePoints("<>"));
    return training.run().training().best().orElseThrow().epoch();
  }

  @Test
  void onlyWhoSeesThePensDirectionTellsWhatIsDrawnTheOtherWayRound() {
    String accuracy = "more-arrows accuracy";

    assertThat(arrows(recipe(4, 3e-3).withPenDirections()).validation().get(accuracy))
        .isGreaterThan(0.95);
    assertThat(arrows(recipe(2, 3e-3)).validation().get(accuracy)).isLessThan(0.8);
  }

  @Test
  void aModelThatGetsThePensDirectionsReadsAsBefore() {
    ModelBundle model = model();

    ModelBundle seeing = PenDirections.addedTo(model);

    assertThat(seeing.network().input()).isEqualTo(InputSpec.fixed(5, 28, 28));
    assertThat(PenDirections.addedTo(seeing)).isSameAs(seeing);
    try (var before = CharacterRecognizer.open(model, engine);
        var after = CharacterRecognizer.open(seeing, engine)) {
      for (Sample sample : Signs.of("read", "-|/o", 3, 9).samples()) {
        Recognition one = before.recognize(sample.image());
        Recognition other = after.recognize(sample.image());
        assertThat(other.text()).isEqualTo(one.text());
        assertThat(other.confidence()).isCloseTo(one.confidence(), within(1e-5));
      }
    }
  }

  @Test
  void aModelGetsThePensDirectionsWhenItIsTrainedFurther() {
    var recipe = recipe(1, 1e-3).withPenDirections();

    ModelBundle further = learn(training(recipe, FEW).from(model()));
    ModelBundle flat =
        learn(
            new CharacterTraining(engine, recipe, List.of(FEW), List.of(VALIDATION))
                .alphabet(SIGNS)
                .from(flat("head")));

    assertThat(further.preprocessing().channels()).isEqualTo(5);
    assertThat(further.network().input().channels()).isEqualTo(5);
    assertThat(flat.network().input().channels()).isEqualTo(5);
  }

  @Test
  void onlyAModelOfCharactersIsTrainedFurther() {
    ModelBundle model = model();
    var sequences =
        new ModelBundle(
            model.name(),
            "sequence",
            model.network(),
            model.weights(),
            model.alphabet(),
            model.preprocessing(),
            model.decoder(),
            model.provenance(),
            model.card());

    assertThatExceptionOfType(UnreadableBundleException.class)
        .isThrownBy(() -> training(recipe(1, 1e-3), FEW).from(sequences))
        .withMessageContaining("is of kind 'sequence'");
  }
}
