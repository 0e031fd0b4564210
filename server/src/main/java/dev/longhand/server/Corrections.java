package dev.longhand.server;

import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What users corrected. Words and characters have a folder each, {@code word} and {@code
 * character}, with {@code NAME.png} and {@code NAME.txt} for each correction, which {@code longhand
 * train} takes as it is: an alphabet of characters with a word in it would be none.
 */
@Singleton
final class Corrections {

  private static final int LONGEST_TEXT = 200;

  /** Marks of direction and their like; what joins letters, or keeps them apart, is written. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u00ad\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private final Optional<Path> directory;
  private final int maxCount;
  private final AtomicInteger count = new AtomicInteger(-1);

  Corrections(ServerSettings settings) {
    this.directory = settings.corrections().directory();
    this.maxCount = settings.corrections().maxCount();
  }

  /** Why nothing can be kept in a folder, which is made when it is not there. */
  static Optional<String> faultOf(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      return Optional.of(
          "longhand.corrections.directory: " + directory + " cannot be made: " + e.getMessage());
    }
    return Files.isWritable(directory)
        ? Optional.empty()
        : Optional.of("longhand.corrections.directory: no permission to write into " + directory);
  }

  boolean areTaken() {
    return directory.isPresent();
  }

  /**
   * Checks what somebody says is written.
   *
   * @param kind of the model that read it, {@code "word"} or {@code "character"}
   * @return in Unicode's NFC
   * @throws ProblemException when it is no line of text, or not one character where it must be
   */
  static String checked(String text, String kind) {
    String clean = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    if (clean.isEmpty() || clean.length() > LONGEST_TEXT || !clean.equals(Texts.oneLine(clean))) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY,
          "\"text\" must be one line of 1 to " + LONGEST_TEXT + " characters");
    }
    if (INVISIBLE.matcher(clean).find()) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY,
          "\"text\" has a character that cannot be seen, so nobody can have written it");
    }
    if (kind.equals("character") && !clean.matches("\\X")) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY,
          "\"text\" must be one character, but is '"
              + Texts.shortened(clean)
              + "'; of a word say \"as\": \"word\"");
    }
    return clean;
  }

  /**
   * Keeps an image with what it says. Images are written anew, without what cameras write beside
   * the picture.
   *
   * @param kind of the model that read it
   * @return its name in the folder of that kind
   */
  String keep(GrayImage image, String text, String kind) {
    Path all = directory.orElseThrow(Corrections::off);
    if (count.get() < 0) {
      count.compareAndSet(-1, kept(all));
    }
    Path folder = all.resolve(kind);
    if (count.incrementAndGet() > maxCount) {
      count.decrementAndGet();
      throw new ProblemException(
          ProblemType.CORRECTIONS_FULL,
          "there are " + maxCount + " corrections already; move them elsewhere, and train");
    }
    String name = TIME.format(Instant.now()) + "-" + UUID.randomUUID();
    try {
      Files.createDirectories(folder);
      // The image comes last, and at once: whoever sees one finds its text.
      write(folder, name + ".txt", (text + "\n").getBytes(StandardCharsets.UTF_8));
      write(folder, name + ".png", PngWriter.encode(image));
    } catch (IOException e) {
      count.decrementAndGet();
      throw new UncheckedIOException("a correction cannot be kept in " + folder, e);
    }
    return name;
  }

  static ProblemException off() {
    return new ProblemException(
        ProblemType.CORRECTIONS_OFF,
        "this server keeps no corrections; longhand.corrections.directory turns that on");
  }

  private static int kept(Path all) {
    int kept = 0;
    for (Path folder : List.of(all.resolve("word"), all.resolve("character"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          kept += (int) files.filter(file -> file.toString().endsWith(".png")).count();
        } catch (IOException e) {
          throw new UncheckedIOException(folder + " cannot be listed", e);
        }
      }
    }
    return kept;
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    Path part = folder.resolve("." + name + ".part");
    Files.write(part, bytes);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
