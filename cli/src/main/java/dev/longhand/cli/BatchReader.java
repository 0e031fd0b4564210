package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads any number of images: while the network reads some, the next ones are decoded and prepared,
 * and no more than two batches are in memory.
 */
final class BatchReader {
  private final Supplier<? extends Recognizer> recognizer;
  private final int threads;
  private final int batchSize;

  /**
   * @param recognizer may still be opening while the first images are decoded
   * @param threads that decode and prepare images
   * @param batchSize images in one run of the network
   */
  BatchReader(Supplier<? extends Recognizer> recognizer, int threads, int batchSize) {
    this.recognizer = recognizer;
    this.threads = threads;
    this.batchSize = batchSize;
  }

  /** Is told of each image, in order, on the thread that called. */
  interface Listener {
    /**
     * @param image what was read
     */
    void read(int index, Prepared image, Recognition recognition);

    /**
     * @param why the image could not be read
     */
    void failed(int index, LonghandException why);
  }

  /**
   * @param images decodes one image; called from several threads
   */
  void read(int count, IntFunction<GrayImage> images, Listener listener) {
    ExecutorService workers = Executors.newFixedThreadPool(threads, Ahead::thread);
    try {
      List<Future<Attempt>> next = prepare(0, count, images, workers);
      Recognizer opened = recognizer.get();
      for (int first = 0; first < count; first += batchSize) {
        List<Future<Attempt>> batch = next;
        next = prepare(first + batchSize, count, images, workers);
        read(opened, first, batch.stream().map(Ahead::get).toList(), listener);
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private List<Future<Attempt>> prepare(
      int first, int count, IntFunction<GrayImage> images, ExecutorService workers) {
    List<Future<Attempt>> batch = new ArrayList<>();
    for (int i = first; i < Math.min(count, first + batchSize); i++) {
      int index = i;
      batch.add(workers.submit(() -> prepare(images, index)));
    }
    return batch;
  }

  private Attempt prepare(IntFunction<GrayImage> images, int index) {
    try {
      GrayImage image = images.apply(index);
      return new Attempt(recognizer.get().prepare(image), null);
    } catch (LonghandException e) {
      return new Attempt(null, e);
    }
  }

  private static void read(
      Recognizer recognizer, int first, List<Attempt> batch, Listener listener) {
    List<Prepared> prepared = new ArrayList<>();
    for (Attempt attempt : batch) {
      if (attempt.prepared() != null) {
        prepared.add(attempt.prepared());
      }
    }
    Iterator<Recognition> recognitions = recognizer.read(prepared).iterator();
    int index = first;
    for (Attempt attempt : batch) {
      Prepared image = attempt.prepared();
      if (image != null) {
        listener.read(index++, image, recognitions.next());
      } else {
        listener.failed(index++, Objects.requireNonNull(attempt.failure()));
      }
    }
  }

  /** Exactly one of the two. */
  private record Attempt(@Nullable Prepared prepared, @Nullable LonghandException failure) {}
}
