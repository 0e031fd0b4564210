package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files of each format version, which every later release must read as they were meant. */
class GoldenBundleTest {
  static final byte[] CHARACTER = GoldenBundles.file("golden-1-character.longhand");
  static final byte[] SEQUENCE = GoldenBundles.file("golden-1-sequence.longhand");

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
  @DisplayName("what was read is written as the same bytes")
  void writesTheSameBytes() {
    assertThat(BundleFile.encode(BundleFile.decode(CHARACTER), WeightPrecision.FLOAT32))
        .isEqualTo(CHARACTER);
    assertThat(BundleFile.encode(BundleFile.decode(SEQUENCE), WeightPrecision.FLOAT16))
        .isEqualTo(SEQUENCE);
  }
}
