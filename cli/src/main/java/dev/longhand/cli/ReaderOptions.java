package dev.longhand.cli;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.Engines;
import dev.longhand.recognition.RecognizerProvider;
import dev.longhand.recognition.Recognizers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model reads, and on which engine. */
final class ReaderOptions {

  @Option(
      names = "--as",
      paramLabel = "KIND",
      defaultValue = CharacterRecognizer.KIND,
      description = "What an image shows. Default: ${DEFAULT-VALUE}.")
  String kind = CharacterRecognizer.KIND;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      description = "A model that comes with Longhand (see 'longhand models list') or a file.")
  @Nullable String model;

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      defaultValue = Configuration.READING_ENGINE,
      description = "What runs the model (see 'longhand engines'). Default: ${DEFAULT-VALUE}.")
  String engine = Configuration.READING_ENGINE;

  @Option(
      names = "--prior",
      paramLabel = "NAME|FILE",
      description =
          "How common each symbol is: uniform, a prior that the model knows, such as emnist or"
              + " english, or a file of lines SYMBOL<TAB>FREQUENCY.")
  @Nullable String prior;

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  /**
   * Reads the model while the engine opens, as both take a while.
   *
   * @param usualPrior is taken unless the user asked for another
   * @throws dev.longhand.LonghandException when one of them is not there or does not work
   */
  OpenReader open(String usualPrior) {
    return openOn(engine, usualPrior);
  }

  /**
   * Opens the same on each of some engines, whatever {@code --engine} says.
   *
   * @throws dev.longhand.LonghandException as for one; then none is left open
   */
  List<OpenReader> openEach(List<String> engines, String usualPrior) {
    List<OpenReader> opened = new ArrayList<>();
    try {
      for (String each : engines) {
        opened.add(openOn(each, usualPrior));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.forEach(OpenReader::close);
      throw e;
    }
  }

  private OpenReader openOn(String engineName, String usualPrior) {
    RecognizerProvider provider = Recognizers.ofKind(kind);
    EngineProvider named = Engines.named(engineName);
    var options = new EngineOptions(threads.count(), device.device);
    Ahead<Engine> opening = Ahead.begin(() -> Engines.open(named, options));
    try {
      ModelBundle bundle =
          Recognizers.model(model == null ? provider.bundledModels().get(0) : model);
      var classPrior = CharacterRecognizer.prior(bundle, prior == null ? usualPrior : prior);
      Engine opened = opening.get();
      var recognizer = CharacterRecognizer.open(bundle, opened, classPrior);
      return new OpenReader(bundle, opened, recognizer);
    } catch (RuntimeException e) {
      close(opening);
      throw e;
    }
  }

  /** Waits for it: a process that ends while a native library is being loaded may crash. */
  private static void close(Ahead<Engine> opening) {
    try {
      opening.get().close();
    } catch (RuntimeException e) {
      // Why the model cannot be read is what the user must know.
    }
  }
}
