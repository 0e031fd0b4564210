package dev.longhand.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Opens datasets by name or path, and makes new ones of them. */
public final class Datasets {

  private Datasets() {}

  /** Every name that {@link #open} knows, present or not. */
  public static List<String> names() {
    return NamedDataset.all().stream().map(NamedDataset::name).toList();
  }

  /** The names whose files lie in a data directory. */
  public static List<String> namesIn(Path dataDirectory) {
    return NamedDataset.all().stream()
        .filter(dataset -> dataset.isIn(dataDirectory))
        .map(NamedDataset::name)
        .toList();
  }

  /**
   * Opens a dataset.
   *
   * @param nameOrPath one of {@link #names}, looked for in {@code dataDirectory}; or the path of a
   *     file of images in idx format, of a zip or a folder of labelled images, or of ink as JSON
   *     lines. What a file is, its content tells.
   * @throws InvalidDataException when there is no such dataset, listing those that there are, or
   *     when it is broken
   */
  public static Dataset open(String nameOrPath, Path dataDirectory) {
    for (NamedDataset dataset : NamedDataset.all()) {
      if (dataset.name().equals(nameOrPath)) {
        return named(nameOrPath, dataset.open(dataDirectory));
      }
    }
    Path path = pathOrUnknown(nameOrPath, dataDirectory);
    if (!Files.exists(path)) {
      throw unknown(nameOrPath, dataDirectory);
    }
    return open(path);
  }

  private static Path pathOrUnknown(String nameOrPath, Path dataDirectory) {
    try {
      return Path.of(nameOrPath);
    } catch (InvalidPathException e) {
      throw unknown(nameOrPath, dataDirectory);
    }
  }

  private static InvalidDataException unknown(String nameOrPath, Path dataDirectory) {
    List<String> there = namesIn(dataDirectory);
    return new InvalidDataException(
        "no dataset and no file is called '"
            + nameOrPath
            + "'; "
            + dataDirectory
            + " has "
            + (there.isEmpty() ? "no known dataset" : String.join(", ", there)));
  }

  /**
   * Opens the dataset at a path.
   *
   * @throws InvalidDataException when it is not one, or is broken
   */
  public static Dataset open(Path path) {
    if (Files.isDirectory(path)) {
      return LabelledImages.open(path);
    }
    byte[] start = firstBytes(path);
    if (start.length >= 4 && start[0] == 'P' && start[1] == 'K' && start[2] < 8) {
      return LabelledImages.open(path);
    }
    if (start.length >= 3 && start[0] == 0 && start[1] == 0 && start[2] == 8) {
      return IdxDataset.open(path);
    }
    int first = 0;
    while (first < start.length && Character.isWhitespace(start[first])) {
      first++;
    }
    if (first < start.length && start[first] == '{') {
      return InkDataset.open(path);
    }
    throw new InvalidDataException(
        path
            + " is no dataset: expected an idx file of images, a folder or zip of labelled images,"
            + " or ink as JSON lines");
  }

  private static byte[] firstBytes(Path path) {
    try (InputStream in = DataFile.open(path)) {
      return in.readNBytes(64);
    } catch (IOException e) {
      throw DataFile.unreadable(path, e);
    }
  }

  /** At most {@code most} samples, spread evenly over the whole: files are often sorted. */
  public static Dataset limit(Dataset whole, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least 1 sample must remain, but was " + most);
    }
    int size = whole.size();
    if (most >= size) {
      return whole;
    }
    return select(
        whole, IntStream.range(0, most).map(i -> (int) ((long) i * size / most)).toArray());
  }

  /** The samples at {@code indices}, in that order. */
  public static Dataset select(Dataset whole, int... indices) {
    return new SelectedDataset(whole.name(), whole, indices);
  }

  /** Datasets one after the other. Ids become {@code "NAME/ID"}, so that they stay unique. */
  public static Dataset join(String name, List<Dataset> parts) {
    return new JoinedDataset(name, parts);
  }

  private static Dataset named(String name, Dataset dataset) {
    return new SelectedDataset(name, dataset, IntStream.range(0, dataset.size()).toArray());
  }

  /**
   * The SHA-256 of the ids and labels, in lower-case hex, in whatever order the samples come: the
   * lines {@code id TAB label TAB label … LF} in UTF-8, sorted by id. No image is decoded.
   */
  public static String digest(Dataset dataset) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
    IntStream.range(0, dataset.size())
        .boxed()
        .sorted(Comparator.comparing(dataset::id))
        .map(index -> dataset.id(index) + "\t" + String.join("\t", dataset.labels(index)) + "\n")
        .forEach(line -> sha256.update(line.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(sha256.digest());
  }
}
