package dev.longhand.server.reading;

import java.time.Duration;

/**
 * @param workers threads that prepare images and run networks, at least 1
 * @param maxBatch images in one run of a network at the most, at least 1
 * @param maxDelay how long a prepared image waits for others to share a run with, while others are
 *     on their way; not negative
 * @param capacity jobs that may wait for a worker, at least 1
 */
public record QueueSettings(int workers, int maxBatch, Duration maxDelay, int capacity) {
  public QueueSettings {
    if (workers < 1 || maxBatch < 1 || capacity < 1 || maxDelay.isNegative()) {
      throw new IllegalArgumentException(
          "workers, batch and capacity are at least 1 and the delay is not negative, but were "
              + workers
              + ", "
              + maxBatch
              + ", "
              + capacity
              + " and "
              + maxDelay);
    }
  }
}
