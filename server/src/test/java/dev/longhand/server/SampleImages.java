package dev.longhand.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples in docs/samples, with what they say. */
final class SampleImages {

  private static final Path FOLDER = Path.of("../docs/samples");

  private SampleImages() {}

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of each word's file, as {@code "words/beehive.png"}. */
  static Map<String, String> words() {
    try {
      List<String> lines = Files.readAllLines(FOLDER.resolve("words/labels.tsv"));
      Map<String, String> words = new TreeMap<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split("\t", -1);
        words.put("words/" + cells[0], cells[cells.length - 1]);
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
