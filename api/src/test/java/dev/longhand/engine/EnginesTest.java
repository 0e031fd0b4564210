package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {

  @TempDir Path extra;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restoreTheClassPath() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void theReferenceIsAlwaysThere() {
    assertThat(Engines.names()).contains("reference");
    assertThat(Engines.named("reference").name()).isEqualTo("reference");
  }

  @Test
  void anEngineOnTheClassPathIsFoundByItsName() throws IOException {
    alsoOnTheClassPath(Willing.class);
    assertThat(Engines.named("willing")).isInstanceOf(Willing.class);
  }

  @Test
  void anUnknownEngineIsAnsweredWithWhatIsThere() throws IOException {
    alsoOnTheClassPath(Willing.class);
    assertThat(Engines.names()).containsExactly("reference", "willing");
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> Engines.named("djl-pytorhc"))
        .withMessage(
            "no engine is named 'djl-pytorhc'; the class path has reference, willing. Choose one of"
                + " these, or add the engine's module as a runtime dependency");
  }

  @Test
  void twoEnginesOfOneNameAreBothNamed() throws IOException {
    alsoOnTheClassPath(Willing.class, Namesake.class);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> Engines.named("reference"))
        .withMessageContaining("two engines are named 'willing'")
        .withMessageContaining(Willing.class.getName())
        .withMessageContaining(Namesake.class.getName());
  }

  @Test
  void aProviderThatFailsIsNamedWithItsCause() throws IOException {
    alsoOnTheClassPath(Unwilling.class);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(Engines::names)
        .withMessageContaining("cannot be loaded")
        .withMessageContaining(Unwilling.class.getName())
        .withCauseInstanceOf(ServiceConfigurationError.class)
        .havingRootCause()
        .withMessage("no library here");
  }

  @Test
  void aProviderThatIsMissingIsNamed() throws IOException {
    alsoOnTheClassPath("dev.longhand.engine.Missing");
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(Engines::names)
        .withMessageContaining("dev.longhand.engine.Missing");
  }

  @Test
  void threadsAreAtLeastOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineOptions.defaults().withThreads(0))
        .withMessage("threads must be at least 1, but was 0");
    assertThat(EngineOptions.defaults().threads()).isPositive();
    assertThat(EngineOptions.defaults().device()).isEqualTo(EngineOptions.Device.CPU);
  }

  private void alsoOnTheClassPath(Class<?>... providers) throws IOException {
    alsoOnTheClassPath(Stream.of(providers).map(Class::getName).toArray(String[]::new));
  }

  private void alsoOnTheClassPath(String... providers) throws IOException {
    Path services = Files.createDirectories(extra.resolve("META-INF/services"));
    Files.write(services.resolve(EngineProvider.class.getName()), List.of(providers));
    URL[] urls = {extra.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, before));
  }

  /** Can be found, not opened. */
  public static class Willing implements EngineProvider {
    @Override
    public String name() {
      return "willing";
    }

    @Override
    public Engine open(EngineOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  /** Has the name of another. */
  public static final class Namesake extends Willing {}

  /** Breaks the promise that constructing a provider is cheap. */
  public static final class Unwilling extends Willing {
    public Unwilling() {
      throw new UnsupportedOperationException("no library here");
    }
  }
}
