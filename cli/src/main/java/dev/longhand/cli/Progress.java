package dev.longhand.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a person how far something is, on standard error; a file or a pipe gets none of it. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress of(Surroundings surroundings, String what, long steps) {
    return new Progress(
        surroundings.terminal() ? builder(what).setInitialMax(steps).build() : null);
  }

  /** Without the time left of this epoch alone, as what it {@link #say}s has that of all. */
  static Progress ofEpoch(Surroundings surroundings, String what, long steps) {
    return new Progress(
        surroundings.terminal() ? builder(what).setInitialMax(steps).hideEta().build() : null);
  }

  /** Of as many bytes as {@link #outOf} will say. */
  static Progress ofBytes(Surroundings surroundings, String what) {
    return new Progress(
        surroundings.terminal()
            ? builder(what).setInitialMax(-1).setUnit(" MB", 1_000_000).showSpeed().build()
            : null);
  }

  private static ProgressBarBuilder builder(String what) {
    return new ProgressBarBuilder()
        .setTaskName(what)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .clearDisplayOnFinish();
  }

  /**
   * @param steps −1 when nobody knows
   */
  void outOf(long steps) {
    if (bar != null) {
      bar.maxHint(steps);
    }
  }

  void stepTo(long step) {
    if (bar != null) {
      bar.stepTo(step);
    }
  }

  /** Shown behind the bar. */
  void say(String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
