package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Network;
import dev.longhand.engine.reference.ReferenceEngineProvider;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files of each format version, which every later release must read as they were meant. */
class GoldenBundleTest {
  static final byte[] CHARACTER = GoldenBundles.file("golden-1-character.longhand");
  static final byte[] SEQUENCE = GoldenBundles.file("golden-1-sequence.longhand");
  static final byte[] WITH_LANGUAGE_MODEL = GoldenBundles.file("golden-2-language-model.longhand");

  @Test
  @DisplayName("a file of format version 1 with float32 weights reads as it was written")
  void readsVersion1() {
    assertThat(ModelBundle.read(new ByteArrayInputStream(CHARACTER), "golden"))
        .isEqualTo(GoldenBundles.character());
  }

  @Test
  @DisplayName("a file of format version 1 with float16 weights reads as it was written")
  void readsVersion1Halves() {
    assertThat(ModelBundle.read(new ByteArrayInputStream(SEQUENCE), "golden"))
        .isEqualTo(GoldenBundles.sequence());
  }

  @Test
  @DisplayName("a file of format version 2, which has a language model, reads as it was written")
  void readsVersion2() {
    assertThat(ModelBundle.read(new ByteArrayInputStream(WITH_LANGUAGE_MODEL), "golden"))
        .isEqualTo(GoldenBundles.withLanguageModel());
  }

  @Test
  @DisplayName("what was read is written as the same bytes")
  void writesTheSameBytes() {
    assertThat(BundleFile.encode(BundleFile.decode(CHARACTER), WeightPrecision.FLOAT32))
        .isEqualTo(CHARACTER);
    assertThat(BundleFile.encode(BundleFile.decode(SEQUENCE), WeightPrecision.FLOAT16))
        .isEqualTo(SEQUENCE);
    assertThat(BundleFile.encode(BundleFile.decode(WITH_LANGUAGE_MODEL), WeightPrecision.FLOAT16))
        .isEqualTo(WITH_LANGUAGE_MODEL);
  }

  @Test
  @DisplayName("the networks of version 1 compute what they computed then")
  void computesTheSame() {
    assertOutput(
        BundleFile.decode(CHARACTER), Shape.of(1, 1, 8, 8), 2.030186, -0.90696084, -0.4756503);
    assertOutput(
        BundleFile.decode(SEQUENCE),
        Shape.of(1, 1, 4, 9),
        0.97624075,
        -0.45371562,
        0.36324787,
        -0.6546317,
        0.15126428,
        1.0142744,
        -0.4536303,
        0.35736084,
        -0.7161861,
        0.24774863,
        1.0314314,
        -0.43425885,
        0.32291916,
        -0.7612137,
        0.276021);
  }

  /** The input's values are 0, 1/8, … 7/8, 0, … in turn. */
  private static void assertOutput(ModelBundle bundle, Shape input, double... expected) {
    float[] values = new float[input.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 8 / 8f;
    }
    try (Engine engine = new ReferenceEngineProvider().open(EngineOptions.defaults());
        Network network = engine.load(bundle.network(), bundle.weights())) {
      Tensor output = network.run(Tensor.of(input, values));
      assertThat(output.shape().size()).isEqualTo(expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) output.at(i)).isCloseTo(expected[i], within(1e-5));
      }
    }
  }
}
