package dev.longhand.server.reading;

import java.time.Duration;

/** Is told what a {@link ReadingQueue} does, from any of its threads. */
public interface QueueListener {

  /** Hears nothing. */
  QueueListener NONE = new QueueListener() {};

  /** A batch was read. */
  default void ran(Reader reader, int images, Duration running) {}

  /** A job was refused because the queue was full. */
  default void refused() {}

  /** A job was not done in time. */
  default void expired() {}

  /** A job was given up by who asked for it. */
  default void abandoned() {}
}
