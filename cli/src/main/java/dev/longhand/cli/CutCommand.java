package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.character.WordCutter;
import dev.longhand.character.WordCutter.Letter;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.ink.InkDocument;
import dev.longhand.recognition.Recognizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand data cut}: letters of words, to train on. */
@Command(
    name = "cut",
    description = {
      "Cuts words into letters, to train a model of characters on more hands.",
      "Words are pen strokes with what they say. A word is passed over when it has fewer strokes"
          + " than letters, or when a model of characters does not recognize most of them."
    })
final class CutCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "NAME|PATH",
      required = true,
      description = "Words: a name such as unipen-words-train, or ink as JSON lines.")
  String data = "";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      description = "The model of characters that recognizes letters. Default: the shipped one.")
  @Nullable String model;

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      defaultValue = Configuration.READING_ENGINE,
      description = "What runs the model (see 'longhand engines'). Default: ${DEFAULT-VALUE}.")
  String engine = Configuration.READING_ENGINE;

  @Option(
      names = "--trusted",
      paramLabel = "PROBABILITY",
      defaultValue = "0.3",
      description =
          "A word is passed over when the mean probability of its letters is below, in 0 to 1."
              + " Default: ${DEFAULT-VALUE}.")
  double trusted = 0.3;

  @Option(
      names = "--joined",
      description =
          "Instead of passing over a word, take those of its letters that are not joined to others"
              + " and recognized with --trusted. A letter in ten is cut wrong then.")
  boolean joined;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The file of letters to write; its name ends in .jsonl or .jsonl.gz.")
  Path out = Path.of("letters.jsonl");

  private final Surroundings surroundings;

  CutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path file = file();
    if (!(trusted >= 0 && trusted <= 1)) {
      throw wrong("--trusted must be in 0…1, but was " + trusted);
    }
    ModelBundle bundle = bundle();
    Dataset words = Datasets.open(data, dataDirectory.in(surroundings));
    // Many words at once, each on one thread.
    var options = new EngineOptions(1, device.device);
    var cutting = new Cutting(words);
    CtrlC.stopping(
        cutting::stop,
        () -> {
          try (Engine opened = Engines.open(Engines.named(engine), options);
              CharacterRecognizer recognizer = CharacterRecognizer.open(bundle, opened)) {
            return cutting.write(new WordCutter(recognizer, trusted, joined), file);
          }
        });
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %,d letters of %,d words; %,d words were passed over%n",
            out,
            cutting.lettersWritten,
            cutting.wordsCut,
            words.size() - cutting.wordsCut);
    return Longhand.DONE;
  }

  private Path file() {
    Path file = surroundings.directory().resolve(out);
    String name = String.valueOf(file.getFileName());
    if (!name.matches(".+\\.jsonl(\\.gz)?")) {
      throw wrong("--out must be a file that ends in .jsonl or .jsonl.gz, but was " + out);
    }
    try {
      Path given = Path.of(data);
      if (Files.exists(file) && Files.exists(given) && Files.isSameFile(file, given)) {
        throw wrong("--out is the file of the words, which would be lost; name another");
      }
    } catch (InvalidPathException | IOException e) {
      // Then it is the name of a dataset, or what opens it will say more.
    }
    return file;
  }

  private ModelBundle bundle() {
    ModelBundle bundle =
        Recognizers.model(
            model == null
                ? Recognizers.ofKind(CharacterRecognizer.KIND).bundledModels().get(0)
                : model);
    if (!bundle.kind().equals(CharacterRecognizer.KIND)) {
      throw wrong(
          "--model must read characters, but "
              + bundle.name()
              + " is of kind '"
              + bundle.kind()
              + "'");
    }
    return bundle;
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  /** The words of a dataset: cut on many threads, written in their order. */
  private final class Cutting {
    private final Dataset words;
    private final InOrder work = new InOrder();
    private int wordsCut;
    private int lettersWritten;

    Cutting(Dataset words) {
      this.words = words;
    }

    void stop() {
      work.stop();
    }

    Path write(WordCutter cutter, Path file) {
      try (NewFile written = NewFile.at(file);
          Progress progress = Progress.of(surroundings, "cutting", words.size())) {
        work.run(
            words.size(),
            threads.count(),
            index -> letters(words.sample(index), cutter),
            (letters, index) -> {
              write(letters, words.group(index), written);
              progress.stepTo(index + 1L);
            });
        if (wordsCut == 0) {
          throw new LonghandException(
              "none of the "
                  + words.size()
                  + " words of "
                  + words.name()
                  + " can be cut: their letters are joined, or the model does not recognize them");
        }
        written.complete();
        return file;
      }
    }

    private List<Letter> letters(Sample word, WordCutter cutter) {
      if (word.content() instanceof Sample.Strokes strokes) {
        return cutter.letters(strokes.ink(), word.label());
      }
      throw new LonghandException(
          "sample '"
              + word.id()
              + "' of "
              + words.name()
              + " is an image; only words of pen strokes can be cut");
    }

    private void write(List<Letter> letters, String writer, NewFile written) {
      for (Letter letter : letters) {
        String line = new InkDocument(letter.ink(), letter.symbol(), writer).toJson() + "\n";
        written.write(line.getBytes(StandardCharsets.UTF_8));
      }
      lettersWritten += letters.size();
      wordsCut += letters.isEmpty() ? 0 : 1;
    }
  }
}
