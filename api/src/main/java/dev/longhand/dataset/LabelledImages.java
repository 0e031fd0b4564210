package dev.longhand.dataset;

import dev.longhand.image.GrayImage;
import dev.longhand.image.ImageReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Image files in a folder or a zip, with what they say in one of three forms:
 *
 * <ol>
 *   <li>{@code labels.tsv}, in UTF-8, with the header {@code file TAB group TAB text} or {@code
 *       file TAB text}; a group of {@code -} is unknown.
 *   <li>Beside each {@code NAME.png} (or another format) a {@code NAME.txt} with its text, one line
 *       in UTF-8.
 *   <li>A sub-folder for each text, called like it, with its images. Where upper and lower case
 *       cannot stand side by side, {@code upper_A} and {@code lower_a} say which.
 * </ol>
 *
 * All of it may stand in a single top folder of the zip. Texts are brought to Unicode's NFC. Images
 * are decoded when they are asked for; nothing is unpacked to disk.
 */
public final class LabelledImages implements Dataset {

  private static final String LABELS = "labels.tsv";
  private static final int LARGEST_LABELS_FILE = 200_000_000;
  private static final int LARGEST_TEXT_FILE = 100_000;
  private static final Set<String> IMAGE_ENDINGS =
      Set.of("png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif");

  private final String name;
  private final ImageStore store;
  private final List<Entry> entries;

  private LabelledImages(String name, ImageStore store, List<Entry> entries) {
    this.name = name;
    this.store = store;
    this.entries = entries;
  }

  /**
   * Reads the labels, and no image yet.
   *
   * @throws InvalidDataException when there is none of the three forms; and naming file and line,
   *     when an image is missing
   */
  public static LabelledImages open(Path folderOrZip) {
    ImageStore store = ImageStore.open(folderOrZip);
    String name = String.valueOf(folderOrZip.toAbsolutePath().normalize().getFileName());
    String prefix = "";
    List<Entry> entries;
    if (store.contains(LABELS)) {
      entries = readLabels(store, "");
    } else {
      List<String> names = store.names();
      prefix = commonFolder(names);
      entries =
          names.contains(prefix + LABELS)
              ? readLabels(store, prefix)
              : entriesByName(store, names, prefix);
    }
    if (entries.isEmpty()) {
      throw new InvalidDataException(
          folderOrZip
              + " holds no labelled images: expected "
              + LABELS
              + ", or NAME.png with NAME.txt, or a sub-folder of images for each text");
    }
    return new LabelledImages(name.replaceFirst("\\.zip$", ""), store, entries);
  }

  /** The top folder in which everything stands, with its {@code '/'}; or nothing. */
  private static String commonFolder(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    // Sorted, so what the first and the last share, all share.
    String first = names.get(0);
    String top = first.substring(0, first.indexOf('/') + 1);
    boolean shared = names.get(names.size() - 1).startsWith(top);
    boolean holdsMore =
        names.stream()
            .anyMatch(name -> name.equals(top + LABELS) || name.indexOf('/', top.length()) > 0);
    return shared && holdsMore ? top : "";
  }

  private static List<Entry> readLabels(ImageStore store, String prefix) {
    String described = store.describe(prefix + LABELS);
    String table = decode(store.read(prefix + LABELS, LARGEST_LABELS_FILE), described);
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> lineByFile = new HashMap<>();
    int columns = 0;
    int lineNumber = 0;
    for (String line : (Iterable<String>) table.lines()::iterator) {
      lineNumber++;
      String where = described + ":" + lineNumber;
      if (lineNumber == 1) {
        columns = columns(line, where);
        continue;
      }
      if (line.isEmpty()) {
        continue;
      }
      Entry entry = entry(line, columns, prefix, where);
      if (!store.contains(entry.file)) {
        throw new InvalidDataException(where + ": there is no file " + entry.file);
      }
      Integer twin = lineByFile.putIfAbsent(entry.file, lineNumber);
      if (twin != null) {
        throw new InvalidDataException(
            where + ": the file " + entry.file + " already stands in line " + twin);
      }
      entries.add(entry);
    }
    return List.copyOf(entries);
  }

  private static int columns(String header, String where) {
    return switch (header) {
      case "file\tgroup\ttext" -> 3;
      case "file\ttext" -> 2;
      default ->
          throw new InvalidDataException(
              where
                  + ": expected the header file<TAB>group<TAB>text or file<TAB>text, found \""
                  + shorten(header.replace("\t", "<TAB>"))
                  + "\"");
    };
  }

  private static Entry entry(String line, int columns, String prefix, String where) {
    String[] cells = line.split("\t", -1);
    if (cells.length != columns) {
      throw new InvalidDataException(
          where + ": expected " + columns + " columns parted by tabs, found " + cells.length);
    }
    String text = cells[columns - 1];
    if (cells[0].isEmpty() || text.isEmpty()) {
      throw new InvalidDataException(
          where + ": the " + (text.isEmpty() ? "text" : "file") + " is missing");
    }
    String group = columns == 3 && !cells[1].equals("-") ? cells[1] : "";
    return new Entry(prefix + cells[0], group, text);
  }

  private static List<Entry> entriesByName(ImageStore store, List<String> names, String prefix) {
    Set<String> all = Set.copyOf(names);
    List<Entry> pairs = new ArrayList<>();
    List<Entry> byFolder = new ArrayList<>();
    for (String name : names) {
      if (!isImage(name)) {
        continue;
      }
      String textFile = name.substring(0, name.lastIndexOf('.')) + ".txt";
      int slash = name.indexOf('/', prefix.length());
      if (all.contains(textFile)) {
        pairs.add(new Entry(name, "", readText(store, textFile)));
      } else if (slash > 0) {
        byFolder.add(new Entry(name, "", textOfFolder(name.substring(prefix.length(), slash))));
      } else {
        throw new InvalidDataException(
            store.describe(name) + " has no label: there is no file " + textFile);
      }
    }
    if (!pairs.isEmpty() && !byFolder.isEmpty()) {
      throw new InvalidDataException(
          store.describe(byFolder.get(0).file)
              + " has no text beside it, but "
              + pairs.get(0).file
              + " has");
    }
    return List.copyOf(pairs.isEmpty() ? byFolder : pairs);
  }

  private static boolean isImage(String name) {
    return IMAGE_ENDINGS.contains(
        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static String readText(ImageStore store, String name) {
    String described = store.describe(name);
    String text = decode(store.read(name, LARGEST_TEXT_FILE), described).strip();
    if (text.isEmpty() || text.lines().count() > 1) {
      throw new InvalidDataException(described + ": expected one line of text");
    }
    return text;
  }

  private static String textOfFolder(String folder) {
    for (String marker : List.of("upper_", "lower_")) {
      String text = folder.startsWith(marker) ? folder.substring(marker.length()) : "";
      if (text.codePointCount(0, text.length()) == 1) {
        return text;
      }
    }
    return folder;
  }

  private static String decode(byte[] utf8, String described) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(described + " is not UTF-8; save it as UTF-8", e);
    }
  }

  private static String shorten(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return entries.size();
  }

  /** The image's file within the folder or zip. */
  @Override
  public String id(int index) {
    return entries.get(index).file;
  }

  @Override
  public String group(int index) {
    return entries.get(index).group;
  }

  @Override
  public List<String> labels(int index) {
    return List.of(entries.get(index).text);
  }

  @Override
  public Sample sample(int index) {
    Entry entry = entries.get(index);
    byte[] file = store.read(entry.file, ImageReader.LARGEST_FILE);
    GrayImage image = ImageReader.read(file, store.describe(entry.file));
    return new Sample(entry.file, entry.group, List.of(entry.text), new Sample.Pixels(image));
  }

  private record Entry(String file, String group, String text) {
    Entry {
      text = Normalizer.normalize(text, Normalizer.Form.NFC);
    }
  }
}
