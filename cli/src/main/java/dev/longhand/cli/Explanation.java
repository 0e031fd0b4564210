package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PngWriter;
import dev.longhand.image.PreprocessingPipeline.Stage;
import dev.longhand.recognition.Recognizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the network saw of each image, as PNG files: {@code photo.0-decoded.png} and one for each
 * step of preparing it, the last being the network's input.
 */
final class Explanation {
  private final Path folder;
  private final List<String> names;

  private Explanation(Path folder, List<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /**
   * @throws LonghandException when the folder cannot be made
   */
  static Explanation in(Path folder, List<String> images) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LonghandException("the folder " + folder + " cannot be made: " + e, e);
    }
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String image : images) {
      String name = stem(image);
      for (int copy = 2; !taken.add(name); copy++) {
        name = stem(image) + "-" + copy;
      }
      names.add(name);
    }
    return new Explanation(folder, names);
  }

  private static String stem(String image) {
    if (image.equals("-")) {
      return "stdin";
    }
    String file = image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  /**
   * @param index of the image among those given
   * @throws LonghandException when a file cannot be written
   */
  void write(int index, GrayImage decoded, Recognizer recognizer) {
    // First, so that it is there to look at when no ink is found on it.
    write(index, 0, "decoded", decoded);
    int step = 1;
    for (Stage stage : recognizer.explain(decoded)) {
      write(index, step++, hyphenated(stage.step()), stage.image());
    }
  }

  private void write(int index, int step, String what, GrayImage image) {
    Path file = folder.resolve(names.get(index) + "." + step + "-" + what + ".png");
    try {
      Files.write(file, PngWriter.encode(image));
    } catch (IOException e) {
      throw new LonghandException("cannot write " + file + ": " + e, e);
    }
  }

  /** {@code "CropInk"} becomes {@code "crop-ink"}. */
  private static String hyphenated(String step) {
    return step.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
