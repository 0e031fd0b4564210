package dev.longhand.server.reading;

import dev.longhand.image.GrayImage;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Images wait here for a worker. Each is first prepared, then waits a moment for others of the same
 * reader and about the same width, with which it shares one run of the network.
 *
 * <p>At most {@link QueueSettings#capacity} jobs wait; a further one is refused at once. A job
 * whose deadline passes, or that is cancelled, frees its place; one that is being read already is
 * read to its end, and nobody hears of it. {@link #close} refuses new jobs and finishes the others.
 */
public final class ReadingQueue implements AutoCloseable {

  /** Images whose widths fall into the same step share a run, pixels. */
  private static final int WIDTH_STEP = 32;

  /** What whoever is refused is told. */
  public static final String BUSY =
      "all workers are busy and the queue is full; ask again after the seconds of Retry-After";

  private final QueueSettings settings;
  private final QueueListener listener;
  private final List<Thread> workers = new ArrayList<>();
  private final ScheduledThreadPoolExecutor deadlines;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All of these are guarded by the lock.
  private final ArrayDeque<Job> arrived = new ArrayDeque<>();
  private final Map<Bucket, ArrayDeque<Image>> prepared = new LinkedHashMap<>();
  private int preparing;
  private int waiting;
  private boolean closed;

  /** Starts the workers. */
  public ReadingQueue(QueueSettings settings, QueueListener listener) {
    this.settings = settings;
    this.listener = listener;
    deadlines =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              var thread = new Thread(work, "longhand-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    deadlines.setRemoveOnCancelPolicy(true);
    for (int i = 0; i < settings.workers(); i++) {
      var worker = new Thread(this::work, "longhand-worker-" + (i + 1));
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
  }

  /**
   * Reads an image as soon as a worker can.
   *
   * @param within how long the answer may take; then the future fails with a {@link
   *     DeadlineException}
   * @return fails with the {@link dev.longhand.LonghandException} that says why the image cannot be
   *     read; cancel it when nobody waits for it any more
   * @throws OverloadedException when too many wait already, or the queue is closed
   */
  public CompletableFuture<Reading> read(Reader reader, ImageSource image, Duration within) {
    var job = new Image(reader, image);
    enqueue(job, job.result, within);
    return job.result;
  }

  /**
   * Does some other work that takes a processor, such as showing what a network sees, in its turn.
   *
   * @throws OverloadedException when too many wait already, or the queue is closed
   */
  public <T> CompletableFuture<T> run(Supplier<T> work, Duration within) {
    var job = new Errand<>(work);
    enqueue(job, job.result, within);
    return job.result;
  }

  /** Jobs that wait for a worker now. */
  public int length() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Whether one more job would be refused now. */
  public boolean isFull() {
    return length() >= settings.capacity();
  }

  /** Counts a request that was refused for a full queue before there was a job of it. */
  public void refuse() {
    listener.refused();
  }

  private void enqueue(Job job, CompletableFuture<?> result, Duration within) {
    lock.lock();
    try {
      if (closed) {
        throw new OverloadedException("the server is stopping; ask another one, or again later");
      }
      if (waiting >= settings.capacity()) {
        listener.refused();
        throw new OverloadedException(BUSY);
      }
      waiting++;
      job.waits = true;
      arrived.add(job);
      changed.signal();
    } finally {
      lock.unlock();
    }
    var deadline =
        deadlines.schedule(
            () -> {
              if (result.completeExceptionally(
                  new DeadlineException(
                      "there was no answer in time; try again, or with fewer or smaller"
                          + " images"))) {
                listener.expired();
              }
            },
            within.toNanos(),
            TimeUnit.NANOSECONDS);
    var unused =
        result.whenComplete(
            (answer, failure) -> {
              deadline.cancel(false);
              if (failure instanceof CancellationException) {
                listener.abandoned();
              }
              forget(job);
            });
  }

  /** A job that has its answer, whoever gave it, waits no longer. */
  private void forget(Job job) {
    lock.lock();
    try {
      if (!job.waits) {
        return;
      }
      leaveQueue(job);
      if (!arrived.remove(job) && job instanceof Image image && image.bucket != null) {
        ArrayDeque<Image> bucket = prepared.get(image.bucket);
        if (bucket != null && bucket.remove(image) && bucket.isEmpty()) {
          prepared.remove(image.bucket);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void leaveQueue(Job job) {
    job.waits = false;
    waiting--;
  }

  private void work() {
    while (true) {
      Runnable next;
      try {
        next = next();
      } catch (InterruptedException e) {
        return;
      }
      if (next == null) {
        return;
      }
      next.run();
    }
  }

  /**
   * What is to be done now: a batch that is full or has waited long enough, or else an image to
   * prepare, or else whatever is prepared, as nothing comes that it could wait for.
   *
   * @return null when the queue is closed and empty
   */
  private @Nullable Runnable next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        Bucket oldest = oldestBucket();
        Bucket ready = readyBucket(now);
        if (ready == null && oldest != null && arrived.isEmpty() && preparing == 0) {
          ready = oldest;
        }
        if (ready != null) {
          List<Image> batch = take(ready, now);
          return () -> read(batch);
        }
        Job job = arrived.poll();
        if (job != null) {
          preparing++;
          return () -> prepare(job);
        }
        if (closed && waiting == 0) {
          changed.signalAll();
          return null;
        }
        if (oldest == null) {
          changed.await();
        } else {
          long until = head(oldest).preparedAt + settings.maxDelay().toNanos();
          var unused = changed.awaitNanos(until - now);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Image head(Bucket bucket) {
    return Objects.requireNonNull(prepared.get(bucket)).getFirst();
  }

  private @Nullable Bucket oldestBucket() {
    Bucket oldest = null;
    for (Bucket bucket : prepared.keySet()) {
      if (oldest == null || head(bucket).preparedAt - head(oldest).preparedAt < 0) {
        oldest = bucket;
      }
    }
    return oldest;
  }

  private @Nullable Bucket readyBucket(long now) {
    Bucket ready = null;
    for (Map.Entry<Bucket, ArrayDeque<Image>> each : prepared.entrySet()) {
      boolean full = each.getValue().size() >= settings.maxBatch();
      boolean due = now - each.getValue().getFirst().preparedAt >= settings.maxDelay().toNanos();
      if ((full || due)
          && (ready == null
              || each.getValue().getFirst().preparedAt - head(ready).preparedAt < 0)) {
        ready = each.getKey();
      }
    }
    return ready;
  }

  private List<Image> take(Bucket bucket, long now) {
    ArrayDeque<Image> images = Objects.requireNonNull(prepared.get(bucket));
    List<Image> batch = new ArrayList<>();
    for (Iterator<Image> each = images.iterator();
        each.hasNext() && batch.size() < settings.maxBatch(); ) {
      Image image = each.next();
      each.remove();
      leaveQueue(image);
      image.runAt = now;
      batch.add(image);
    }
    if (images.isEmpty()) {
      prepared.remove(bucket);
    }
    return batch;
  }

  private void prepare(Job job) {
    boolean done = true;
    try {
      done = job.prepare();
    } finally {
      lock.lock();
      try {
        preparing--;
        if (!done && job.waits && job instanceof Image image) {
          prepared.computeIfAbsent(image.bucket(), bucket -> new ArrayDeque<>()).add(image);
        } else if (job.waits) {
          leaveQueue(job);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void read(List<Image> batch) {
    Reader reader = batch.get(0).reader;
    long start = System.nanoTime();
    List<Recognition> recognitions;
    try {
      recognitions =
          reader.recognizer().read(batch.stream().map(image -> image.prepared().input()).toList());
    } catch (RuntimeException | Error e) {
      if (batch.size() == 1) {
        batch.get(0).result.completeExceptionally(e);
      } else {
        // One of them may be to blame; the others are read all the same.
        batch.forEach(image -> read(List.of(image)));
      }
      return;
    }
    var running = Duration.ofNanos(System.nanoTime() - start);
    listener.ran(reader, batch.size(), running);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer(recognitions.get(i), running);
    }
  }

  /** Refuses new jobs, finishes those that wait, and stops the workers. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        workers.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
        break;
      }
    }
    deadlines.shutdownNow();
  }

  /** Images that can share a run. */
  private record Bucket(Reader reader, int widthStep) {}

  private abstract static class Job {
    /** Whether it takes a place in the queue; guarded by the lock. */
    boolean waits;

    /** Whether that was all there is to do. */
    abstract boolean prepare();
  }

  private static final class Errand<T> extends Job {
    final CompletableFuture<T> result = new CompletableFuture<>();
    private final Supplier<T> work;

    Errand(Supplier<T> work) {
      this.work = work;
    }

    @Override
    boolean prepare() {
      try {
        if (!result.isDone()) {
          result.complete(work.get());
        }
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
      return true;
    }
  }

  private static final class Image extends Job {
    final Reader reader;
    final CompletableFuture<Reading> result = new CompletableFuture<>();
    private final long arrivedAt = System.nanoTime();
    private @Nullable ImageSource source;
    private @Nullable Ready ready;
    private long preparingNanos;
    @Nullable Bucket bucket;
    long preparedAt;
    long runAt;

    /** An image that needs only a worker and company. */
    private record Ready(Prepared input, int width, int height) {}

    Image(Reader reader, ImageSource source) {
      this.reader = reader;
      this.source = source;
    }

    @Override
    boolean prepare() {
      if (result.isDone()) {
        return true;
      }
      long start = System.nanoTime();
      try {
        GrayImage image = Objects.requireNonNull(source).decode();
        source = null; // Its bytes are not needed any more.
        ready = new Ready(reader.recognizer().prepare(image), image.width(), image.height());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
        return true;
      }
      preparedAt = System.nanoTime();
      preparingNanos = preparedAt - start;
      return false;
    }

    Ready prepared() {
      return Objects.requireNonNull(ready);
    }

    Bucket bucket() {
      int width = prepared().input().input().shape().extent(2);
      bucket = new Bucket(reader, (width + WIDTH_STEP - 1) / WIDTH_STEP);
      return bucket;
    }

    void answer(Recognition recognition, Duration running) {
      Ready image = prepared();
      result.complete(
          new Reading(
              recognition,
              reader,
              image.width(),
              image.height(),
              Duration.ofNanos(preparingNanos),
              Duration.ofNanos(runAt - arrivedAt - preparingNanos),
              running));
    }
  }
}
