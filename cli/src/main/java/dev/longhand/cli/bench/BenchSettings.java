package dev.longhand.cli.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to measure, and how long.
 *
 * @param model its name or file
 * @param data a dataset's name or path; empty for random images
 * @param dataDirectory where datasets that have names lie
 * @param engines those asked for, by name; when there are none, all but the reference
 * @param batches images in a run of the network
 * @param threads that an engine may use for a run; when there are none, the cores divided by the
 *     callers
 * @param callers how many run the network at once
 * @param warmupSeconds before each engine is measured
 * @param rounds how often each engine has its turn at the most, at least 1
 * @param roundSeconds how long a turn takes
 * @param inference whether runs of the network are measured
 * @param training whether training steps are measured
 * @param trainingBatch images in a training step
 * @param lossSteps how long the loss curves are that are compared; 0 for none
 */
public record BenchSettings(
    String model,
    Optional<String> data,
    Path dataDirectory,
    List<String> engines,
    List<Integer> batches,
    List<Integer> threads,
    List<Integer> callers,
    double warmupSeconds,
    int rounds,
    double roundSeconds,
    boolean inference,
    boolean training,
    int trainingBatch,
    int lossSteps) {

  public BenchSettings {
    engines = List.copyOf(engines);
    batches = List.copyOf(batches);
    threads = List.copyOf(threads);
    callers = List.copyOf(callers);
  }
}
