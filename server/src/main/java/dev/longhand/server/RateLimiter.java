package dev.longhand.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** A token bucket for each client. Of clients that have not asked for long, nothing is kept. */
final class RateLimiter {

  /** Clients that are remembered; the one that has not asked for longest is forgotten. */
  private static final int MOST_CLIENTS = 10_000;

  private static final double NANOS = 1e9;

  private final OptionalInt perSecond;
  private final int burst;
  private final LongSupplier nanoTime;

  /** By client, the one that asked last at the end; guarded by this. */
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private record Bucket(double tokens, long at) {}

  /**
   * @param perSecond requests in the long run; empty for any number
   * @param burst requests that may come at once
   */
  RateLimiter(OptionalInt perSecond, int burst) {
    this(perSecond, burst, System::nanoTime);
  }

  RateLimiter(OptionalInt perSecond, int burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** Whether a client may ask now; that counts as having asked. */
  synchronized boolean admit(String client) {
    if (perSecond.isEmpty()) {
      return true;
    }
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.getOrDefault(client, new Bucket(burst, now));
    double tokens =
        Math.min(burst, bucket.tokens() + (now - bucket.at()) / NANOS * perSecond.getAsInt());
    boolean admitted = tokens >= 1;
    buckets.put(client, new Bucket(admitted ? tokens - 1 : tokens, now));
    return admitted;
  }
}
