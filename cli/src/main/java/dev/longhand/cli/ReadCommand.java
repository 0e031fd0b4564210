package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.ImageReader;
import dev.longhand.image.Prepared;
import dev.longhand.image.UnreadableImageException;
import dev.longhand.recognition.Recognition;
import dev.longhand.sequence.WordRecognizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhand read}: prints what images say. */
@Command(
    name = "read",
    description = "Prints what is written on images, in the order in which they are given.",
    footerHeading = "%nFormats:%n",
    footer = {
      "  text  READING; FILE: READING when there are several images;",
      "        with --top the candidates, each with its confidence",
      "  tsv   FILE<TAB>READING<TAB>CONFIDENCE; with --top N lines for each image",
      "  json  one object a line: file, text, confidence, candidates, model, engine;",
      "        of a word also its characters and where they stand"
    })
final class ReadCommand implements Callable<Integer> {

  /** Small enough that a long list shows its first readings soon. */
  private static final int BATCH = 64;

  /** Ink so many times as tall as wide is a word that lies on its side, or a single character. */
  private static final int UPRIGHT = 3;

  private static final String STANDARD_INPUT = "-";

  @Spec @Nullable CommandSpec spec;

  @Mixin ReaderOptions options = new ReaderOptions();

  @Nullable Integer top;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many candidates to print, the best first. Default: 1, for json 5.")
  void setTop(int given) {
    top = Checks.atLeastOne(spec, "--top", given);
  }

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  ReadingFormat format = ReadingFormat.TEXT;

  @Option(
      names = "--explain",
      paramLabel = "DIR",
      description = "Write into this folder, as PNG, what each step made of each image.")
  @Nullable Path explain;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "Image files; - is standard input.")
  List<String> images = List.of();

  private final Surroundings surroundings;

  ReadCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<Explanation> explanation =
        Optional.ofNullable(explain)
            .map(folder -> Explanation.in(surroundings.directory().resolve(folder), images));
    Ahead<OpenReader> opening =
        Ahead.begin(() -> options.open("uniform", surroundings.directory()));
    var printing = new Printing(opening);
    try {
      new BatchReader(() -> opening.get().recognizer(), options.threads.count(), BATCH)
          .read(
              images.size(),
              index -> {
                GrayImage image = decode(images.get(index));
                explanation.ifPresent(it -> it.write(index, image, opening.get().recognizer()));
                return image;
              },
              printing);
    } finally {
      opening.get().close();
    }
    return printing.failures == 0 ? Longhand.DONE : Longhand.SOME_FAILED;
  }

  private GrayImage decode(String image) {
    if (image.equals(STANDARD_INPUT)) {
      try {
        return ImageReader.read(surroundings.in(), name(image));
      } catch (IOException e) {
        throw new UnreadableImageException("standard input cannot be read: " + e.getMessage(), e);
      }
    }
    try {
      return ImageReader.read(surroundings.directory().resolve(image));
    } catch (InvalidPathException e) {
      throw new UnreadableImageException("no file can be called '" + image + "'", e);
    }
  }

  private static String name(String image) {
    return image.equals(STANDARD_INPUT) ? "standard input" : image;
  }

  /** Prints readings to standard output, and what failed to standard error. */
  private final class Printing implements BatchReader.Listener {
    private final PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    private final PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    private final Ahead<OpenReader> opening;
    private int failures;

    private Printing(Ahead<OpenReader> opening) {
      this.opening = opening;
    }

    @Override
    public void read(int index, Prepared image, Recognition recognition) {
      OpenReader reader = opening.get();
      String file = images.get(index);
      out.println(
          switch (format) {
            case TEXT -> ReadingFormat.text(images.size() > 1 ? file : null, recognition, top);
            case TSV -> ReadingFormat.tsv(file, recognition, top);
            case JSON ->
                ReadingFormat.json(
                    file, recognition, top, reader.model().name(), reader.engine().name());
          });
      if (reader.recognizer() instanceof WordRecognizer words
          && image.inkBox().height() >= UPRIGHT * image.inkBox().width()
          && !recognition.isSure(words.rejectBelow())) {
        err.println(
            "longhand: "
                + name(file)
                + ": not sure, and the ink is much taller than wide; words are read from left to"
                + " right, so turn the image if the writing runs up or down");
      }
    }

    @Override
    public void failed(int index, LonghandException why) {
      failures++;
      String name = name(images.get(index));
      String message = Objects.requireNonNull(why.getMessage());
      err.println(Longhand.oneLine(message.contains(name) ? message : name + ": " + message));
    }
  }
}
