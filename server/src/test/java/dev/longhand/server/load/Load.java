package dev.longhand.server.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Asks a server as fast as it answers, or at a fixed rate whether it answers or not. */
final class Load implements AutoCloseable {

  /**
   * A request.
   *
   * @param expected what the answer's text must be; empty when that is not looked at
   */
  record Ask(String path, String contentType, Buffer body, String expected) {}

  /**
   * What came of it.
   *
   * @param latencies of the accepted requests, milliseconds, in order of size
   * @param accepted answered with 200
   * @param refused answered with 503 or 429
   * @param rejected answered with another status of 400 to 499
   * @param failed not answered, or with a status that is none of these
   * @param wrong answered with 200 and another text than expected
   */
  record Outcome(
      double[] latencies,
      long accepted,
      long refused,
      long rejected,
      long failed,
      long wrong,
      Duration took) {

    double perSecond() {
      return accepted / (took.toNanos() / 1e9);
    }

    /** Milliseconds. */
    double percentile(double share) {
      return latencies.length == 0
          ? Double.NaN
          : latencies[(int) Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
    }

    @Override
    public String toString() {
      return String.format(
          java.util.Locale.ROOT,
          "%.0f a second (%d accepted, %d refused, %d rejected, %d failed, %d wrong; p50 %.1f ms, p99 %.1f ms)",
          perSecond(),
          accepted,
          refused,
          rejected,
          failed,
          wrong,
          percentile(0.5),
          percentile(0.99));
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final URI server;
  private final HttpClient client;

  Load(URI server, int connections) {
    this.server = server;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(connections)
                .setMaxWaitQueueSize(-1)
                .setKeepAlive(true)
                .setPipelining(false));
  }

  /** So many requests, each connection sending its next as soon as it has an answer. */
  Outcome closed(int connections, int requests, IntFunction<Ask> asks) {
    var tally = new Tally(requests);
    var next = new AtomicInteger();
    long start = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      follow(next, requests, asks, tally);
    }
    return tally.await(start);
  }

  private void follow(AtomicInteger next, int requests, IntFunction<Ask> asks, Tally tally) {
    int number = next.getAndIncrement();
    if (number < requests) {
      send(asks.apply(number), tally, () -> follow(next, requests, asks, tally));
    }
  }

  /** So many requests at a rate, whatever becomes of the earlier ones. */
  Outcome open(double perSecond, int requests, IntFunction<Ask> asks) {
    var tally = new Tally(requests);
    long start = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = start + (long) (i / perSecond * 1e9);
      while (System.nanoTime() < due) {
        java.util.concurrent.locks.LockSupport.parkNanos(due - System.nanoTime());
      }
      send(asks.apply(i), tally, () -> {});
    }
    return tally.await(start);
  }

  private void send(Ask ask, Tally tally, Runnable then) {
    long start = System.nanoTime();
    client
        .request(
            new RequestOptions()
                .setHost(server.getHost())
                .setPort(server.getPort())
                .setMethod(HttpMethod.POST)
                .setURI(ask.path())
                .setTimeout(60_000))
        .compose(
            request ->
                request
                    .putHeader("Content-Type", ask.contentType())
                    .send(ask.body())
                    .compose(
                        response ->
                            response
                                .body()
                                .map(
                                    body -> {
                                      tally.answered(
                                          ask,
                                          response.statusCode(),
                                          body,
                                          System.nanoTime() - start);
                                      return body;
                                    })))
        .onComplete(
            done -> {
              if (done.failed()) {
                tally.failed();
              }
              then.run();
            });
  }

  private static final class Tally {
    private final CountDownLatch left;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

    Tally(int requests) {
      left = new CountDownLatch(requests);
    }

    void answered(Ask ask, int status, Buffer body, long nanos) {
      if (status == 200) {
        accepted.incrementAndGet();
        latencies.add(nanos);
        if (!ask.expected().isEmpty()
            && !body.toJsonObject().getString("text").equals(ask.expected())) {
          wrong.incrementAndGet();
        }
      } else if (status == 503 || status == 429) {
        refused.incrementAndGet();
      } else if (status >= 400 && status < 500) {
        rejected.incrementAndGet();
      } else {
        failed.incrementAndGet();
      }
      left.countDown();
    }

    void failed() {
      failed.incrementAndGet();
      left.countDown();
    }

    Outcome await(long start) {
      try {
        left.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      double[] sorted = latencies.stream().mapToDouble(nanos -> nanos / 1e6).toArray();
      Arrays.sort(sorted);
      return new Outcome(
          sorted, accepted.get(), refused.get(), rejected.get(), failed.get(), wrong.get(), took);
    }
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
