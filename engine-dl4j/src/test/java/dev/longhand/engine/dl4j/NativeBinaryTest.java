package dev.longhand.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhand.engine.EngineUnavailableException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NativeBinaryTest {
  private static final String PLATFORM = "linux-x86_64";
  private static final Set<String> OLD_CPU = Set.of("fpu", "sse2");
  private static final Set<String> AVX2_CPU = Set.of("sse2", "avx2", "fma");

  @Test
  void theOneOnTheClassPathIsFound() {
    assertThat(NativeBinary.find().extension())
        .isIn("", "-onednn", "-avx2", "-avx512", "-onednn-avx2", "-onednn-avx512");
  }

  @Test
  void oneDnnIsPreferred() {
    assertThat(choose(AVX2_CPU, "", "-onednn", "-avx2").extension()).isEqualTo("-onednn");
  }

  @Test
  void whatTheCpuCannotRunIsPassedOver() {
    assertThat(choose(AVX2_CPU, "-onednn-avx512", "-onednn-avx2").extension())
        .isEqualTo("-onednn-avx2");
    assertThat(choose(OLD_CPU, "-onednn-avx2", "").extension()).isEmpty();
  }

  @Test
  void aCpuThatTellsNothingIsTrusted() {
    assertThat(choose(Set.of(), "-onednn-avx2").extension()).isEqualTo("-onednn-avx2");
  }

  @Test
  void aMissingLibraryIsExplained() {
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> NativeBinary.choose("linux-ppc64le", library -> false, OLD_CPU))
        .withMessage(
            "engine 'dl4j' finds no native library for linux-ppc64le; put org.nd4j:nd4j-native with"
                + " a classifier for it on the class path, for example by building with"
                + " -Dnd4j.classifier=linux-ppc64le");
  }

  @Test
  void aLibraryForAnotherPlatformIsNoLibrary() {
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> NativeBinary.choose(PLATFORM, "windows-x86_64-onednn"::equals, AVX2_CPU))
        .withMessageContaining("no native library for linux-x86_64");
  }

  @Test
  void aLibraryThatIsTooNewForTheCpuIsExplained() {
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> choose(OLD_CPU, "-onednn-avx2"))
        .withMessage(
            "engine 'dl4j' has a native library that this CPU cannot run: linux-x86_64-onednn-avx2"
                + " needs avx2, fma; build with -Dnd4j.classifier=linux-x86_64-onednn");
  }

  private static NativeBinary choose(Set<String> cpu, String... extensions) {
    Set<String> present = Set.of(extensions);
    return NativeBinary.choose(
        PLATFORM, library -> present.contains(library.substring(PLATFORM.length())), cpu);
  }
}
