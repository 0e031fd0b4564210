package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.character.WordCutter;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.ink.Ink;
import dev.longhand.ink.InkDocument;
import dev.longhand.recognition.Recognizers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
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
      "Words are pen strokes with what they say; where letters are joined, or a model of characters"
          + " does not recognize them, a word is passed over."
    })
final class CutCommand implements Callable<Integer> {

  private static final double TRUSTED = 0.3;

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
      description =
          "Below this mean probability of its letters, 0 to 1, a word is passed over. Default: "
              + TRUSTED
              + ".")
  double trusted = TRUSTED;

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
    Path file = surroundings.directory().resolve(out);
    String name = String.valueOf(file.getFileName());
    if (!name.matches(".+\\.jsonl(\\.gz)?")) {
      throw wrong("--out must be a file that ends in .jsonl or .jsonl.gz, but was " + out);
    }
    if (!(trusted >= 0 && trusted <= 1)) {
      throw wrong("--trusted must be in 0…1, but was " + trusted);
    }
    Dataset words = Datasets.open(data, dataDirectory.in(surroundings));
    ModelBundle bundle = bundle();
    OutputFolder.makeFor(file);
    // Many words at once, each on one thread.
    var options = new EngineOptions(1, device.device);
    try (Engine opened = Engines.open(Engines.named(engine), options);
        CharacterRecognizer recognizer = CharacterRecognizer.open(bundle, opened)) {
      var cutting = new Cutting(words, new WordCutter(recognizer, trusted));
      List<String> letters = CtrlC.stopping(cutting::stop, cutting::letters);
      write(letters, file);
      Objects.requireNonNull(spec)
          .commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d letters of %,d words; %,d were passed over%n",
              out,
              letters.size(),
              cutting.cut,
              words.size() - cutting.cut);
    }
    return Longhand.DONE;
  }

  private ModelBundle bundle() {
    return Recognizers.model(
        model == null
            ? Recognizers.ofKind(CharacterRecognizer.KIND).bundledModels().get(0)
            : model);
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  /** What is not complete does not stand under the file's name. */
  private static void write(List<String> lines, Path file) {
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream bytes = Files.newOutputStream(partial);
          OutputStream packed =
              file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes) {
        packed.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LonghandException(file + " cannot be written: " + e, e);
    }
  }

  /** The words of a dataset, cut on many threads. */
  private final class Cutting {
    private final Dataset words;
    private final WordCutter cutter;
    private volatile boolean stopped;
    private int cut;

    Cutting(Dataset words, WordCutter cutter) {
      this.words = words;
      this.cutter = cutter;
    }

    void stop() {
      stopped = true;
    }

    /** One a line, in the order of the words. */
    List<String> letters() {
      List<String> letters = new ArrayList<>();
      ExecutorService workers = Executors.newFixedThreadPool(threads.count(), Ahead::thread);
      try (Progress progress = Progress.of(surroundings, "cutting", words.size())) {
        List<Future<List<String>>> ahead =
            IntStream.range(0, words.size())
                .mapToObj(word -> workers.submit(() -> letters(words.sample(word))))
                .toList();
        for (int word = 0; word < ahead.size(); word++) {
          List<String> next = Ahead.get(ahead.get(word));
          letters.addAll(next);
          cut += next.isEmpty() ? 0 : 1;
          progress.stepTo(word + 1L);
          if (stopped) {
            throw new LonghandException("interrupted: nothing was written");
          }
        }
      } finally {
        workers.shutdownNow();
      }
      if (letters.isEmpty()) {
        throw new LonghandException(
            "none of the "
                + words.size()
                + " words of "
                + words.name()
                + " can be cut; the pen must have been lifted between letters");
      }
      return letters;
    }

    private List<String> letters(Sample word) {
      if (!(word.content() instanceof Sample.Strokes strokes)) {
        throw new LonghandException(
            "sample '"
                + word.id()
                + "' of "
                + words.name()
                + " is an image; only words of pen strokes can be cut");
      }
      List<Ink> cuts = cutter.letters(strokes.ink(), word.label());
      int[] symbols = word.label().codePoints().toArray();
      return IntStream.range(0, cuts.size())
          .mapToObj(i -> new InkDocument(cuts.get(i), Character.toString(symbols[i]), word.group()))
          .map(InkDocument::toJson)
          .toList();
    }
  }
}
