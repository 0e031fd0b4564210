package dev.longhand.server;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of all requests that the server holds, which are bounded. */
@Singleton
final class InFlight {

  private final long most;
  private final Meters meters;
  private final AtomicLong held = new AtomicLong();

  InFlight(ServerSettings settings, Meters meters) {
    this.most = settings.limits().inFlight().asLongValue();
    this.meters = meters;
  }

  /** Whether there was room for so many more; only then they are to be released. */
  boolean hold(long bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    meters.rejected("in-flight-bytes");
    return false;
  }

  /** Whether so many more would find room now. */
  boolean hasRoomFor(long bytes) {
    return held.get() + bytes <= most;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** What whoever is refused is told. */
  static Problem refusal() {
    return new Problem(
        ProblemType.TOO_MANY_REQUESTS,
        "the server holds as many bytes of requests as it may; ask again later");
  }
}
