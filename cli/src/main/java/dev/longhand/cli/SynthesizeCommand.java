package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import dev.longhand.synthesis.Paper;
import dev.longhand.synthesis.Typesetter;
import dev.longhand.text.TextFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code longhand synthesize}: pictures of given texts, to train on. */
@Command(
    name = "synthesize",
    description = {
      "Draws texts in handwriting fonts and writes a folder to train on.",
      "Each picture is in another hand: font, slant, width, weight, spacing, ink, paper, light."
    })
final class SynthesizeCommand implements Callable<Integer> {

  /** High enough that paper, ruling and light have room; readers scale it down. */
  private static final int INK_HEIGHT = 72;

  /** A line of handwriting; a picture of more would be wider than any reader takes. */
  private static final int LONGEST_TEXT = 200;

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--texts",
      required = true,
      paramLabel = "FILE",
      description = "The texts, one a line, in UTF-8. Empty lines are passed over.")
  Path texts = Path.of("");

  @Option(
      names = "--fonts",
      required = true,
      paramLabel = "DIR",
      description = "A folder of handwriting fonts, *.ttf or *.otf.")
  Path fonts = Path.of("");

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "The folder to write: pictures and labels.tsv. It must be new or empty.")
  Path out = Path.of("");

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "How many pictures; the texts come in turn, each time in another hand. Default: one of"
              + " each text.")
  @Nullable Integer count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same pictures. Default: ${DEFAULT-VALUE}.")
  long seed = 1;

  @Option(names = "--clean", description = "Black ink on white, without paper and camera.")
  boolean clean;

  @Option(
      names = "--skip-unknown",
      description = "Leave out texts that no font can set, and say how many.")
  boolean skipUnknown;

  @Mixin ThreadsOption threads = new ThreadsOption();

  private final Surroundings surroundings;

  SynthesizeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (count != null) {
      Checks.atLeastOne(spec, "--count", count);
    }
    Typesetter typesetter = Typesetter.of(surroundings.directory().resolve(fonts));
    List<String> settable = settable(read(surroundings.directory().resolve(texts)), typesetter);
    int pictures = count == null ? settable.size() : count;
    var writing = new Writing(typesetter, settable, pictures);
    return CtrlC.stopping(writing::stop, writing::write);
  }

  private static List<String> read(Path file) {
    List<String> lines = TextFile.read(file, "a file with one text on each line").lines().toList();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = Normalizer.normalize(lines.get(i).strip(), Normalizer.Form.NFC);
      if (!text.isEmpty()) {
        texts.add(checked(text, file + ":" + (i + 1)));
      }
    }
    if (texts.isEmpty()) {
      throw new LonghandException(file + " has no text; write one on each line");
    }
    return texts;
  }

  private static String checked(String text, String where) {
    if (text.indexOf('\t') >= 0) {
      throw new LonghandException(
          where + ": a text with a tab cannot stand in labels.tsv; put a space for it");
    }
    int length = text.codePointCount(0, text.length());
    if (length > LONGEST_TEXT) {
      throw new LonghandException(
          where
              + ": the text has "
              + length
              + " characters, but at most "
              + LONGEST_TEXT
              + " stand on a line; break it");
    }
    return text;
  }

  private List<String> settable(List<String> all, Typesetter typesetter) {
    List<String> settable = all.stream().filter(typesetter::canSet).toList();
    List<String> not = all.stream().filter(text -> !typesetter.canSet(text)).toList();
    if (not.isEmpty()) {
      return settable;
    }
    String why =
        not.size()
            + " of "
            + all.size()
            + " texts cannot be set, the first '"
            + not.get(0)
            + "': "
            + lacking(not, typesetter);
    if (!skipUnknown || settable.isEmpty()) {
      throw new LonghandException(
          why
              + "; add a font that has them"
              + (skipUnknown ? "" : ", or leave such texts out with --skip-unknown"));
    }
    err().println(Longhand.oneLine(why + "; they are left out"));
    return settable;
  }

  /** Which characters no font has, the most frequent first. */
  private static String lacking(List<String> texts, Typesetter typesetter) {
    var known = new HashMap<String, Boolean>();
    var counts = new HashMap<String, Integer>();
    for (String text : texts) {
      text.codePoints()
          .mapToObj(Character::toString)
          .filter(symbol -> !symbol.isBlank() && !known.computeIfAbsent(symbol, typesetter::canSet))
          .forEach(symbol -> counts.merge(symbol, 1, Integer::sum));
    }
    if (counts.isEmpty()) {
      return "no font alone has all of its characters";
    }
    String most =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(20)
            .map(entry -> entry.getKey() + " (" + entry.getValue() + "×)")
            .collect(Collectors.joining(", "));
    return "no font has "
        + most
        + (counts.size() > 20 ? " and " + (counts.size() - 20) + " more" : "");
  }

  /** The pictures of one folder: drawn on many threads, each from a seed of its own. */
  private final class Writing {
    private final Typesetter typesetter;
    private final List<String> texts;
    private final int pictures;
    private final InOrder work = new InOrder();

    Writing(Typesetter typesetter, List<String> texts, int pictures) {
      this.typesetter = typesetter;
      this.texts = texts;
      this.pictures = pictures;
    }

    void stop() {
      work.stop();
    }

    int write() {
      try (NewFolder folder = NewFolder.at(surroundings.directory().resolve(out));
          Progress progress = Progress.of(surroundings, "drawing", pictures)) {
        StringBuilder labels = new StringBuilder("file\ttext\n");
        work.run(
            pictures,
            threads.count(),
            this::draw,
            (drawn, picture) -> {
              folder.write(name(picture), drawn);
              labels.append(name(picture)).append('\t').append(text(picture)).append('\n');
              progress.stepTo(picture + 1L);
            });
        folder.write("labels.tsv", labels.toString().getBytes(StandardCharsets.UTF_8));
        folder.complete();
        return Longhand.DONE;
      }
    }

    private String text(int picture) {
      return texts.get(picture % texts.size());
    }

    /** With leading zeros, so that the order of names is the order of texts. */
    private String name(int picture) {
      int digits = String.valueOf(pictures).length();
      return "0".repeat(digits - String.valueOf(picture + 1).length()) + (picture + 1) + ".png";
    }

    private byte[] draw(int picture) {
      // The seeds of neighbours must not be neighbours: the random numbers would be alike.
      SplittableRandom random =
          new SplittableRandom(seed ^ new SplittableRandom(picture).nextLong());
      GrayImage ink = typesetter.draw(text(picture), INK_HEIGHT, random);
      return PngWriter.encode(clean ? ink : Paper.photograph(ink, random));
    }
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }
}
