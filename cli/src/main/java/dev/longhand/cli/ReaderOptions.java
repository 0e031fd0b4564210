package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineProvider;
import dev.longhand.engine.Engines;
import dev.longhand.recognition.Recognizers;
import dev.longhand.sequence.Decoder;
import dev.longhand.sequence.WordRecognizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which model reads, and on which engine. */
final class ReaderOptions {

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--as",
      paramLabel = "KIND",
      description =
          "What an image shows: character or word. Default: what the model reads that is given, or"
              + " else word.")
  @Nullable String kind;

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

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      description =
          "How a word's columns become text: greedy, beam (with the model's language model) or"
              + " lexicon. Default: the model's own choice; lexicon when one is given.")
  @Nullable Decoder decoder;

  @Option(
      names = "--lexicon",
      paramLabel = "FILE",
      description = "The words to expect, one on each line, in UTF-8.")
  @Nullable Path lexicon;

  @Option(
      names = "--only-lexicon",
      description = "Read nothing but words of the lexicon, however unlikely.")
  boolean onlyLexicon;

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  /**
   * Reads the model while the engine opens, as both take a while.
   *
   * @param usualPrior of characters where the model knows it, unless the user asked for another
   * @param directory that the lexicon's path is relative to
   * @throws dev.longhand.LonghandException when one of them is not there or does not work
   */
  OpenReader open(String usualPrior, Path directory) {
    check();
    OpenReader opened = openOn(engine, usualPrior, directory);
    if (opened.recognizer() instanceof WordRecognizer words && words.neverRead() > 0) {
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "longhand: %,d words of %s have characters that %s does not know, and are never"
                  + " read%n",
              words.neverRead(),
              lexicon,
              opened.model().name());
    }
    return opened;
  }

  /**
   * Opens the same on each of some engines, whatever {@code --engine} says.
   *
   * @throws dev.longhand.LonghandException as for one; then none is left open
   */
  List<OpenReader> openEach(List<String> engines, String usualPrior, Path directory) {
    check();
    List<OpenReader> opened = new ArrayList<>();
    try {
      for (String each : engines) {
        opened.add(openOn(each, usualPrior, directory));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.forEach(OpenReader::close);
      throw e;
    }
  }

  /** Options that cannot be, or not together, whatever the model is. */
  private void check() {
    Checks.notEmpty(spec, "--lexicon", lexicon);
    if (onlyLexicon && lexicon == null) {
      throw wrong("--only-lexicon needs --lexicon FILE");
    }
    if (decoder == Decoder.LEXICON && lexicon == null) {
      throw wrong("--decoder lexicon needs --lexicon FILE");
    }
    if (decoder != null && decoder != Decoder.LEXICON && lexicon != null) {
      throw wrong("--decoder " + decoder + " uses no lexicon; leave out --lexicon, or --decoder");
    }
    // What is there and broken is no wrong usage.
    if (kind != null && !Recognizers.kinds().contains(kind) && Recognizers.broken().isEmpty()) {
      throw wrong(
          "--as must be " + String.join(" or ", Recognizers.kinds()) + ", but was '" + kind + "'");
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  private OpenReader openOn(String engineName, String usualPrior, Path directory) {
    EngineProvider named = Engines.named(engineName);
    var engineOptions = new EngineOptions(threads.count(), device.device);
    Ahead<Engine> opening = Ahead.begin(() -> Engines.open(named, engineOptions));
    try {
      ModelBundle bundle = bundle();
      Map<String, String> settings = settings(bundle, usualPrior, directory);
      Engine opened = opening.get();
      return new OpenReader(bundle, opened, Recognizers.open(bundle, opened, settings));
    } catch (RuntimeException e) {
      close(opening);
      throw e;
    }
  }

  private static boolean knows(ModelBundle bundle, String prior) {
    return CharacterRecognizer.priors(bundle).stream().anyMatch(each -> each.name().equals(prior));
  }

  private ModelBundle bundle() {
    if (model == null) {
      String wanted = kind == null ? WordRecognizer.KIND : kind;
      return Recognizers.model(Recognizers.ofKind(wanted).bundledModels().get(0));
    }
    ModelBundle bundle = Recognizers.model(model);
    if (kind != null && !kind.equals(bundle.kind())) {
      // Of the two, the kind of which there is no recognizer is the mistake.
      var unused = Recognizers.ofKind(kind);
      throw new LonghandException(
          "model "
              + bundle.name()
              + " is of kind '"
              + bundle.kind()
              + "', but a model of kind '"
              + kind
              + "' is needed; leave out --as or name another model");
    }
    return bundle;
  }

  /** What the user set; the recognizer refuses what it does not know. */
  private Map<String, String> settings(ModelBundle bundle, String usualPrior, Path directory) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (prior != null) {
      settings.put(CharacterRecognizer.PRIOR, prior);
    } else if (bundle.kind().equals(CharacterRecognizer.KIND) && knows(bundle, usualPrior)) {
      settings.put(CharacterRecognizer.PRIOR, usualPrior);
    }
    if (decoder != null) {
      settings.put(WordRecognizer.DECODER, decoder.toString());
    }
    if (lexicon != null) {
      settings.put(WordRecognizer.LEXICON, directory.resolve(lexicon).toString());
    }
    if (onlyLexicon) {
      settings.put(WordRecognizer.ESCAPE, "false");
    }
    return settings;
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
