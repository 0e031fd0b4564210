package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.CharacterSpan;
import dev.longhand.recognition.Recognizers;
import dev.longhand.synthesis.TextSource;
import dev.longhand.text.Alphabet;
import dev.longhand.training.TrainingResult.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from drawn words to a model that reads them; kept small, as it really trains. */
class WordTrainingTest {
  private static final Alphabet LETTERS = Alphabet.ofCodePoints("lov");
  private static final Dataset TRAIN = Beads.of("beads-train", 160, 1);
  private static final Dataset VALIDATION = Beads.of("beads-validation", 40, 2);

  private static TrainingEngine engine;
  private static WordTraining.Result trained;

  @TempDir Path folder;

  private static WordRecipe recipe(int epochs) {
    WordRecipe usual = WordRecipe.defaults();
    return usual
        .withHidden(24)
        .withSettings(
            usual
                .settings()
                .withEpochs(epochs)
                .withBatchSize(16)
                .withLearningRate(3e-3)
                .withAveragingDecay(0.8));
  }

  private static WordTraining training(int epochs, Dataset train) {
    return new WordTraining(engine, recipe(epochs), List.of(train), List.of(VALIDATION))
        .alphabet(LETTERS)
        .name("beads");
  }

  @BeforeAll
  static void train() {
    engine = (TrainingEngine) Engines.named("djl-pytorch").open(EngineOptions.defaults());
    trained = training(8, TRAIN).notes("Beads, not words.").run();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static ModelBundle model() {
    return trained.model().orElseThrow();
  }

  private static Sample written(String text) {
    return Beads.sample("written", text, new SplittableRandom(77));
  }

  @Test
  void theWordsAreLearnt() {
    assertThat(trained.training().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(trained.training().best().orElseThrow().epoch().validation())
        .hasEntrySatisfying("beads-validation CER", cer -> assertThat(cer).isLessThan(0.1));
    assertThat(trained.unreadable()).isEmpty();
  }

  @Test
  void theModelReadsFromItsFileAndTellsWhereEachLetterStands() {
    Path file = folder.resolve("beads.longhand");
    model().write(file, WeightPrecision.FLOAT16);
    GrayImage image = written("olvo").image();

    try (var recognizer = Recognizers.open(ModelBundle.read(file), engine)) {
      Recognition recognition = recognizer.recognize(image);

      assertThat(recognition.text()).isEqualTo("olvo");
      assertThat(recognition.confidence()).isBetween(0.3, 1.0);
      assertThat(recognition.characters())
          .extracting(CharacterSpan::text)
          .containsExactly("o", "l", "v", "o");
      List<CharacterSpan> spans = recognition.characters();
      Prepared.Box ink = recognizer.prepare(image).inkBox();
      assertThat(spans.get(0).left()).isCloseTo(ink.left(), within(1));
      for (int i = 1; i < spans.size(); i++) {
        assertThat(spans.get(i).left())
            .isCloseTo(spans.get(i - 1).left() + spans.get(i - 1).width(), within(1));
      }
      CharacterSpan last = spans.get(3);
      assertThat(last.left() + last.width()).isCloseTo(ink.left() + ink.width(), within(1));
    }
  }

  @Test
  void aWordReadsTheSameAloneAndAmongOthers() {
    try (var recognizer = Recognizers.open(model(), engine)) {
      List<Prepared> all = new ArrayList<>();
      for (int i = 0; i < VALIDATION.size(); i++) {
        all.add(recognizer.prepare(VALIDATION.sample(i).image()));
      }

      List<Recognition> together = recognizer.read(all);

      for (int i = 0; i < 10; i++) {
        Recognition alone = recognizer.read(List.of(all.get(i))).get(0);
        assertThat(alone.text()).isEqualTo(together.get(i).text());
        assertThat(alone.confidence()).isCloseTo(together.get(i).confidence(), within(1e-4));
      }
      assertThat(recognizer.read(List.of())).isEmpty();
    }
  }

  @Test
  void everyDecoderReadsAndOthersAreRefusedByName() {
    try (var beam = Recognizers.open(model(), engine, Map.of("decoder", "beam"))) {
      Recognition recognition = beam.recognize(written("vol").image());

      assertThat(recognition.text()).isEqualTo("vol");
      assertThat(recognition.candidates().size()).isGreaterThan(1);
      assertThat(beam.settings()).containsEntry("decoder", "beam");
    }
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> Recognizers.open(model(), engine, Map.of("decoder", "magic")))
        .withMessageContainingAll("magic", "greedy", "beam", "lexicon");
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> Recognizers.open(model(), engine, Map.of("decoder", "lexicon")))
        .withMessageContaining("lexicon");
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> Recognizers.open(model(), engine, Map.of("prior", "uniform")))
        .withMessageContainingAll("'prior'", "decoder");
  }

  @Test
  void aTrainedModelLearnsANewSymbolAndKeepsTheOthers() {
    Sample dot = Beads.sample("new", "lo", new SplittableRandom(5));
    Dataset more =
        new Beads(
            "more", List.of(new Sample("new", "", List.of("lX"), dot.content()), written("vv")));

    ModelBundle tuned =
        new WordTraining(engine, recipe(1), List.of(more), List.of(VALIDATION))
            .alphabet(Alphabet.ofCodePoints("Xlov"))
            .from(model())
            .run()
            .model()
            .orElseThrow();

    assertThat(tuned.alphabet().size()).isEqualTo(4);
    assertThat(tuned.provenance().settings()).containsEntry("start", "beads");
  }

  /** As 'train language-model' and 'train decoder' leave it. */
  private static ModelBundle tunedModel() {
    WordDecoding tuned =
        WordDecoding.of(model().decoder(), "beads")
            .withDecoder(Decoder.BEAM)
            .withBeamWidth(5)
            .withLanguage(0.3, 0.7)
            .withEscapeCost(2)
            .withConfidence(Decoder.BEAM, new ConfidenceFit(0.9, 0.1))
            .withConfidence(Decoder.GREEDY, new ConfidenceFit(7, 7));
    var text = new LanguageModelText(Map.of("lo", 100L, "vol", 100L));
    return model()
        .withDecoder(tuned.toJson(), model().provenance())
        .withLanguageModel(CharacterLanguageModel.of(text, LETTERS, 3, 10_000).toBytes());
  }

  @Test
  void aTunedModelKeepsItsLanguageModelAndDecodersWhileTheAlphabetIsTheSame() {
    ModelBundle start = tunedModel();

    ModelBundle same = training(1, Beads.of("few", 16, 3)).from(start).run().model().orElseThrow();

    assertThat(same.languageModel()).isEqualTo(start.languageModel()).isPresent();
    WordDecoding before = WordDecoding.of(start.decoder(), "start");
    WordDecoding after = WordDecoding.of(same.decoder(), "same");
    ConfidenceFit greedy = after.confidence(Decoder.GREEDY);
    assertThat(greedy).isNotEqualTo(before.confidence(Decoder.GREEDY));
    assertThat(after).isEqualTo(before.withConfidence(Decoder.GREEDY, greedy));

    ModelBundle other =
        training(1, Beads.of("few", 16, 3))
            .alphabet(Alphabet.ofCodePoints("Xlov"))
            .from(start)
            .run()
            .model()
            .orElseThrow();

    assertThat(other.languageModel()).isEmpty();
    assertThat(WordDecoding.of(other.decoder(), "other").decoder()).isEqualTo(Decoder.GREEDY);
  }

  @Test
  void symbolsOutsideTheAlphabetAreCountedAndMayBeSkipped() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(TRAIN.sample(i));
    }
    samples.add(new Sample("odd", "", List.of("lö"), written("lo").content()));
    var odd = new Beads("odd", samples);

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> training(1, odd).run())
        .withMessageContainingAll("1 of 21 samples of odd", "'ö' in 1", "--skip-unknown");
    List<String> told = new ArrayList<>();
    assertThat(training(1, odd).skipUnknown(true).notices(told::add).run().model()).isPresent();
    assertThat(told)
        .containsExactly(
            "1 of 21 samples of odd have symbols outside the alphabet: 'ö' in 1; they are left"
                + " out");
  }

  @Test
  void samplesThatShowNothingAreLeftOutAndNamed() {
    List<Sample> samples = new ArrayList<>(((Beads) TRAIN).samples().subList(0, 20));
    samples.set(
        3,
        new Sample(
            "blank", "", List.of("lo"), new Sample.Pixels(GrayImage.of(30, 30, new byte[900]))));

    var some = new Beads("some", samples);
    List<String> told = new ArrayList<>();

    WordTraining.Result result =
        new WordTraining(engine, recipe(1), List.of(some), List.of(some))
            .alphabet(LETTERS)
            .notices(told::add)
            .run();

    assertThat(result.unreadable()).containsOnlyKeys("blank");
    assertThat(told)
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "1 of 20 validation samples of some could not be read and are left out; the first is"
                + " blank: no ink");
  }

  @Test
  void samplesWhoseLabelsAreFarTooLongForThemAreLeftOutAndNamed() {
    List<Sample> samples = new ArrayList<>(((Beads) TRAIN).samples().subList(0, 20));
    samples.set(3, new Sample("long", "", List.of("lov".repeat(100)), written("lov").content()));

    WordTraining.Result result = training(1, new Beads("some", samples)).run();

    assertThat(result.unreadable())
        .containsOnlyKeys("long")
        .hasEntrySatisfying(
            "long",
            why -> assertThat(why).startsWith("its label has 300 symbols").contains("600×"));
  }

  @Test
  void labelsThatTheStartingModelDoubtsAreLeftOutAndListed() throws Exception {
    List<Sample> samples = new ArrayList<>(((Beads) TRAIN).samples().subList(0, 30));
    samples.set(7, new Sample("wrong", "", List.of("vvvv"), written("ol").content()));
    samples.set(20, new Sample("cut", "", List.of("loo"), written("o").content()));
    samples.set(25, new Sample("no symbol of it", "", List.of("x"), written("l").content()));
    var some = new Beads("some", samples);
    Path list = folder.resolve("doubtful.tsv");

    WordTraining.Result result =
        training(1, some).skipUnknown(true).from(model()).leaveOutDoubtful(0.08, list).run();

    assertThat(result.doubtful()).containsExactlyInAnyOrder("wrong", "cut");
    assertThat(Files.readAllLines(list))
        .hasSize(2)
        .allMatch(line -> line.matches("\\d+\\.\\d{3}\t(vvvv\twrong|loo\tcut)"));
    ModelBundle made = result.model().orElseThrow();
    assertThat(made.provenance().settings()).containsEntry("doubtful labels left out", "0.08");
    assertThat(made.provenance().dataSha256())
        .hasEntrySatisfying(
            "training some", digest -> assertThat(digest).isNotEqualTo(Datasets.digest(some)));
    // The same model doubts the same labels, so an interrupted training finds its words again.
    training(1, some)
        .skipUnknown(true)
        .from(model())
        .leaveOutDoubtful(0.08, folder.resolve("again.tsv"))
        .run();
    assertThat(folder.resolve("again.tsv")).hasSameTextualContentAs(list);
  }

  @Test
  void doubtNeedsAModelAndAShare() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(1, TRAIN).leaveOutDoubtful(1, folder.resolve("doubtful.tsv")))
        .withMessageContaining("1.0");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> training(1, TRAIN).leaveOutDoubtful(0.1, folder.resolve("doubtful.tsv")).run());
  }

  @Test
  void wordsAreComposedOfTheCharactersOfAWriter() throws Exception {
    List<Sample> characters = new ArrayList<>();
    for (String letter : List.of("o", "l", "v")) {
      for (int i = 0; i < 4; i++) {
        characters.add(
            new Sample(
                letter + i,
                "ann",
                List.of(letter),
                new Sample.Strokes(Beads.write(letter, new SplittableRandom(i)))));
      }
    }
    Path words = Files.writeString(folder.resolve("words.txt"), "love\nvol\nlo\noo\n");

    ModelBundle made =
        training(1, Beads.of("few", 16, 3))
            .composed(new Beads("letters", characters), TextSource.of(List.of(words), LETTERS), 32)
            .run()
            .model()
            .orElseThrow();

    assertThat(made.provenance().settings())
        .hasEntrySatisfying(
            "composed", how -> assertThat(how).startsWith("32 of 3 words").contains("letters"));
  }

  @Test
  void aStoppedTrainingGoesOnWithTheSameWeights() throws Exception {
    Path checkpoint = folder.resolve("checkpoint");
    var stopping = training(2, Beads.of("few", 32, 3)).checkpoint(checkpoint);
    stopping.listener(
        new dev.longhand.training.TrainingListener() {
          @Override
          public void epochDone(EpochDone event) {
            stopping.stop();
          }
        });
    assertThat(stopping.run().model()).isEmpty();
    assertThat(Files.size(checkpoint)).isPositive();

    var resumed = training(2, Beads.of("few", 32, 3)).checkpoint(checkpoint).run();
    var whole = training(2, Beads.of("few", 32, 3)).run();

    assertThat(resumed.training().history().get(1).trainLoss())
        .isCloseTo(whole.training().history().get(1).trainLoss(), within(1e-3));
  }

  @Test
  void aModelOfCharactersCannotBeTrainedFurtherHere() {
    ModelBundle words = model();
    var characters =
        new ModelBundle(
            "letters",
            "character",
            words.network(),
            words.weights(),
            words.alphabet(),
            words.preprocessing(),
            words.decoder(),
            words.provenance(),
            "");

    assertThatExceptionOfType(UnreadableBundleException.class)
        .isThrownBy(() -> training(1, TRAIN).from(characters))
        .withMessageContainingAll("letters", "'character'", "'word'");
  }
}
