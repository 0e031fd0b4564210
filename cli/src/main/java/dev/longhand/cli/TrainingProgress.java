package dev.longhand.cli;

import dev.longhand.training.EpochResult;
import dev.longhand.training.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells how a training goes: a bar for the person who watches, and a line for each epoch. */
final class TrainingProgress implements TrainingListener {
  private final Surroundings surroundings;
  private final PrintWriter err;
  private @Nullable Progress bar;

  TrainingProgress(Surroundings surroundings, PrintWriter err) {
    this.surroundings = surroundings;
    this.err = err;
  }

  @Override
  public void started(Started event) {
    err.println(
        event.isResumed()
            ? String.format(
                Locale.ROOT,
                "longhand: going on after epoch %d of %d, which %s holds",
                event.epochsDone(),
                event.epochs(),
                event.checkpoint().orElseThrow())
            : String.format(
                Locale.ROOT,
                "longhand: training %,d weights on %s, %d epochs of %,d steps",
                event.learnedWeights(),
                event.engine(),
                event.epochs(),
                event.batchesPerEpoch()));
  }

  @Override
  public void batchDone(BatchDone event) {
    Progress shown = bar;
    if (shown == null) {
      shown = Progress.ofEpoch(surroundings, event.epoch() + "/" + event.epochs(), event.batches());
      bar = shown;
    }
    shown.say(
        String.format(
            Locale.ROOT,
            "loss %.3f, %.1f %% right, %s left",
            event.meanLoss(),
            100 * event.meanAccuracy(),
            clock(event.remaining())));
    shown.stepTo(event.batch());
  }

  @Override
  public void epochDone(EpochDone event) {
    closeBar();
    EpochResult result = event.result();
    err.println(
        String.format(
            Locale.ROOT,
            "epoch %d/%d: loss %.4f, accuracy %.2f %%, %s, %s%s",
            result.epoch(),
            event.epochs(),
            result.trainLoss(),
            100 * result.trainAccuracy(),
            result.validation().entrySet().stream()
                .map(
                    metric ->
                        String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
                .collect(Collectors.joining(", ")),
            clock(Duration.ofMillis((long) (1000 * result.seconds()))),
            event.isBest() ? ", the best so far" : ""));
  }

  @Override
  public void ended(Ended event) {
    closeBar();
    String best =
        event
            .best()
            .map(it -> String.format(Locale.ROOT, "; the best was epoch %d", it.epoch()))
            .orElse("");
    err.println(
        switch (event.ending()) {
          case COMPLETED -> "longhand: all " + event.epochs() + " epochs are done" + best;
          case UNTIL ->
              "longhand: "
                  + event.epochsDone()
                  + " of "
                  + event.epochs()
                  + " epochs are done"
                  + best;
          case NO_IMPROVEMENT -> "longhand: no epoch since was better" + best;
          case TIME_LIMIT -> "longhand: the time is used up" + best;
          case STOPPED ->
              event.epochsDone() == 0
                  ? "longhand: stopped before the first epoch was done; nothing is saved"
                  : "longhand: stopped; the same command goes on after epoch " + event.epochsDone();
        });
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** As {@code 1:02:03}. */
  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
