package dev.longhand.server.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.image.GrayImage;
import dev.longhand.image.NoInkException;
import dev.longhand.image.Prepared;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.recognition.Recognizer;
import dev.longhand.recognition.Recognizers;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadingQueueTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final ModelBundle MODEL = Recognizers.model("latin-62");

  @Test
  void everyImageGetsItsOwnAnswerUnderLoad() {
    var recognizer = new WidthReader();
    var reader = new Reader(MODEL, "fake", recognizer);
    try (var queue = queue(4, 8, Duration.ofMillis(2), 100_000)) {
      var random = new Random(1);
      List<Integer> widths = new ArrayList<>();
      List<CompletableFuture<Reading>> readings = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        int width = 1 + random.nextInt(300);
        widths.add(width);
        readings.add(queue.read(reader, () -> image(width), LONG));
      }
      for (int i = 0; i < widths.size(); i++) {
        assertThat(readings.get(i).join().recognition().text()).isEqualTo("" + widths.get(i));
      }
    }
    assertThat(recognizer.batches)
        .allSatisfy(
            batch -> {
              assertThat(batch.size()).isBetween(1, 8);
              assertThat(batch.stream().map(width -> (width + 31) / 32).distinct()).hasSize(1);
            });
    assertThat(recognizer.batches).anySatisfy(batch -> assertThat(batch).hasSizeGreaterThan(1));
  }

  @Test
  void imagesOfDifferentReadersShareNoBatch() {
    var one = new WidthReader();
    var other = new WidthReader();
    try (var queue = queue(1, 100, Duration.ofMillis(5), 1_000)) {
      var readers = List.of(new Reader(MODEL, "one", one), new Reader(MODEL, "other", other));
      List<CompletableFuture<Reading>> readings = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        readings.add(queue.read(readers.get(i % 2), () -> image(10), LONG));
      }
      readings.forEach(CompletableFuture::join);
    }
    assertThat(one.count()).isEqualTo(50);
    assertThat(other.count()).isEqualTo(50);
  }

  @Test
  void aSingleImageWaitsForNobody() {
    var reader = new Reader(MODEL, "fake", new WidthReader());
    // With this delay the test would run into its time limit.
    try (var queue = queue(2, 8, Duration.ofHours(1), 10)) {
      assertThat(queue.read(reader, () -> image(7), LONG).join().recognition().text())
          .isEqualTo("7");
    }
  }

  @Test
  void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() throws InterruptedException {
    var gate = new CountDownLatch(1);
    var reader = new Reader(MODEL, "fake", new WidthReader());
    try (var queue = queue(1, 1, Duration.ZERO, 3)) {
      List<CompletableFuture<Reading>> accepted = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        accepted.add(queue.read(reader, waiting(gate), LONG));
      }
      assertThat(queue.isFull()).isTrue();
      assertThatThrownBy(() -> queue.read(reader, () -> image(1), LONG))
          .isInstanceOf(OverloadedException.class)
          .hasMessage(ReadingQueue.BUSY);
      gate.countDown();
      accepted.forEach(CompletableFuture::join);
      assertThat(queue.read(reader, () -> image(1), LONG).join().recognition().text())
          .isEqualTo("1");
      assertThat(queue.length()).isZero();
    }
  }

  @Test
  void aDeadlineFreesThePlace() {
    var gate = new CountDownLatch(1);
    var reader = new Reader(MODEL, "fake", new WidthReader());
    try (var queue = queue(1, 1, Duration.ZERO, 2)) {
      var first = queue.read(reader, waiting(gate), LONG);
      var second = queue.read(reader, () -> image(2), Duration.ofMillis(1));
      assertThatThrownBy(second::join).hasCauseInstanceOf(DeadlineException.class);
      var third = queue.read(reader, () -> image(3), LONG);
      gate.countDown();
      assertThat(first.join().recognition().text()).isEqualTo("1");
      assertThat(third.join().recognition().text()).isEqualTo("3");
    }
  }

  @Test
  void aCancelledJobFreesItsPlaceAndIsNotRead() {
    var gate = new CountDownLatch(1);
    var recognizer = new WidthReader();
    var reader = new Reader(MODEL, "fake", recognizer);
    try (var queue = queue(1, 1, Duration.ZERO, 2)) {
      var first = queue.read(reader, waiting(gate), LONG);
      var second = queue.read(reader, () -> image(2), LONG);
      second.cancel(false);
      var third = queue.read(reader, () -> image(3), LONG);
      gate.countDown();
      first.join();
      third.join();
    }
    assertThat(recognizer.batches).containsExactlyInAnyOrder(List.of(1), List.of(3));
  }

  @Test
  void anImageThatCannotBeReadFailsAlone() {
    var recognizer = new WidthReader();
    var reader = new Reader(MODEL, "fake", recognizer);
    try (var queue = queue(1, 10, Duration.ofMillis(50), 100)) {
      var good = queue.read(reader, () -> image(5), LONG);
      var empty =
          queue.read(
              reader,
              () -> {
                throw new NoInkException("nothing");
              },
              LONG);
      var poisonous = queue.read(reader, () -> image(WidthReader.POISON), LONG);
      var alsoGood = queue.read(reader, () -> image(WidthReader.POISON + 1), LONG);
      assertThat(good.join().recognition().text()).isEqualTo("5");
      assertThatThrownBy(empty::join).hasCauseInstanceOf(NoInkException.class);
      assertThatThrownBy(poisonous::join).hasCauseInstanceOf(IllegalStateException.class);
      assertThat(alsoGood.join().recognition().text()).isEqualTo("" + (WidthReader.POISON + 1));
    }
  }

  @Test
  void closingAnswersWhatWasAcceptedAndRefusesTheRest() {
    var gate = new CountDownLatch(1);
    var reader = new Reader(MODEL, "fake", new WidthReader());
    var queue = queue(2, 4, Duration.ofMillis(1), 1_000);
    List<CompletableFuture<Reading>> accepted = new ArrayList<>();
    accepted.add(queue.read(reader, waiting(gate), LONG));
    for (int i = 0; i < 200; i++) {
      accepted.add(queue.read(reader, () -> image(9), LONG));
    }
    CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close);
    while (true) {
      try {
        accepted.add(queue.read(reader, () -> image(9), LONG));
      } catch (OverloadedException e) {
        break;
      }
    }
    gate.countDown();
    closing.join();
    assertThat(accepted).allSatisfy(reading -> assertThat(reading).isCompleted());
  }

  @Test
  void otherWorkTakesItsTurn() {
    try (var queue = queue(1, 1, Duration.ZERO, 2)) {
      assertThat(queue.run(() -> 6 * 7, LONG).join()).isEqualTo(42);
      assertThatThrownBy(
              () ->
                  queue
                      .run(
                          () -> {
                            throw new IllegalStateException("broken");
                          },
                          LONG)
                      .join())
          .hasRootCauseMessage("broken");
      assertThat(queue.length()).isZero();
    }
  }

  @Test
  void theListenerHearsOfBatchesAndOfWhatWasNotDone() {
    var gate = new CountDownLatch(1);
    var images = new AtomicInteger();
    var events = new ConcurrentLinkedQueue<String>();
    var listener =
        new QueueListener() {
          @Override
          public void ran(Reader reader, int count, Duration running) {
            images.addAndGet(count);
          }

          @Override
          public void refused() {
            events.add("refused");
          }

          @Override
          public void expired() {
            events.add("expired");
          }

          @Override
          public void abandoned() {
            events.add("abandoned");
          }
        };
    var reader = new Reader(MODEL, "fake", new WidthReader());
    try (var queue = new ReadingQueue(new QueueSettings(1, 1, Duration.ZERO, 2), listener)) {
      var first = queue.read(reader, waiting(gate), LONG);
      var given = queue.read(reader, () -> image(2), LONG);
      assertThatThrownBy(() -> queue.read(reader, () -> image(3), LONG))
          .isInstanceOf(OverloadedException.class);
      given.cancel(false);
      var late = queue.read(reader, () -> image(4), Duration.ofMillis(1));
      assertThatThrownBy(late::join).hasCauseInstanceOf(DeadlineException.class);
      gate.countDown();
      first.join();
    }
    assertThat(images).hasValue(1);
    assertThat(events).containsExactlyInAnyOrder("refused", "abandoned", "expired");
  }

  private static ReadingQueue queue(int workers, int maxBatch, Duration delay, int capacity) {
    return new ReadingQueue(
        new QueueSettings(workers, maxBatch, delay, capacity), QueueListener.NONE);
  }

  /** An image of width 1 that comes when a test lets it. */
  private static ImageSource waiting(CountDownLatch gate) {
    return () -> {
      try {
        assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return image(1);
    };
  }

  private static GrayImage image(int width) {
    return GrayImage.of(width, 1, new byte[width]);
  }

  /** Reads each image as its width. */
  private static final class WidthReader implements Recognizer {
    /** Of this width, none can be read. */
    static final int POISON = 1_000;

    final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

    int count() {
      return batches.stream().mapToInt(List::size).sum();
    }

    @Override
    public Prepared prepare(GrayImage image) {
      return new Prepared(
          Tensor.zeros(Shape.of(1, 1, image.width())), new Prepared.Box(0, 0, image.width(), 1));
    }

    @Override
    public List<Recognition> read(List<Prepared> images) {
      List<Integer> widths = images.stream().map(image -> image.input().shape().extent(2)).toList();
      if (widths.contains(POISON)) {
        throw new IllegalStateException("a fault");
      }
      batches.add(widths);
      return widths.stream()
          .map(width -> new Recognition(List.of(new Candidate("" + width, 1))))
          .toList();
    }

    @Override
    public List<PreprocessingPipeline.Stage> explain(GrayImage image) {
      return List.of();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public double rejectBelow() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
