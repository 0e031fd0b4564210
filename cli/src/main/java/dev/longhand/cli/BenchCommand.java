package dev.longhand.cli;

import dev.longhand.character.CharacterRecognizer;
import dev.longhand.cli.bench.Bench;
import dev.longhand.cli.bench.BenchReport;
import dev.longhand.cli.bench.BenchSettings;
import dev.longhand.recognition.Recognizers;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code longhand bench}: how fast engines are on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures how fast engines read and train, and how much memory each takes.",
      "Each has a process of its own, and they run in turn, so that ratios hold on a busy machine"
          + " too."
    })
final class BenchCommand implements Callable<Integer> {

  /** Far beyond what is of use, and small enough for any memory to say so. */
  private static final int MOST_IMAGES = 4096;

  private static final int MOST_CALLERS = 256;
  private static final double LONGEST = 3600;

  @Spec @Nullable CommandSpec spec;

  @Mixin DataDirectory dataDirectory = new DataDirectory();

  @Option(
      names = {"-e", "--engines"},
      paramLabel = "NAME",
      split = ",",
      description =
          "Which to measure (see 'longhand engines'). Default: all that work here, but for the slow"
              + " reference.")
  List<String> engines = List.of();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME|FILE",
      description = "A model that comes with Longhand (see 'longhand models list') or a file.")
  @Nullable String model;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "NAME|PATH",
      description = "Images of a dataset instead of random ones.")
  @Nullable String data;

  List<Integer> batches = List.of();

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      split = ",",
      defaultValue = "1,16,256",
      description = "How many images the network is given at once. Default: ${DEFAULT-VALUE}.")
  void setBatches(List<Integer> given) {
    batches = distinct("--batch", MOST_IMAGES, given);
  }

  List<Integer> threads = List.of();

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      split = ",",
      description =
          "How many threads an engine may use for each caller. Default: all cores divided by the"
              + " callers.")
  void setThreads(List<Integer> given) {
    threads = distinct("--threads", Integer.MAX_VALUE, given);
  }

  List<Integer> callers = List.of();

  @Option(
      names = {"-c", "--callers"},
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "How many run the network at once. Default: ${DEFAULT-VALUE}.")
  void setCallers(List<Integer> given) {
    callers = distinct("--callers", MOST_CALLERS, given);
  }

  int trainingBatch;

  @Option(
      names = "--training-batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many images a training step has. Default: ${DEFAULT-VALUE}.")
  void setTrainingBatch(int given) {
    trainingBatch = atMost("--training-batch", MOST_IMAGES, given);
  }

  int lossSteps;

  @Option(
      names = "--training-steps",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "200",
      description =
          "Also train N steps (200 unless said) on each engine, with each number of --threads, from"
              + " the same weights, on the same batches and without dropout, and compare the"
              + " losses; with SGD, and with AdamW.")
  void setLossSteps(int given) {
    lossSteps = atMost("--training-steps", 1_000_000, given);
  }

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      description = "Measure one of ${COMPLETION-CANDIDATES} alone.")
  @Nullable Work only;

  /** What an engine can be measured at. */
  enum Work {
    INFERENCE,
    TRAINING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  int rounds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "How often each engine has its turn; less often, but five times, once a minute has passed,"
              + " or a third of one in training."
              + " Default: ${DEFAULT-VALUE}.")
  void setRounds(int given) {
    rounds = atMost("--rounds", 10_000, given);
  }

  double seconds;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "0.1",
      description = "How long a turn takes. Default: ${DEFAULT-VALUE}.")
  void setSeconds(double given) {
    seconds = duration("--seconds", given);
  }

  double warmup;

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "How long each engine runs before it is measured. Default: ${DEFAULT-VALUE}.")
  void setWarmup(double given) {
    warmup = duration("--warmup", given);
  }

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  EvaluateCommand.Format format = EvaluateCommand.Format.TEXT;

  private final Surroundings surroundings;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var settings =
        new BenchSettings(
            model == null
                ? Recognizers.ofKind(CharacterRecognizer.KIND).bundledModels().get(0)
                : model,
            Optional.ofNullable(data),
            dataDirectory.in(surroundings),
            engines.stream().distinct().toList(),
            batches,
            threads,
            callers,
            warmup,
            rounds,
            seconds,
            only != Work.TRAINING,
            only != Work.INFERENCE,
            trainingBatch,
            lossSteps);
    BenchReport report = new Bench(settings, new Telling()).run(Longhand.release());
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println(format == EvaluateCommand.Format.JSON ? report.json() : report.text());
    return Longhand.DONE;
  }

  /** Tells on standard error what takes so long. */
  private final class Telling implements Bench.Watcher {
    @Override
    public void begin(String work) {
      say("measuring " + work + "…");
    }

    @Override
    public void unavailable(String engine, String why) {
      say(engine + " is left out: " + why);
    }

    private void say(String message) {
      Objects.requireNonNull(spec).commandLine().getErr().println(Longhand.oneLine(message));
    }
  }

  private List<Integer> distinct(String option, int most, List<Integer> given) {
    given.forEach(each -> atMost(option, most, each));
    return given.stream().distinct().toList();
  }

  private int atMost(String option, int most, int given) {
    Checks.atLeastOne(spec, option, given);
    if (given > most) {
      throw wrong(
          String.format(Locale.ROOT, "%s must be at most %,d, but was %,d", option, most, given));
    }
    return given;
  }

  private double duration(String option, double given) {
    if (!(given > 0 && given <= LONGEST)) {
      throw wrong(
          option + " must be more than 0 and at most " + LONGEST + " seconds, but was " + given);
    }
    return given;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
