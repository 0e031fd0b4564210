package dev.longhand.sequence;

import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * How long a decoding takes, on one thread: {@code DecodingSpeed WORDS}, a file with a word on each
 * line. Not a test, because times are no facts.
 */
final class DecodingSpeed {
  private static final int FRAMES = 30;
  private static final int OUTPUTS = 500;
  private static final int ROUNDS = 8;

  private DecodingSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Alphabet alphabet =
        Alphabet.ofCodePoints(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'\"()-/&$%+=*#@_<");
    var spelling = new Spelling(alphabet);
    List<String> words =
        Files.readAllLines(Path.of(arguments[0])).stream()
            .filter(word -> word.length() <= 12 && spelling.of(word).isPresent())
            .toList();
    var counter = new NgramCounter(6, alphabet.size());
    words.forEach(word -> counter.add(spelling.of(word).orElseThrow(), 1));
    long start = System.nanoTime();
    var model = new CharacterLanguageModel(alphabet, counter.tree());
    System.out.printf(
        Locale.ROOT, "%s, made in %.0f ms%n", model, (System.nanoTime() - start) / 1e6);

    var random = new SplittableRandom(5);
    List<float[][]> outputs = new ArrayList<>();
    for (int i = 0; i < OUTPUTS; i++) {
      String word = words.get(random.nextInt(words.size()));
      outputs.add(Outputs.reading(alphabet, spelling.of(word).orElseThrow(), FRAMES, random));
    }
    time("greedy", new GreedyDecoder(alphabet), outputs);
    for (int width : new int[] {8, 16}) {
      time("beam " + width, new BeamDecoder(alphabet, width, Optional.empty(), 0, 0), outputs);
      time(
          "beam " + width + " with a language model",
          new BeamDecoder(alphabet, width, Optional.of(model), 0.5, 0.5),
          outputs);
    }
    start = System.nanoTime();
    Lexicon lexicon = Lexicon.read(Path.of(arguments[0]));
    System.out.printf(
        Locale.ROOT, "%s, read in %.0f ms%n", lexicon, (System.nanoTime() - start) / 1e6);
    for (int width : new int[] {16, 64}) {
      time(
          "lexicon " + width,
          new LexiconDecoder(
              alphabet, lexicon, width, Optional.empty(), 0, 0, OptionalDouble.empty()),
          outputs);
      time(
          "lexicon " + width + " with an escape and a language model",
          new LexiconDecoder(
              alphabet, lexicon, width, Optional.of(model), 0.5, 0.5, OptionalDouble.of(3)),
          outputs);
    }
  }

  /** In time of this thread, so that whatever else the machine does counts little. */
  private static void time(String name, CtcDecoder decoder, List<float[][]> outputs) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (float[][] output : outputs) {
        decoder.decode(output, 5);
      }
      best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 1e6 / outputs.size());
    }
    System.out.printf(Locale.ROOT, "%-50s %.4f ms%n", name, best);
  }
}
