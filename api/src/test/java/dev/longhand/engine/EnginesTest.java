package dev.longhand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhand.plugin.BrokenEngineJars;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnginesTest {

  /** One for all tests, as jars are compiled only once. */
  @TempDir static Path folder;

  @Test
  void theReferenceIsAlwaysThere() {
    assertThat(Engines.names()).contains("reference");
    assertThat(Engines.named("reference").name()).isEqualTo("reference");
    assertThat(Engines.broken()).isEmpty();
  }

  @Test
  void anEngineOnTheClassPathIsFoundByItsName() {
    Path jar = BrokenEngineJars.named(folder, "Willing", "willing");
    with(
        jar,
        () -> {
          assertThat(Engines.names()).containsExactly("reference", "willing");
          assertThat(Engines.named("willing").getClass().getName()).isEqualTo("acme.Willing");
        });
  }

  @Test
  void anUnknownEngineIsAnsweredWithWhatIsThere() {
    Path jar = BrokenEngineJars.named(folder, "Willing", "willing");
    with(
        jar,
        () ->
            assertThat(refusal("djl-pytorhc"))
                .isEqualTo(
                    "no engine is named 'djl-pytorhc'; the class path has reference, willing."
                        + " Choose one that works, or add the engine's module as a runtime"
                        + " dependency"));
  }

  @Test
  void ofTwoEnginesOfOneNameBothAreNamedWithTheirJarsAndTheOthersWork() {
    Path one = BrokenEngineJars.named(folder, "One", "twin");
    Path other = BrokenEngineJars.named(folder, "Other", "twin");
    PluginJar.onTheClassPath(
        List.of(one, other),
        () -> {
          assertThat(Engines.names()).containsExactly("reference");
          assertThat(refusal("twin"))
              .isEqualTo(
                  "two engines are named 'twin': acme.One in "
                      + one
                      + " and acme.Other in "
                      + other
                      + "; leave only one of them on the class path");
          assertThat(Engines.broken()).extracting(BrokenPlugin::name).containsExactly("twin");
          return null;
        });
  }

  static Stream<Arguments> brokenProviders() {
    return Stream.of(
        broken("acme.Rusty", BrokenEngineJars::throwsInItsConstructor, "it is rusty", "get a work"),
        broken("acme.Stale", BrokenEngineJars::throwsWhenItsClassLoads, "\"old\"", "get a working"),
        broken("acme.Shy", BrokenEngineJars::throwsWhenAskedForItsName, "no name", "get a working"),
        broken("acme.Odd", BrokenEngineJars::hasAnImpossibleName, "'Odd one'", "lower-case"),
        broken("acme.Absent", BrokenEngineJars::isNotInItsJar, "not found", "get a working"),
        broken("acme.Teapot", BrokenEngineJars::isNoProvider, "not a subtype", "get a working"),
        broken(
            "META-INF/services/dev.longhand.engine.EngineProvider",
            BrokenEngineJars::hasAnUnreadableList,
            "Scribble.jar",
            "Illegal"),
        broken("acme.Orphan", BrokenEngineJars::lacksItsSuperclass, "acme.lib.Base", "all jars"),
        broken("acme.Futuristic", BrokenEngineJars::isOfANewerJava, "200", "newer JDK"),
        broken("acme.Ancient", BrokenEngineJars::isOfAnotherRelease, "name()", "this release"));
  }

  private static Arguments broken(String name, Function<Path, Path> jar, String... reasons) {
    return Arguments.of(name, jar, List.of(reasons));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenProviders")
  void aBrokenProviderIsExplainedInOneLineAndTheOthersWork(
      String name, Function<Path, Path> jar, List<String> reasons) {
    Path broken = jar.apply(folder);
    Path willing = BrokenEngineJars.named(folder, "Willing", "willing");
    for (List<Path> order : List.of(List.of(broken, willing), List.of(willing, broken))) {
      PluginJar.onTheClassPath(
          order,
          () -> {
            assertThat(Engines.names()).containsExactly("reference", "willing");
            assertThat(Engines.named("willing").name()).isEqualTo("willing");
            assertThat(Engines.broken())
                .singleElement()
                .satisfies(
                    each -> {
                      assertThat(each.name()).isEqualTo(name);
                      assertThat(each.reason())
                          .hasLineCount(1)
                          .contains(broken.getFileName().toString())
                          .contains(reasons);
                    });
            // By the name it could not say, and by that of its class.
            String reason = Engines.broken().get(0).reason();
            assertThat(refusal("anything")).contains("reference, willing; and " + reason);
            assertThat(refusal(name)).isEqualTo(reason);
            return null;
          });
    }
  }

  @Test
  void manyBrokenProvidersAreAllNamed() {
    List<Path> jars =
        brokenProviders().map(Arguments::get).map(each -> jarOf(each).apply(folder)).toList();
    PluginJar.onTheClassPath(
        jars,
        () -> {
          assertThat(Engines.names()).containsExactly("reference");
          assertThat(Engines.broken())
              .extracting(BrokenPlugin::name)
              .containsExactlyInAnyOrderElementsOf(
                  brokenProviders().map(each -> (String) each.get()[0]).toList());
          return null;
        });
  }

  @SuppressWarnings("unchecked")
  private static Function<Path, Path> jarOf(Object[] arguments) {
    return (Function<Path, Path>) arguments[1];
  }

  static Stream<Arguments> unopenable() {
    return Stream.of(
        broken("moody", BrokenEngineJars::throwsWhenOpened, "not today", "get a working"),
        broken("gruff", BrokenEngineJars::throwsAnErrorWhenOpened, "go away", "get a working"),
        broken("elder", BrokenEngineJars::callsWhatIsNoLongerThere, "cores()", "this release"),
        broken("bare", BrokenEngineJars::lacksItsNativeLibrary, "longhand-nowhere", "platform"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unopenable")
  void anEngineThatCannotBeOpenedSaysWhyInOneLine(
      String name, Function<Path, Path> jar, List<String> reasons) {
    with(
        jar.apply(folder),
        () ->
            assertThat(unopened(name))
                .hasLineCount(1)
                .startsWith("engine '" + name + "' cannot be opened: ")
                .contains(reasons));
  }

  @Test
  void aNativeLibraryOfAnotherPlatformIsExplained() throws IOException {
    Path library = folder.resolve("libforeign.so");
    // The magic number of a library of macOS.
    Files.write(library, new byte[] {(byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 7, 0});
    with(
        BrokenEngineJars.hasANativeLibraryOfAnotherPlatform(folder, library),
        () ->
            assertThat(unopened("foreign"))
                .hasLineCount(1)
                .contains("libforeign.so", "UnsatisfiedLinkError", "platform")
                .contains(System.getProperty("os.arch")));
  }

  @Test
  void threadsAreAtLeastOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineOptions.defaults().withThreads(0))
        .withMessage("threads must be at least 1, but was 0");
    assertThat(EngineOptions.defaults().threads()).isPositive();
    assertThat(EngineOptions.defaults().device()).isEqualTo(EngineOptions.Device.CPU);
  }

  @Test
  void aGraphicsCardIsRefusedWhereThereIsNone() {
    EngineOptions options = EngineOptions.defaults().withDevice(EngineOptions.Device.GPU);
    assertThatExceptionOfType(EngineUnavailableException.class)
        .isThrownBy(() -> Engines.open(Engines.named("reference"), options))
        .withMessage(
            "engine 'reference' runs on the CPU only, but the device is GPU; choose the CPU");
  }

  private static void with(Path jar, Runnable work) {
    PluginJar.onTheClassPath(
        List.of(jar),
        () -> {
          work.run();
          return null;
        });
  }

  private static String refusal(String name) {
    return catchThrowableOfType(EngineUnavailableException.class, () -> Engines.named(name))
        .getMessage();
  }

  private static String unopened(String name) {
    EngineProvider provider = Engines.named(name);
    return catchThrowableOfType(
            EngineUnavailableException.class,
            () -> Engines.open(provider, EngineOptions.defaults()))
        .getMessage();
  }
}
