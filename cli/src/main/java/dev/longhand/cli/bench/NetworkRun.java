package dev.longhand.cli.bench;

import dev.longhand.engine.Network;
import dev.longhand.tensor.Tensor;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A run of a network, as JMH measures it. Public because JMH calls it from a class of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class NetworkRun {

  /** JMH makes this object itself, so that what it runs is handed over beside it. */
  private static volatile @Nullable Subject handedOver;

  private final Subject subject = Objects.requireNonNull(handedOver);

  private record Subject(Network network, Tensor batch) {}

  @Benchmark
  public Tensor run() {
    return subject.network().run(subject.batch());
  }

  /**
   * Runs the network for a while in this process, where it is loaded already.
   *
   * @param callers threads that run it at once, each as soon as its last run is done
   * @param seconds at least one run of each caller is measured
   */
  static Latencies measure(Network network, Tensor batch, int callers, double seconds) {
    handedOver = new Subject(network, batch);
    var options =
        new OptionsBuilder()
            .include(NetworkRun.class.getName().replace(".", "\\.") + "\\.run$")
            .forks(0)
            .threads(callers)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(Math.max(1, Math.round(1000 * seconds))))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      return Latencies.of(new Runner(options).runSingle().getPrimaryResult().getStatistics());
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH could not run the network", e);
    } finally {
      handedOver = null;
    }
  }
}
