package dev.longhand.dataset;

import dev.longhand.image.GrayImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Images and labels in MNIST's idx format, gzipped or not, all in memory: a byte for each pixel.
 *
 * <p>Pixels are given as they are stored, white ink on black for MNIST and EMNIST; finding the ink
 * is the preprocessing's part.
 */
public final class IdxDataset implements Dataset {

  /** How an image's pixels are stored. */
  public enum Orientation {
    /** Row by row, as MNIST's own files. */
    UPRIGHT,
    /** Column by column, as EMNIST's official files. */
    TRANSPOSED
  }

  /** In a file of alternatives: the label is certain. */
  private static final int CERTAIN = 255;

  private static final Pattern IMAGES = Pattern.compile("(.+)-images([-.])idx3-ubyte(\\.gz)?");
  private static final Pattern OFFICIAL = Pattern.compile("emnist-([a-z]+)-(train|test)");

  private final String name;
  private final String idPrefix;
  private final IdxFile images;
  private final IdxFile labels;
  private final @Nullable IdxFile alternatives;
  private final List<List<String>> textsByLabel;
  private final Orientation orientation;

  private IdxDataset(
      String name,
      Path imagesFile,
      IdxFile images,
      IdxFile labels,
      @Nullable IdxFile alternatives,
      List<List<String>> textsByLabel,
      Orientation orientation) {
    this.name = name;
    this.idPrefix = imagesFile.getFileName() + ":";
    this.images = images;
    this.labels = labels;
    this.alternatives = alternatives;
    this.textsByLabel = textsByLabel;
    this.orientation = orientation;
  }

  /**
   * Opens images with the label file, the meaning of the labels and the orientation that the name
   * implies:
   *
   * <ul>
   *   <li>{@code emnist-SPLIT-train-images-idx3-ubyte}, an official EMNIST file, is transposed;
   *   <li>{@code pool-PART-images-idx3-ubyte} has the classes of ByClass, is upright, and has
   *       alternatives;
   *   <li>{@code train-images-idx3-ubyte} and {@code t10k-images-idx3-ubyte} are MNIST's;
   *   <li>any other {@code NAME-images-idx3-ubyte} is upright and comes with {@code
   *       NAME-mapping.txt}: on each line a label and the code points that it may mean.
   * </ul>
   *
   * each with {@code .gz} or without.
   *
   * @throws InvalidDataException when a file is missing or is not what its header promises
   */
  public static IdxDataset open(Path imagesFile) {
    String fileName = String.valueOf(imagesFile.getFileName());
    Matcher official = IMAGES.matcher(fileName);
    if (!official.matches()) {
      throw new InvalidDataException(
          imagesFile
              + ": an idx file of images is named NAME-images-idx3-ubyte or"
              + " NAME-images-idx3-ubyte.gz, so that its labels can be found");
    }
    String stem = official.group(1);
    String separator = official.group(2);
    Path labelsFile = sibling(imagesFile, stem + "-labels" + separator + "idx1-ubyte");
    Matcher emnist = OFFICIAL.matcher(stem);
    if (emnist.matches()) {
      for (EmnistSplit split : EmnistSplit.values()) {
        if (split.fileName().equals(emnist.group(1))) {
          return open(imagesFile, labelsFile, split, Orientation.TRANSPOSED);
        }
      }
    }
    if (stem.equals("train") || stem.equals("t10k")) {
      return open(imagesFile, labelsFile, EmnistSplit.MNIST, Orientation.UPRIGHT);
    }
    if (stem.startsWith("pool-")) {
      Path alternatives = sibling(imagesFile, stem + "-alternatives" + separator + "idx1-ubyte");
      return open(
          "emnist-" + stem,
          imagesFile,
          labelsFile,
          Files.exists(alternatives) ? alternatives : null,
          EmnistSplit.BYCLASS.textsByLabel(),
          Orientation.UPRIGHT);
    }
    return open(
        stem,
        imagesFile,
        labelsFile,
        null,
        readMapping(imagesFile.resolveSibling(stem + "-mapping.txt")),
        Orientation.UPRIGHT);
  }

  /** Opens images and labels whatever their names. */
  public static IdxDataset open(
      Path imagesFile, Path labelsFile, EmnistSplit split, Orientation orientation) {
    String name = String.valueOf(imagesFile.getFileName()).replaceFirst("-images.*", "");
    return open(name, imagesFile, labelsFile, null, split.textsByLabel(), orientation);
  }

  private static IdxDataset open(
      String name,
      Path imagesFile,
      Path labelsFile,
      @Nullable Path alternativesFile,
      List<List<String>> textsByLabel,
      Orientation orientation) {
    IdxFile labels = readLabels(labelsFile, textsByLabel, false);
    IdxFile alternatives =
        alternativesFile == null ? null : readLabels(alternativesFile, textsByLabel, true);
    IdxFile images = IdxFile.read(imagesFile, 3);
    requireSameCount(imagesFile, images, labelsFile, labels);
    if (alternatives != null && alternativesFile != null) {
      requireSameCount(imagesFile, images, alternativesFile, alternatives);
    }
    return new IdxDataset(
        name, imagesFile, images, labels, alternatives, textsByLabel, orientation);
  }

  private static IdxFile readLabels(Path file, List<List<String>> textsByLabel, boolean optional) {
    IdxFile labels = IdxFile.read(file, 1);
    for (int i = 0; i < labels.count(); i++) {
      int label = labels.value(i);
      boolean certain = optional && label == CERTAIN;
      if (!certain && (label >= textsByLabel.size() || textsByLabel.get(label).isEmpty())) {
        int lowest = textsByLabel.get(0).isEmpty() ? 1 : 0;
        throw new InvalidDataException(
            file
                + ": label "
                + i
                + " (counted from 0) is "
                + label
                + ", but "
                + lowest
                + " to "
                + (textsByLabel.size() - 1)
                + (optional ? ", or 255," : "")
                + " was expected");
      }
    }
    return labels;
  }

  private static void requireSameCount(
      Path imagesFile, IdxFile images, Path labelsFile, IdxFile labels) {
    if (images.count() != labels.count()) {
      throw new InvalidDataException(
          imagesFile
              + " has "
              + images.count()
              + " images, but "
              + labelsFile
              + " has "
              + labels.count()
              + " labels; take both from the same release");
    }
  }

  /** Labels may be gzipped where images are not, and the other way about. */
  private static Path sibling(Path imagesFile, String fileName) {
    boolean gzipped = String.valueOf(imagesFile.getFileName()).endsWith(".gz");
    Path alike = imagesFile.resolveSibling(gzipped ? fileName + ".gz" : fileName);
    Path other = imagesFile.resolveSibling(gzipped ? fileName : fileName + ".gz");
    return !Files.exists(alike) && Files.exists(other) ? other : alike;
  }

  private static List<List<String>> readMapping(Path file) {
    List<List<String>> texts = new ArrayList<>();
    int lineNumber = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(DataFile.open(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        lineNumber++;
        if (!line.isBlank()) {
          addMapping(texts, line.trim().split("\\s+"));
        }
      }
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          file
              + ":"
              + lineNumber
              + ": expected a label of 0 to 254 and its code points, as \"10 65 97\"",
          e);
    }
    if (texts.isEmpty()) {
      throw new InvalidDataException(file + " maps no label");
    }
    return List.copyOf(texts);
  }

  private static void addMapping(List<List<String>> texts, String[] numbers) {
    int label = Integer.parseInt(numbers[0]);
    if (numbers.length < 2 || label < 0 || label >= CERTAIN) {
      throw new IllegalArgumentException();
    }
    while (texts.size() <= label) {
      texts.add(List.of());
    }
    List<String> meanings = new ArrayList<>();
    for (int i = 1; i < numbers.length; i++) {
      String symbol = Character.toString(Integer.parseInt(numbers[i]));
      meanings.add(Normalizer.normalize(symbol, Normalizer.Form.NFC));
    }
    texts.set(label, List.copyOf(meanings));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return images.count();
  }

  /** The images' file and the place in it, counted from 0: {@code "pool-train…ubyte.gz:17"}. */
  @Override
  public String id(int index) {
    return idPrefix + index;
  }

  @Override
  public String group(int index) {
    return "";
  }

  @Override
  public List<String> labels(int index) {
    List<String> texts = textsByLabel.get(labels.value(index));
    if (alternatives == null || alternatives.value(index) == CERTAIN) {
      return texts;
    }
    List<String> all = new ArrayList<>(texts);
    for (String text : textsByLabel.get(alternatives.value(index))) {
      if (!all.contains(text)) {
        all.add(text);
      }
    }
    return List.copyOf(all);
  }

  @Override
  public Sample sample(int index) {
    return new Sample(id(index), "", labels(index), new Sample.Pixels(image(index)));
  }

  private GrayImage image(int index) {
    byte[] stored = images.bytes(index);
    int rows = images.extent(1);
    int columns = images.extent(2);
    if (orientation == Orientation.UPRIGHT) {
      return GrayImage.of(columns, rows, stored);
    }
    byte[] upright = new byte[stored.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        upright[column * rows + row] = stored[row * columns + column];
      }
    }
    return GrayImage.of(rows, columns, upright);
  }
}
