package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long single images take, one after the other.
 *
 * @param preparing milliseconds from a decoded image to the network's input, for each image
 * @param reading milliseconds from there to the recognition: network and decoder
 */
record OneByOne(List<Double> preparing, List<Double> reading) {

  /** Images that are read before the clock counts, so that the JVM has compiled what it runs. */
  private static final int WARM_UP = 300;

  /**
   * Reads a dataset; before that its first images, uncounted. Images without ink are left out.
   *
   * @throws LonghandException when none can be read
   */
  static OneByOne of(Dataset dataset, Recognizer recognizer, Progress progress) {
    for (int i = 0; i < WARM_UP; i++) {
      time(dataset, i % dataset.size(), recognizer, new ArrayList<>(), new ArrayList<>());
    }
    List<Double> preparing = new ArrayList<>();
    List<Double> reading = new ArrayList<>();
    for (int i = 0; i < dataset.size(); i++) {
      time(dataset, i, recognizer, preparing, reading);
      progress.stepTo(i + 1L);
    }
    if (reading.isEmpty()) {
      throw new LonghandException("none of the images of " + dataset.name() + " can be read");
    }
    return new OneByOne(preparing, reading);
  }

  private static void time(
      Dataset dataset,
      int index,
      Recognizer recognizer,
      List<Double> preparing,
      List<Double> reading) {
    GrayImage image = dataset.sample(index).image();
    try {
      long start = System.nanoTime();
      Prepared prepared = recognizer.prepare(image);
      long ready = System.nanoTime();
      List<Recognition> read = recognizer.read(List.of(prepared));
      long done = System.nanoTime();
      if (!read.isEmpty()) {
        preparing.add((ready - start) / 1e6);
        reading.add((done - ready) / 1e6);
      }
    } catch (LonghandException e) {
      // It is counted where accuracy is measured.
    }
  }

  String text() {
    return String.format(
        Locale.ROOT,
        """
        one image at a time, %,d of them     p50     p95     p99
        preparing, ms                %8.2f%8.2f%8.2f
        reading and decoding, ms     %8.2f%8.2f%8.2f\
        """,
        reading.size(),
        percentile(preparing, 0.5),
        percentile(preparing, 0.95),
        percentile(preparing, 0.99),
        percentile(reading, 0.5),
        percentile(reading, 0.95),
        percentile(reading, 0.99));
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"n\":%d,\"preparingMs\":%s,\"readingMs\":%s}",
        reading.size(),
        json(preparing),
        json(reading));
  }

  private static String json(List<Double> times) {
    return String.format(
        Locale.ROOT,
        "{\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f}",
        percentile(times, 0.5),
        percentile(times, 0.95),
        percentile(times, 0.99));
  }

  /** The time that this share of the images stays within. */
  static double percentile(List<Double> times, double share) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
