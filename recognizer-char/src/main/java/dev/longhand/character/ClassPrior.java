package dev.longhand.character;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import dev.longhand.text.TextFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How common each class is where a model is used. It is data beside the network, applied to the
 * network's likelihoods, and not baked into its weights.
 *
 * @param name as users say it: {@code "emnist"}
 * @param frequencies of each class, in the alphabet's order; in any unit, in 1e-100…1e100
 */
public record ClassPrior(String name, double... frequencies) {

  /** Within these, shares neither vanish nor overflow. */
  private static final double LEAST = 1e-100;

  private static final double MOST = 1e100;

  public ClassPrior {
    frequencies = frequencies.clone();
    if (frequencies.length == 0) {
      throw new IllegalArgumentException("prior '" + name + "' has no frequencies");
    }
    for (double frequency : frequencies) {
      if (!isFrequency(frequency)) {
        throw new IllegalArgumentException(
            "a frequency must be in 1e-100…1e100, but was " + frequency + " in '" + name + "'");
      }
    }
  }

  private static boolean isFrequency(double value) {
    return value >= LEAST && value <= MOST;
  }

  /** Every class is as likely as every other. */
  public static ClassPrior uniform(int classes) {
    double[] frequencies = new double[classes];
    Arrays.fill(frequencies, 1);
    return new ClassPrior("uniform", frequencies);
  }

  /**
   * Reads {@code symbol<TAB>frequency} lines; symbols that are not named are a thousandth as common
   * as the rarest that is. Lines that begin with {@code "# "} are comments.
   *
   * @throws LonghandException when the file cannot be read, naming the line
   */
  public static ClassPrior read(Path file, Alphabet alphabet) {
    Map<String, Double> named = new LinkedHashMap<>();
    List<String> lines =
        TextFile.read(file, "a prior, lines of symbol, tab and frequency").lines().toList();
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.isBlank() || line.startsWith("# ")) {
        continue;
      }
      String[] fields = line.split("\t", -1);
      String place = file + ", line " + number + ": ";
      if (fields.length != 2) {
        throw new LonghandException(
            place + "expected a symbol, a tab and a frequency, but found " + quote(line));
      }
      if (alphabet.indexOf(fields[0]).isEmpty()) {
        throw new LonghandException(
            place
                + quote(fields[0])
                + " is none of the model's symbols "
                + String.join("", alphabet.symbols()));
      }
      if (named.put(fields[0], parse(fields[1], place)) != null) {
        throw new LonghandException(place + "'" + fields[0] + "' stands twice");
      }
    }
    if (named.isEmpty()) {
      throw new LonghandException(
          file + " names no symbol; expected lines of symbol, tab, frequency");
    }
    double rarest = named.values().stream().mapToDouble(Double::doubleValue).min().getAsDouble();
    double unnamed = Math.max(LEAST, rarest / 1000);
    double[] frequencies =
        alphabet.symbols().stream()
            .mapToDouble(symbol -> named.getOrDefault(symbol, unnamed))
            .toArray();
    return new ClassPrior(file.toString(), frequencies);
  }

  private static double parse(String text, String place) {
    double frequency;
    try {
      frequency = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      frequency = Double.NaN;
    }
    if (!isFrequency(frequency)) {
      throw new LonghandException(
          place + "a frequency is a number in 1e-100…1e100, but here is " + quote(text));
    }
    return frequency;
  }

  /** Enough of a line to recognise it by. */
  private static String quote(String text) {
    String visible = text.replaceAll("\\p{Cntrl}", " ");
    return "'" + (visible.length() <= 40 ? visible : visible.substring(0, 40) + "…") + "'";
  }

  @Override
  public double[] frequencies() {
    return frequencies.clone();
  }

  /** The natural logarithm of each class's share. */
  float[] logShares() {
    double sum = Arrays.stream(frequencies).sum();
    float[] logs = new float[frequencies.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = (float) Math.log(frequencies[k] / sum);
    }
    return logs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassPrior that
        && name.equals(that.name)
        && Arrays.equals(frequencies, that.frequencies);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(frequencies);
  }

  @Override
  public String toString() {
    return name;
  }
}
