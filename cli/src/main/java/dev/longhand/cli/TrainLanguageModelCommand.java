package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.recognition.Recognizers;
import dev.longhand.sequence.CharacterLanguageModel;
import dev.longhand.sequence.LanguageModelText;
import dev.longhand.text.Alphabet;
import dev.longhand.text.TextFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand train language-model}. */
@Command(
    name = "language-model",
    description = {
      "Learns from text which words are usual, for reading with a beam.",
      "Any text will do, and so will a list of words, one a line: these are then also taken as"
          + " capitalised and with punctuation, and numbers with them."
    })
final class TrainLanguageModelCommand implements Callable<Integer> {

  /** As much as a model file of 12 MB has to spare. */
  private static final int DEFAULT_KILOBYTES = 2000;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "FILE[=N]",
      required = true,
      split = ",",
      arity = "1..*",
      description =
          "Text files in UTF-8; each is running text, or a list with one word a line. FILE=N counts"
              + " N times.")
  List<String> data = List.of();

  @Option(
      names = "--order",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "How many symbols in a row it knows, 1 to 20; more takes more space. Default:"
              + " ${DEFAULT-VALUE}.")
  int order = 6;

  @Option(
      names = "--alphabet",
      paramLabel = "NAME|FILE",
      description =
          "The symbols that it is for: those of a model, or of a text file with one symbol a line."
              + " Default: those of the model of --into.")
  @Nullable String alphabet;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write it as a file of its own.")
  @Nullable Path out;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "The model file to put it into; what language model it had is replaced.")
  @Nullable Path into;

  @Option(
      names = "--kilobytes",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_KILOBYTES,
      description =
          "How large it may be; the rarest sequences are left out until it fits. Default:"
              + " ${DEFAULT-VALUE}.")
  int kilobytes = DEFAULT_KILOBYTES;

  private final Surroundings surroundings;

  TrainLanguageModelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (out == null && into == null) {
      throw wrongUsage("nothing to write: give --out or --into");
    }
    if (out != null && alphabet == null && into == null) {
      throw wrongUsage("--out needs --alphabet: which symbols is it for?");
    }
    if (order < 1 || order > 20) {
      throw wrongUsage("--order must be 1 to 20, but was " + order);
    }
    if (kilobytes < 1 || kilobytes > 16_000) {
      throw wrongUsage("--kilobytes must be 1 to 16000, but was " + kilobytes);
    }
    ModelBundle bundle =
        into == null ? null : ModelBundle.read(surroundings.directory().resolve(into));
    Alphabet symbols =
        alphabet != null ? named(alphabet) : Objects.requireNonNull(bundle).alphabet();
    if (bundle != null && !symbols.equals(bundle.alphabet())) {
      throw new LonghandException(
          "the alphabet "
              + alphabet
              + " is not that of the model "
              + into
              + ", which reads "
              + String.join("", bundle.alphabet().symbols())
              + "; leave --alphabet out");
    }
    LanguageModelText text = LanguageModelText.read(data.stream().flatMap(this::times).toList());
    CharacterLanguageModel model =
        CharacterLanguageModel.of(text, symbols, order, 1000 * kilobytes);
    byte[] bytes = model.toBytes();
    if (out != null) {
      write(bytes, surroundings.directory().resolve(out));
    }
    if (bundle != null && into != null) {
      bundle
          .withLanguageModel(bytes)
          .write(
              surroundings.directory().resolve(into), WeightPrecision.lossless(bundle.weights()));
    }
    int outside = text.outside(symbols);
    if (outside > 0) {
      err()
          .printf(
              Locale.ROOT,
              "longhand: %,d of %,d different words have symbols that are not in the alphabet, and"
                  + " were left out%n",
              outside,
              text.words().size());
    }
    out()
        .printf(
            Locale.ROOT,
            "%s: %s, %,d bytes, of %,d different words%n",
            out != null ? out : into,
            model,
            bytes.length,
            text.words().size() - outside);
    return Longhand.DONE;
  }

  /** A file as often as it is to count; one whose own name ends like that counts once. */
  private Stream<Path> times(String fileAndTimes) {
    Path whole = path(fileAndTimes);
    Matcher times = Pattern.compile("(.+)=([0-9]{1,4})").matcher(fileAndTimes);
    if (Files.exists(whole) || !times.matches()) {
      return Stream.of(whole);
    }
    return Collections.nCopies(Integer.parseInt(times.group(2)), path(times.group(1))).stream();
  }

  private Path path(String file) {
    try {
      return surroundings.directory().resolve(file);
    } catch (InvalidPathException e) {
      throw new LonghandException("no file can be called '" + file + "'", e);
    }
  }

  private Alphabet named(String nameOrFile) {
    Path file = surroundings.directory().resolve(nameOrFile);
    if (nameOrFile.endsWith(".longhand") || !Files.isRegularFile(file)) {
      return Recognizers.model(nameOrFile).alphabet();
    }
    List<String> lines = TextFile.read(file, "an alphabet, one symbol a line").lines().toList();
    try {
      return new Alphabet(lines);
    } catch (IllegalArgumentException e) {
      throw new LonghandException(
          file + ": is no alphabet, one symbol a line: " + e.getMessage(), e);
    }
  }

  private static void write(byte[] bytes, Path file) {
    try (NewFile written = NewFile.at(file)) {
      written.write(bytes);
      written.complete();
    }
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
