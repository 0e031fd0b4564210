package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.Provenance;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.image.GrayImage;
import dev.longhand.image.NoInkException;
import dev.longhand.image.Prepared;
import dev.longhand.image.Preprocessing;
import dev.longhand.ink.InkRenderer;
import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.text.Alphabet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterRecognizerTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|/o");

  /** Untrained, and small enough for the reference engine. */
  private static final NetworkSpec NETWORK =
      new NetworkSpec(
          InputSpec.fixed(1, 28, 28),
          List.of(
              Layer.Conv2d.same("conv", 3, 3, true),
              new Layer.Relu("relu"),
              new Layer.GlobalAveragePool("pool"),
              new Layer.Dense("head", 4)));

  private static final CharacterDecoder DECODER =
      new CharacterDecoder(1.5, 0.3, List.of(new ClassPrior("strokes", 10, 10, 10, 1)));

  private final Engine engine = Engines.named("reference").open(EngineOptions.defaults());
  private CharacterRecognizer recognizer;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    recognizer = CharacterRecognizer.open(bundle("character", NETWORK, SIGNS), engine);
  }

  @AfterEach
  void close() {
    recognizer.close();
    engine.close();
  }

  private static ModelBundle bundle(String kind, NetworkSpec network, Alphabet alphabet) {
    return bundle(kind, network, alphabet, CharacterRecipe.EMNIST_CONVERSION);
  }

  private static ModelBundle bundle(
      String kind, NetworkSpec network, Alphabet alphabet, Preprocessing preprocessing) {
    return new ModelBundle(
        "tiny",
        kind,
        network,
        WeightInitializer.initialize(network, 5),
        alphabet,
        preprocessing,
        DECODER.toJson(),
        new Provenance(Instant.EPOCH, "0.1.0", "none", "any", 5, Map.of(), Map.of(), Map.of()),
        "# tiny");
  }

  private static GrayImage drawing(char sign) {
    return InkRenderer.render(Signs.draw(sign, new SplittableRandom(1)));
  }

  @Test
  void everySymbolIsRanked() {
    Recognition recognition = recognizer.recognize(drawing('o'));

    assertThat(recognition.candidates())
        .extracting(Candidate::text)
        .containsExactlyInAnyOrder("-", "|", "/", "o");
    assertThat(recognition.candidates().stream().mapToDouble(Candidate::probability).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(recognizer.rejectBelow()).isEqualTo(0.3);
    assertThat(recognizer.prior()).hasToString("uniform");
  }

  @Test
  void manyImagesAreReadInOrderAndEachAsAlone() {
    List<Prepared> drawn = new ArrayList<>();
    for (String sign : SIGNS.symbols()) {
      drawn.add(recognizer.prepare(drawing(sign.charAt(0))));
    }
    List<Prepared> prepared = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      prepared.add(drawn.get(i % 4));
    }

    List<Recognition> all = recognizer.read(prepared);

    assertThat(all).hasSize(300);
    for (int i : new int[] {0, 1, 255, 256, 299}) {
      assertThat(all.get(i)).isEqualTo(recognizer.read(List.of(prepared.get(i))).get(0));
    }
  }

  @Test
  void noImagesGiveNoReadings() {
    assertThat(recognizer.read(List.of())).isEmpty();
  }

  @Test
  void aBlankImageHasNoInk() {
    byte[] white = new byte[900];
    Arrays.fill(white, (byte) 255);

    assertThatExceptionOfType(NoInkException.class)
        .isThrownBy(() -> recognizer.recognize(GrayImage.of(30, 30, white)));
  }

  @Test
  void theStagesOfPreparingAreShown() {
    assertThat(recognizer.explain(drawing('o')))
        .hasSize(CharacterRecipe.EMNIST_CONVERSION.steps().size() - 1);
  }

  @Test
  void thePriorMovesProbabilitiesAsBayesSays() {
    ModelBundle bundle = bundle("character", NETWORK, SIGNS);
    ClassPrior prior = CharacterRecognizer.prior(bundle, "strokes");
    Recognition neutral = recognizer.recognize(drawing('o'));

    try (var informed = CharacterRecognizer.open(bundle, engine, prior)) {
      Recognition moved = informed.recognize(drawing('o'));

      double before = probability(neutral, "o") / probability(neutral, "-");
      double after = probability(moved, "o") / probability(moved, "-");
      double odds = Math.pow(10, 1 / DECODER.temperature());
      assertThat(after).isCloseTo(before / odds, within(1e-6));
      assertThat(informed.prior()).isEqualTo(prior);
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
  void aPriorIsFoundByNameOrRead() throws Exception {
    ModelBundle bundle = bundle("character", NETWORK, SIGNS);
    Path file = folder.resolve("mine.tsv");
    Files.writeString(file, "o\t4\n-\t1\n|\t1\n/\t1\n");

    assertThat(CharacterRecognizer.prior(bundle, "uniform").frequencies())
        .containsExactly(1, 1, 1, 1);
    assertThat(CharacterRecognizer.prior(bundle, "strokes").frequencies())
        .containsExactly(10, 10, 10, 1);
    assertThat(CharacterRecognizer.prior(bundle, file.toString()).frequencies())
        .containsExactly(1, 1, 1, 4);
  }

  @Test
  void anUnknownPriorIsAnsweredWithThoseThatAreKnown() {
    ModelBundle bundle = bundle("character", NETWORK, SIGNS);

    for (String unknown : new String[] {"emnist", "no/such/file.tsv", "a\0b"}) {
      assertThatExceptionOfType(LonghandException.class)
          .isThrownBy(() -> CharacterRecognizer.prior(bundle, unknown))
          .withMessage(
              "no prior and no file is called '"
                  + unknown
                  + "'; model tiny knows uniform, strokes");
    }
  }

  @Test
  void aPriorOfAnotherAlphabetIsRefused() {
    ModelBundle bundle = bundle("character", NETWORK, SIGNS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CharacterRecognizer.open(bundle, engine, ClassPrior.uniform(5)))
        .withMessageContaining("5 frequencies")
        .withMessageContaining("4 symbols");
  }

  @Test
  void aModelOfAnotherKindIsRefused() {
    assertUnreadable(
        bundle("sequence", NETWORK, SIGNS),
        "model tiny is of kind 'sequence', but a model of kind 'character' is needed");
  }

  @Test
  void aNetworkOfOtherClassesThanTheAlphabetIsRefused() {
    // The decoder's prior must fit, or it is refused for that.
    ModelBundle five = bundle("character", withHead(new Layer.Dense("head", 5)), SIGNS);

    assertUnreadable(five, "its network gives 1×5 scores for an image, but its alphabet has 4");
  }

  @Test
  void aNetworkOfImagesOfAnotherSizeIsRefused() {
    var larger =
        new Preprocessing(
            List.of(
                new Preprocessing.ExtractInk(0.34, 0.08),
                new Preprocessing.FitSquare(32, 2),
                new Preprocessing.Normalize(0.2, 0.35)));
    var boundless =
        new Preprocessing(
            List.of(
                new Preprocessing.ExtractInk(0.34, 0.08), new Preprocessing.Normalize(0.2, 0.35)));

    assertUnreadable(
        bundle("character", NETWORK, SIGNS, larger), "model tiny does not fit together");
    assertUnreadable(
        bundle("character", NETWORK, SIGNS, boundless), "gives images of no fixed size");
  }

  private static NetworkSpec withHead(Layer head) {
    List<Layer> layers = new ArrayList<>(NETWORK.layers());
    layers.set(layers.size() - 1, head);
    return new NetworkSpec(NETWORK.input(), layers);
  }

  private void assertUnreadable(ModelBundle bundle, String reason) {
    assertThatExceptionOfType(UnreadableBundleException.class)
        .isThrownBy(() -> CharacterRecognizer.open(bundle, engine))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void anUnknownBundledModelIsAnsweredWithThoseThatComeAlong() {
    var provider = new CharacterProvider();

    assertThat(provider.kind()).isEqualTo("character");
    assertThatExceptionOfType(UnreadableBundleException.class)
        .isThrownBy(() -> provider.bundledModel("latin-63"))
        .withMessage("no model is called 'latin-63'; there are latin-62");
  }
}
