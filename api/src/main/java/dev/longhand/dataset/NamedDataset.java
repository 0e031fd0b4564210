package dev.longhand.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset that users call by name, and where it lies in a data directory.
 *
 * @param name as {@code "emnist-byclass-test"}
 * @param file below the data directory; for idx files, that of the images
 */
record NamedDataset(String name, String file) {

  static List<NamedDataset> all() {
    List<NamedDataset> all = new ArrayList<>();
    for (EmnistSplit split : EmnistSplit.values()) {
      for (String part : List.of("train", "test")) {
        String name = "emnist-" + split.fileName() + "-" + part;
        all.add(new NamedDataset(name, "emnist/" + name + "-images-idx3-ubyte.gz"));
      }
    }
    for (String part : List.of("train", "validation")) {
      all.add(
          new NamedDataset("emnist-pool-" + part, "emnist/pool-" + part + "-images-idx3-ubyte.gz"));
    }
    for (String part : List.of("train", "validation", "test")) {
      for (String kind : List.of("characters", "words")) {
        all.add(
            new NamedDataset(
                "unipen-" + kind + "-" + part, "unipen/" + kind + "." + part + ".jsonl.gz"));
      }
      all.add(
          new NamedDataset("cyrillic-characters-" + part, "cyrillic/characters." + part + ".zip"));
      all.add(new NamedDataset("copiste-lines-" + part, "copiste/lines." + part + ".zip"));
    }
    all.add(new NamedDataset("photos-characters", "photos/characters.zip"));
    return all;
  }

  /** Where it is, gzipped or not, or would be. */
  Path in(Path dataDirectory) {
    Path gzipped = dataDirectory.resolve(file);
    if (!Files.exists(gzipped) && file.endsWith(".gz")) {
      Path plain = dataDirectory.resolve(file.substring(0, file.length() - ".gz".length()));
      return Files.exists(plain) ? plain : gzipped;
    }
    return gzipped;
  }

  boolean isIn(Path dataDirectory) {
    return Files.exists(in(dataDirectory));
  }
}
