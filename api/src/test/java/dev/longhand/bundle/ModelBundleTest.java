package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  @TempDir Path folder;

  @Test
  void aModelComesBackAsItWasWritten() {
    Path file = folder.resolve("model.longhand");
    GoldenBundles.character().write(file, WeightPrecision.FLOAT32);
    assertThat(ModelBundle.read(file)).isEqualTo(GoldenBundles.character());
    GoldenBundles.sequence().write(file, WeightPrecision.FLOAT16);
    assertThat(ModelBundle.read(file)).isEqualTo(GoldenBundles.sequence());
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(Files.exists(file)).isTrue();
  }
}
