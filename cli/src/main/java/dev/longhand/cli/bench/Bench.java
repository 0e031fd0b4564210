package dev.longhand.cli.bench;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.cli.bench.Order.Kind;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.Engines;
import dev.longhand.recognition.Recognizers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures engines against each other. Of each kind of work all are measured in the same rounds,
 * one after the other, each in a process of its own that waits while it is not its turn.
 */
public final class Bench {

  /** The oracle is slow by nature, so that it is measured only when it is asked for. */
  private static final String REFERENCE = "reference";

  /** How many images of a dataset are made ready for training; then they come again. */
  private static final int MOST_SAMPLES = 8192;

  /** Of a slow engine, for which a round takes long, fewer rounds will do. */
  private static final int FEWEST_ROUNDS = 5;

  private static final Map<Kind, Duration> PATIENCE =
      Map.of(Kind.INFERENCE, Duration.ofMinutes(1), Kind.TRAINING, Duration.ofSeconds(20));

  private final BenchSettings settings;
  private final Watcher watcher;
  private final List<String> engines;
  private final List<Figures> inference = new ArrayList<>();
  private final List<Comparison> inferenceComparisons = new ArrayList<>();
  private final List<Figures> training = new ArrayList<>();
  private final List<Comparison> trainingComparisons = new ArrayList<>();
  private final List<LossCurves> lossCurves = new ArrayList<>();

  /** Is told how it goes. */
  public interface Watcher {

    /** A kind of work begins, as {@code "inference, batch 16"}. */
    void begin(String work);

    /** An engine is left out that nobody asked for by name. */
    void unavailable(String engine, String why);
  }

  /**
   * @throws EngineUnavailableException when there is no engine of a name that is asked for
   */
  public Bench(BenchSettings settings, Watcher watcher) {
    this.settings = settings;
    this.watcher = watcher;
    this.engines = new ArrayList<>(settings.engines().isEmpty() ? usual() : settings.engines());
    settings.engines().forEach(Engines::named);
  }

  private static List<String> usual() {
    List<String> names = Engines.names();
    List<String> fast = names.stream().filter(name -> !name.equals(REFERENCE)).toList();
    return fast.isEmpty() ? names : fast;
  }

  /**
   * @param release of Longhand, for the report
   * @throws LonghandException when the model, the data or an engine fails
   */
  public BenchReport run(String release) {
    ModelBundle model = Recognizers.model(settings.model());
    String data =
        settings
            .data()
            .map(named -> Datasets.open(named, settings.dataDirectory()).name())
            .orElse("random");
    if (settings.inference()) {
      for (int batch : settings.batches()) {
        watcher.begin("inference, batch " + batch);
        measure(Kind.INFERENCE, batch, lanes(settings.callers()), inference, inferenceComparisons);
      }
    }
    if (settings.training()) {
      int batch = settings.trainingBatch();
      watcher.begin("training, batch " + batch);
      measure(Kind.TRAINING, batch, lanes(List.of(1)), training, trainingComparisons);
    }
    if (settings.lossSteps() > 0) {
      compareLosses();
    }
    return new BenchReport(
        new BenchReport.Conditions(
            model.name(),
            model.network().input().toString(),
            data,
            release,
            Runtime.version().toString(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            settings.warmupSeconds(),
            settings.rounds(),
            settings.roundSeconds()),
        inference,
        inferenceComparisons,
        training,
        trainingComparisons,
        lossCurves);
  }

  private List<Lane> lanes(List<Integer> callers) {
    List<Lane> lanes = new ArrayList<>();
    for (int each : callers) {
      for (int threads : threads(each)) {
        engines.forEach(engine -> lanes.add(new Lane(engine, threads, each)));
      }
    }
    return lanes;
  }

  private List<Integer> threads(int callers) {
    return settings.threads().isEmpty()
        ? List.of(EngineOptions.sharedBy(callers).threads())
        : settings.threads();
  }

  private void measure(
      Kind kind, int batch, List<Lane> lanes, List<Figures> figures, List<Comparison> comparisons) {
    Map<Lane, Long> peaks = new HashMap<>();
    Map<Lane, List<Latencies>> measured;
    try (var workers = new Workers()) {
      for (Lane lane : lanes) {
        workers.start(lane, kind, batch);
      }
      Order warmup = Order.measure(kind, settings.warmupSeconds());
      workers.lanes().forEach(lane -> workers.carryOut(lane, warmup));
      Order turn = Order.measure(kind, settings.roundSeconds());
      long patience = Objects.requireNonNull(PATIENCE.get(kind)).toNanos();
      long began = System.nanoTime();
      measured =
          Rounds.inTurn(
              workers.lanes(),
              settings.rounds(),
              done -> done >= FEWEST_ROUNDS && System.nanoTime() - began > patience,
              lane -> {
                Reply reply = workers.carryOut(lane, turn);
                if (reply.peakBytes() != null) {
                  peaks.merge(lane, reply.peakBytes(), Math::max);
                }
                return Objects.requireNonNull(reply.latencies());
              });
    }
    measured.forEach(
        (lane, rounds) ->
            figures.add(Figures.of(lane, batch, Latencies.join(rounds), peaks.get(lane))));
    comparisons.addAll(Comparison.of(batch, measured, settings.threads().isEmpty()));
  }

  /** One after the other, as nothing is timed. */
  private void compareLosses() {
    int batch = settings.trainingBatch();
    int steps = settings.lossSteps();
    Map<Descent, List<LossCurves.Curve>> curves = new EnumMap<>(Descent.class);
    for (Lane lane : lanes(List.of(1))) {
      try (var workers = new Workers()) {
        workers.start(lane, Kind.LOSS_CURVE, batch);
        for (Lane each : workers.lanes()) {
          for (Descent descent : Descent.values()) {
            watcher.begin(
                String.format(
                    Locale.ROOT,
                    "the losses of %d steps on %s, %s, %s",
                    steps,
                    each.engine(),
                    each.conditions(),
                    descent.description()));
            Reply reply = workers.carryOut(each, Order.lossCurve(steps, descent));
            curves
                .computeIfAbsent(descent, it -> new ArrayList<>())
                .add(new LossCurves.Curve(each.engine(), each.threads(), reply.losses()));
          }
        }
      }
    }
    curves.forEach(
        (descent, each) -> lossCurves.add(LossCurves.of(descent.description(), batch, each)));
  }

  /** The processes of one kind of work. */
  private final class Workers implements AutoCloseable {
    private final Map<Lane, WorkerProcess> processes = new LinkedHashMap<>();

    /**
     * Leaves out what only infers when it is to train, and what cannot run here unless asked for.
     */
    void start(Lane lane, Kind kind, int batch) {
      if (!engines.contains(lane.engine())) {
        return;
      }
      WorkerProcess worker;
      try {
        worker = WorkerProcess.start(assignment(lane, kind, batch));
      } catch (EngineUnavailableException e) {
        if (settings.engines().contains(lane.engine())) {
          throw e;
        }
        engines.remove(lane.engine());
        watcher.unavailable(lane.engine(), String.valueOf(e.getMessage()));
        if (engines.isEmpty()) {
          throw new LonghandException("no engine works here; see 'longhand engines'", e);
        }
        return;
      }
      if (kind == Kind.INFERENCE || worker.trains()) {
        processes.put(lane, worker);
      } else {
        worker.close();
      }
    }

    List<Lane> lanes() {
      return List.copyOf(processes.keySet());
    }

    Reply carryOut(Lane lane, Order order) {
      return Objects.requireNonNull(processes.get(lane)).carryOut(order);
    }

    @Override
    public void close() {
      processes.values().forEach(WorkerProcess::close);
    }
  }

  private Assignment assignment(Lane lane, Kind kind, int batch) {
    long steps = kind == Kind.LOSS_CURVE ? settings.lossSteps() : 100;
    int samples = kind == Kind.INFERENCE ? batch : (int) Math.min(MOST_SAMPLES, batch * steps);
    return new Assignment(
        lane,
        settings.model(),
        settings.data().orElse(null),
        settings.dataDirectory().toString(),
        samples,
        batch);
  }
}
