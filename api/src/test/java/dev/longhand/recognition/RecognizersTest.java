package dev.longhand.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.TinyBundle;
import dev.longhand.bundle.UnreadableBundleException;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognizersTest {
  private static final Engine ENGINE = new NoEngine();

  @TempDir Path folder;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void registerTwo() throws IOException {
    register(Characters.class, Lines.class);
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void findsModelsByName() {
    assertThat(Recognizers.models()).containsExactly("tiny", "tiny-2", "lines");
    assertThat(Recognizers.kinds()).containsExactly("character", "lines");
    assertThat(Recognizers.model("tiny-2").name()).isEqualTo("tiny-2");
  }

  @Test
  void opensAModelWithTheRecognizerOfItsKind() {
    try (Recognizer recognizer = Recognizers.open(TinyBundle.of("any", "lines"), ENGINE)) {
      assertThat(recognizer.recognize(GrayImage.of(1, 1, new byte[1])).text()).isEqualTo("lines");
    }
  }

  @Test
  void readsAFile() {
    Path file = folder.resolve("mine.longhand");
    ModelBundle mine = TinyBundle.of("mine", "character");
    mine.write(file, WeightPrecision.FLOAT32);
    assertThat(Recognizers.model(file.toString())).isEqualTo(mine);
  }

  @Test
  void aNameWithAFolderOrTheEndingIsAFile() {
    assertThatThrownBy(() -> Recognizers.model("tiny.longhand"))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage("tiny.longhand: cannot be read: there is no such file or folder");
    assertThatThrownBy(() -> Recognizers.model("./tiny"))
        .isInstanceOf(UnreadableBundleException.class);
    assertThatThrownBy(() -> Recognizers.model("a\0/b"))
        .isInstanceOf(ModelUnavailableException.class);
  }

  @Test
  void anUnknownModelIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> Recognizers.model("huge"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessage(
            "no model is named 'huge'; the class path has tiny, tiny-2, lines. Choose one of"
                + " these, or give a file ending in .longhand");
  }

  @Test
  void anUnknownKindIsAnsweredWithTheModuleToAdd() throws IOException {
    register(Lines.class);
    assertThatThrownBy(() -> Recognizers.open(TinyBundle.of("any", "character"), ENGINE))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessage(
            "no recognizer reads models of kind 'character'; the class path has lines. Add the"
                + " module longhand-recognizer-char as a runtime dependency");
    register();
    assertThatThrownBy(() -> Recognizers.ofKind("runes")).hasMessageContaining("has none. Add");
  }

  @Test
  void twoRecognizersOfOneKindAreAnError() throws IOException {
    register(Characters.class, MoreCharacters.class);
    assertThatThrownBy(() -> Recognizers.ofKind("character"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageStartingWith("two recognizers are named 'character': ")
        .hasMessageContainingAll("$Characters", "$MoreCharacters");
  }

  @Test
  void twoModelsOfOneNameAreAnError() throws IOException {
    register(Characters.class, OtherTiny.class);
    assertThatThrownBy(() -> Recognizers.model("tiny"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageStartingWith("two models are named 'tiny': of ");
  }

  @Test
  void aBrokenRegistrationIsExplained() throws IOException {
    registerNames("dev.longhand.NoSuchProvider", Lines.class.getName());
    assertThat(Recognizers.models()).containsExactly("lines");
    assertThat(Recognizers.broken())
        .singleElement()
        .satisfies(broken -> assertThat(broken.reason()).contains("dev.longhand.NoSuchProvider"));
    assertThatThrownBy(() -> Recognizers.model("tiny"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll("has lines; and the recognizer", "dev.longhand.NoSuchProvider");
  }

  @Test
  void twoModelsOfOneNameLeaveTheOthers() throws IOException {
    register(Characters.class, OtherTiny.class);
    assertThat(Recognizers.model("tiny-2").name()).isEqualTo("tiny-2");
    assertThat(Recognizers.models()).containsExactly("tiny", "tiny-2");
  }

  private void register(Class<?>... providers) throws IOException {
    registerNames(List.of(providers).stream().map(Class::getName).toArray(String[]::new));
  }

  /** Puts a registration on the class path of this thread alone. */
  private void registerNames(String... providers) throws IOException {
    Path classPath = Files.createTempDirectory(folder, "class-path");
    Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
    Files.write(
        services.resolve("dev.longhand.recognition.RecognizerProvider"), List.of(providers));
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before));
  }

  /** Reads every image as the name of its kind. */
  private abstract static class Echo implements RecognizerProvider {
    private final String kind;
    private final List<String> models;

    Echo(String kind, String... models) {
      this.kind = kind;
      this.models = List.of(models);
    }

    @Override
    public String kind() {
      return kind;
    }

    @Override
    public List<String> bundledModels() {
      return models;
    }

    @Override
    public ModelBundle bundledModel(String name) {
      return TinyBundle.of(name, kind);
    }

    @Override
    public String outputMeaning(ModelBundle bundle) {
      return "nothing";
    }

    @Override
    public List<String> settings() {
      return List.of("loudness");
    }

    @Override
    public Recognizer open(ModelBundle bundle, Engine engine, Map<String, String> settings) {
      return new Recognizer() {
        @Override
        public List<PreprocessingPipeline.Stage> explain(GrayImage image) {
          return List.of();
        }

        @Override
        public Map<String, String> settings() {
          return settings;
        }

        @Override
        public Prepared prepare(GrayImage image) {
          return new Prepared(Tensor.zeros(Shape.of(1)), new Prepared.Box(0, 0, 1, 1));
        }

        @Override
        public List<Recognition> read(List<Prepared> images) {
          return images.stream()
              .map(image -> new Recognition(List.of(new Recognition.Candidate(kind, 1))))
              .toList();
        }

        @Override
        public double rejectBelow() {
          return 0;
        }

        @Override
        public void close() {}
      };
    }
  }

  public static final class Characters extends Echo {
    public Characters() {
      super("character", "tiny", "tiny-2");
    }
  }

  public static final class MoreCharacters extends Echo {
    public MoreCharacters() {
      super("character");
    }
  }

  public static final class Lines extends Echo {
    public Lines() {
      super("lines", "lines");
    }
  }

  public static final class OtherTiny extends Echo {
    public OtherTiny() {
      super("runes", "tiny");
    }
  }

  /** An engine that is never asked. */
  private static final class NoEngine implements Engine {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public Network load(NetworkSpec network, Weights weights) {
      throw new AssertionError("not to be asked");
    }

    @Override
    public void close() {}
  }
}
