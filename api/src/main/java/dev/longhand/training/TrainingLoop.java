package dev.longhand.training;

import dev.longhand.LonghandException;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a task on an engine: batches, gradients, updates, the moving average of the weights,
 * validation after each epoch, the best epoch, and a checkpoint from which to go on.
 *
 * <pre>{@code
 * var loop = new TrainingLoop(engine, task, settings).checkpoint(file).listener(progress);
 * TrainingResult result = loop.run(WeightInitializer.initialize(task.network(), seed));
 * }</pre>
 *
 * <p>What is validated, kept and returned is the moving average of the weights (<a
 * href="https://doi.org/10.1137/0330046">Polyak and Juditsky, 1992</a>), running statistics
 * included. With an engine whose gradients are reproducible, a training that was stopped and
 * resumed gives the same weights, bit by bit, as one that was not.
 */
public final class TrainingLoop {
  final TrainingEngine engine;
  final TrainingTask task;
  final TrainingSettings settings;
  final List<TrainingListener> listeners = new ArrayList<>();
  @Nullable Path checkpoint;
  int batchThreads = 1;
  Checkpoint.Disk disk = Checkpoint.Disk.REAL;
  LongSupplier nanoTime = System::nanoTime;
  private volatile boolean stopRequested;

  public TrainingLoop(TrainingEngine engine, TrainingTask task, TrainingSettings settings) {
    this.engine = engine;
    this.task = task;
    this.settings = settings;
  }

  /**
   * Saves each epoch here, and begins after the last one saved when there is one already. To train
   * anew, remove the file.
   */
  public TrainingLoop checkpoint(Path file) {
    this.checkpoint = file;
    return this;
  }

  /** Tells one more listener. */
  public TrainingLoop listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * How many threads make batches ahead of time.
   *
   * @param threads at least 1, which is the default, as the engine wants the cores
   */
  public TrainingLoop batchThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("batchThreads must be at least 1, but was " + threads);
    }
    this.batchThreads = threads;
    return this;
  }

  /**
   * Asks a running training to end after the batch it is at; from any thread, as from a shutdown
   * hook, which then has to wait for {@link #run} to return. Interrupting the thread that trains
   * does the same. The epoch that was running is lost; those before are in the checkpoint.
   */
  public void stop() {
    stopRequested = true;
  }

  boolean isStopRequested() {
    return stopRequested || Thread.currentThread().isInterrupted();
  }

  /**
   * Trains until all epochs are done, or until there is a reason to end before.
   *
   * @param initial the weights to start from. On resuming they are only compared with those that
   *     the checkpoint was started from
   * @throws LonghandException when the loss or a gradient is not finite, when the checkpoint cannot
   *     be read or written, or when it is of another training; what is in the checkpoint is kept
   * @throws IllegalArgumentException when the weights do not fit the task's network
   */
  public TrainingResult run(Weights initial) {
    return new TrainingRun(this, initial).run();
  }

  Optional<Path> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }
}
