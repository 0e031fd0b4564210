package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private final AtomicLong now = new AtomicLong(-5_000_000_000L);

  private RateLimiter limiter(int perSecond, int burst) {
    return new RateLimiter(OptionalInt.of(perSecond), burst, now::get);
  }

  @Test
  void admitsABurstAndThenAsManyAsTheRateAllows() {
    RateLimiter limiter = limiter(2, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.admit("a")).isTrue();
    }
    assertThat(limiter.admit("a")).isFalse();
    now.addAndGet(499_000_000);
    assertThat(limiter.admit("a")).isFalse();
    now.addAndGet(2_000_000);
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.admit("a")).isFalse();
  }

  @Test
  void savesNoMoreThanABurst() {
    RateLimiter limiter = limiter(1_000, 2);
    assertThat(limiter.admit("a")).isTrue();
    now.addAndGet(3_600_000_000_000L);
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.admit("a")).isFalse();
  }

  @Test
  void countsEachClientByItself() {
    RateLimiter limiter = limiter(1, 1);
    assertThat(limiter.admit("a")).isTrue();
    assertThat(limiter.admit("b")).isTrue();
    assertThat(limiter.admit("a")).isFalse();
  }

  @Test
  void keepsAClientThatGoesOnAskingWhileOthersComeAndGo() {
    RateLimiter limiter = limiter(1, 1);
    assertThat(limiter.admit("busy")).isTrue();
    for (int i = 0; i < 30_000; i++) {
      limiter.admit("passer-by " + i);
      if (i % 5_000 == 0) {
        assertThat(limiter.admit("busy")).isFalse();
      }
    }
  }

  @Test
  void admitsEverybodyWithoutALimit() {
    var limiter = new RateLimiter(OptionalInt.empty(), 1, now::get);
    for (int i = 0; i < 1_000; i++) {
      assertThat(limiter.admit("a")).isTrue();
    }
  }

  @Property(tries = 200)
  @Label("never admits more than the burst and what the time since allows")
  void neverAdmitsMore(
      @ForAll @IntRange(min = 1, max = 100) int perSecond,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @IntRange(min = 0, max = 100_000_000) int pauseNanos) {
    RateLimiter limiter = limiter(perSecond, burst);
    int admitted = 0;
    for (int i = 0; i < 300; i++) {
      admitted += limiter.admit("a") ? 1 : 0;
      now.addAndGet(pauseNanos);
    }
    assertThat((double) admitted).isLessThanOrEqualTo(burst + 300e-9 * pauseNanos * perSecond + 1);
  }
}
