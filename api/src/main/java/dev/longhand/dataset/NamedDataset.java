package dev.longhand.dataset;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Where it is as a file of its own, gzipped or not, or would be. */
  Path in(Path dataDirectory) {
    Path gzipped = dataDirectory.resolve(file);
    if (!Files.exists(gzipped) && file.endsWith(".gz")) {
      Path plain = dataDirectory.resolve(file.substring(0, file.length() - ".gz".length()));
      return Files.exists(plain) ? plain : gzipped;
    }
    return gzipped;
  }

  /** How it can be fetched, if it can. */
  Optional<Download> download() {
    return DownloadCatalog.all().stream()
        .filter(download -> download.name().equals(name))
        .findFirst();
  }

  boolean isIn(Path dataDirectory) {
    return Files.exists(in(dataDirectory))
        || download().map(download -> Files.exists(download.in(dataDirectory))).orElse(false);
  }

  /**
   * @throws InvalidDataException when it is not there, saying how to get it, or when it is broken
   */
  Dataset open(Path dataDirectory) {
    Path path = in(dataDirectory);
    if (Files.exists(path)) {
      return Datasets.open(path);
    }
    Optional<Download> download = download();
    Path zip = download.map(found -> found.in(dataDirectory)).orElse(path);
    if (Files.exists(zip)) {
      return openInZip(zip, "gzip/" + path.getFileName());
    }
    throw new InvalidDataException(
        "the dataset "
            + name
            + " is not there: no file "
            + path
            + download
                .map(
                    found ->
                        "; fetch it with 'longhand data fetch "
                            + name
                            + "', or put "
                            + found.source()
                            + " at "
                            + zip)
                .orElse(""));
  }

  /** Reads idx files where they lie in a zip; afterwards the zip is closed again. */
  private static Dataset openInZip(Path zip, String images) {
    try (FileSystem members = FileSystems.newFileSystem(zip)) {
      return IdxDataset.open(members.getPath(images));
    } catch (InvalidDataException e) {
      throw new InvalidDataException("in " + zip + ": " + e.getMessage(), e);
    } catch (IOException | ProviderNotFoundException e) {
      throw new InvalidDataException(zip + " is no zip that can be read; fetch it again", e);
    }
  }
}
