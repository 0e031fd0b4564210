package dev.longhand.dataset;

import dev.longhand.ink.InkDocument;
import dev.longhand.ink.InvalidInkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pen strokes as JSON lines, gzipped or not, all in memory: an {@link InkDocument} with its label
 * on each line. Empty lines are passed over.
 */
public final class InkDataset implements Dataset {

  /** So that a small gzipped file cannot fill the memory: some 800 MB. */
  private static final long MOST_POINTS = 100_000_000;

  private final String name;
  private final List<Sample> samples;

  private InkDataset(String name, List<Sample> samples) {
    this.name = name;
    this.samples = samples;
  }

  /**
   * @throws InvalidDataException naming the file and the first line that is not labelled ink
   */
  public static InkDataset open(Path file) {
    String fileName = String.valueOf(file.getFileName());
    List<Sample> samples = new ArrayList<>();
    long points = 0;
    int lineNumber = 0;
    try (Reader characters =
            new InputStreamReader(DataFile.open(file), StandardCharsets.UTF_8.newDecoder());
        BufferedReader reader = new BufferedReader(characters, 1 << 16)) {
      StringBuilder buffer = new StringBuilder();
      for (String line = readLine(reader, buffer); line != null; line = readLine(reader, buffer)) {
        lineNumber++;
        if (line.isBlank()) {
          continue;
        }
        Sample sample = parse(file, fileName + ":" + lineNumber, lineNumber, line);
        samples.add(sample);
        points += points(sample);
        if (points > MOST_POINTS) {
          throw new InvalidDataException(
              file + ":" + lineNumber + ": the limit of " + MOST_POINTS + " points is passed");
        }
      }
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(file + ":" + (lineNumber + 1) + ": not UTF-8", e);
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
    return new InkDataset(fileName.replaceFirst("\\.jsonl(\\.gz)?$", ""), List.copyOf(samples));
  }

  /** As {@link BufferedReader#readLine}, but gives up soon after the longest line allowed. */
  private static @Nullable String readLine(BufferedReader reader, StringBuilder buffer)
      throws IOException {
    buffer.setLength(0);
    for (int c = reader.read(); c != '\n'; c = reader.read()) {
      if (c < 0) {
        return buffer.length() == 0 ? null : buffer.toString();
      }
      if (buffer.length() <= InkDocument.LONGEST_DOCUMENT) {
        buffer.append((char) c);
      }
    }
    return buffer.toString();
  }

  private static Sample parse(Path file, String id, int lineNumber, String line) {
    InkDocument document;
    try {
      document = InkDocument.parse(line);
    } catch (InvalidInkException e) {
      throw new InvalidDataException(file + ":" + lineNumber + ": " + e.getMessage(), e);
    }
    if (document.label().isEmpty()) {
      throw new InvalidDataException(file + ":" + lineNumber + ": there is no \"label\"");
    }
    String label = Normalizer.normalize(document.label(), Normalizer.Form.NFC);
    return new Sample(id, document.writer(), List.of(label), new Sample.Strokes(document.ink()));
  }

  private static long points(Sample sample) {
    return ((Sample.Strokes) sample.content())
        .ink().strokes().stream().mapToLong(stroke -> stroke.points()).sum();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return samples.size();
  }

  /** The file and its line, counted from 1: {@code "words.jsonl.gz:17"}. */
  @Override
  public String id(int index) {
    return samples.get(index).id();
  }

  /** The writer. */
  @Override
  public String group(int index) {
    return samples.get(index).group();
  }

  @Override
  public List<String> labels(int index) {
    return samples.get(index).labels();
  }

  @Override
  public Sample sample(int index) {
    return samples.get(index);
  }
}
