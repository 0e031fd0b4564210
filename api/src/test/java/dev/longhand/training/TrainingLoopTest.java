package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.engine.Network;
import dev.longhand.engine.OutputLoss.ValueAndGradient;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import dev.longhand.training.TrainingListener.BatchDone;
import dev.longhand.training.TrainingListener.Ended;
import dev.longhand.training.TrainingListener.EpochDone;
import dev.longhand.training.TrainingListener.Started;
import dev.longhand.training.TrainingResult.Ending;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {
  private static final TrainingSettings SETTINGS =
      TrainingSettings.defaults()
          .withEpochs(6)
          .withBatchSize(LineFit.SAMPLES)
          .withLearningRate(0.05)
          .withAveragingDecay(0.9);
  private static final Weights INITIAL = WeightInitializer.initialize(TinyEngine.NETWORK, 7);

  private final TinyEngine engine = new TinyEngine();
  private final LineFit task = new LineFit();

  @TempDir Path folder;

  @AfterEach
  void everyTrainerAndNetworkIsClosed() {
    assertThat(engine.open).isZero();
  }

  private TrainingLoop loop(TrainingSettings settings) {
    return new TrainingLoop(engine, task, settings);
  }

  private Path file() {
    return folder.resolve("line.checkpoint");
  }

  @Test
  void aTaskIsLearnt() {
    TrainingResult result = loop(SETTINGS.withEpochs(60)).run(INITIAL);

    assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(result.history()).hasSize(60);
    double first = result.history().get(0).validation().get("error");
    assertThat(result.best().orElseThrow().epoch().validation().get("error"))
        .isLessThan(first / 10);
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    Weights once = loop(SETTINGS).run(INITIAL).best().orElseThrow().weights();
    Weights twice = loop(SETTINGS).batchThreads(3).run(INITIAL).best().orElseThrow().weights();
    Weights other = loop(SETTINGS.withSeed(8)).run(INITIAL).best().orElseThrow().weights();

    assertThat(twice).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
  }

  /** Stops a loop when a batch is done. */
  private static TrainingListener stopAfter(TrainingLoop loop, int epoch, int batch) {
    return new TrainingListener() {
      @Override
      public void batchDone(BatchDone event) {
        if (event.epoch() == epoch && event.batch() == batch) {
          loop.stop();
        }
      }
    };
  }

  @ParameterizedTest(name = "after batch {0} of 5 in epoch 3")
  @ValueSource(ints = {1, 3, 5})
  void aStoppedTrainingResumesBitForBit(int batch) throws Exception {
    Path whole = folder.resolve("whole.checkpoint");
    TrainingResult uninterrupted = loop(SETTINGS).checkpoint(whole).run(INITIAL);

    TrainingLoop first = loop(SETTINGS).checkpoint(file());
    TrainingResult stopped = first.listener(stopAfter(first, 3, batch)).run(INITIAL);
    assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
    assertThat(stopped.history()).hasSize(batch == 5 ? 3 : 2);
    TrainingResult resumed = loop(SETTINGS).checkpoint(file()).run(INITIAL);

    assertThat(resumed.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(resumed.best().orElseThrow().weights())
        .isEqualTo(uninterrupted.best().orElseThrow().weights());
    Checkpoint one = Checkpoint.read(whole);
    Checkpoint other = Checkpoint.read(file());
    assertThat(other.vectorNames()).isEqualTo(one.vectorNames());
    for (String name : one.vectorNames()) {
      assertThat(other.vector(name)).as(name).isEqualTo(one.vector(name));
    }
    assertThat(other.history())
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(one.history());
  }

  @Test
  void aTrainingThatDiedInAnEpochResumesBitForBit() {
    Weights uninterrupted = loop(SETTINGS).run(INITIAL).best().orElseThrow().weights();
    TrainingListener power =
        new TrainingListener() {
          @Override
          public void batchDone(BatchDone event) {
            if (event.epoch() == 4 && event.batch() == 2) {
              throw new IllegalStateException("power cut");
            }
          }
        };
    assertThatThrownBy(() -> loop(SETTINGS).checkpoint(file()).listener(power).run(INITIAL))
        .hasMessage("power cut");

    TrainingResult resumed = loop(SETTINGS).checkpoint(file()).run(INITIAL);
    assertThat(resumed.best().orElseThrow().weights()).isEqualTo(uninterrupted);
    assertThat(resumed.history()).hasSize(6);
  }

  @Test
  void momentumIsResumedToo() {
    var sgd = SETTINGS.withOptimizer(new Optimizer.Sgd(0.9, true)).withLearningRate(0.01);
    Weights uninterrupted = loop(sgd).run(INITIAL).best().orElseThrow().weights();
    TrainingLoop first = loop(sgd).checkpoint(file());
    first.listener(stopAfter(first, 2, 4)).run(INITIAL);

    TrainingResult resumed = loop(sgd).checkpoint(file()).run(INITIAL);
    assertThat(resumed.best().orElseThrow().weights()).isEqualTo(uninterrupted);
  }

  @Test
  void aCompletedTrainingGivesItsResultAgainWithoutTraining() {
    TrainingResult first = loop(SETTINGS).checkpoint(file()).run(INITIAL);
    task.batchesMade.set(0);
    TrainingResult again = loop(SETTINGS).checkpoint(file()).run(INITIAL);

    assertThat(again).isEqualTo(first);
    assertThat(task.batchesMade).hasValue(0);
  }

  @Test
  void aRequestToStopBeforeTheFirstEpochEndsWithoutAModel() {
    TrainingLoop loop = loop(SETTINGS).checkpoint(file());
    var events = new ArrayList<Ended>();
    loop.listener(stopAfter(loop, 1, 2)).listener(ended(events));
    TrainingResult result = loop.run(INITIAL);

    assertThat(result).isEqualTo(new TrainingResult(Ending.STOPPED, List.of(), Optional.empty()));
    assertThat(events)
        .containsExactly(new Ended(Ending.STOPPED, 0, 6, 2, Optional.empty(), Optional.empty()));
    assertThat(file()).doesNotExist();
  }

  private static TrainingListener ended(List<Ended> events) {
    return new TrainingListener() {
      @Override
      public void ended(Ended event) {
        events.add(event);
      }
    };
  }

  @Test
  void interruptingTheThreadEndsCleanlyAndLeavesItInterrupted() {
    var interrupter =
        new TrainingListener() {
          @Override
          public void batchDone(BatchDone event) {
            if (event.epoch() == 2 && event.batch() == 5) {
              Thread.currentThread().interrupt();
            }
          }
        };
    var events = new ArrayList<Ended>();
    TrainingResult result =
        loop(SETTINGS)
            .checkpoint(file())
            .listener(interrupter)
            .listener(new JsonLinesListener(folder.resolve("metrics.jsonl"), 1))
            .listener(ended(events))
            .run(INITIAL);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.ending()).isEqualTo(Ending.STOPPED);
    assertThat(result.history()).hasSize(2);
    assertThat(Checkpoint.read(file()).history()).isEqualTo(result.history());
    assertThat(events).hasSize(1);
    assertThat(events.get(0).batchesLost()).isZero();
    assertThat(events.get(0).checkpoint()).contains(file());
  }

  /** Validates to given scores instead of measuring. */
  private static final class Scored extends LineFit {
    private final double[] scores;
    private int validated;

    Scored(double... scores) {
      this.scores = scores;
    }

    @Override
    public Map<String, Double> validate(Network network) {
      return Map.of("error", -scores[validated++]);
    }
  }

  @Test
  void patienceEndsTrainingAndTheFirstBestEpochIsKept() {
    var scored = new Scored(0.1, 0.7, 0.7, 0.6, 0.9, 0.9);
    var done = new ArrayList<EpochDone>();
    TrainingListener watching =
        new TrainingListener() {
          @Override
          public void epochDone(EpochDone event) {
            done.add(event);
          }
        };
    TrainingResult result =
        new TrainingLoop(engine, scored, SETTINGS.withPatience(2).withAveragingDecay(0))
            .listener(watching)
            .run(INITIAL);

    assertThat(result.ending()).isEqualTo(Ending.NO_IMPROVEMENT);
    assertThat(result.history()).extracting(EpochResult::score).containsExactly(0.1, 0.7, 0.7, 0.6);
    assertThat(result.best().orElseThrow().epoch().epoch()).isEqualTo(2);
    assertThat(result.best().orElseThrow().weights()).isEqualTo(engine.steps.get(2 * 5 - 1));
    assertThat(done).extracting(EpochDone::isBest).containsExactly(true, true, false, false);
  }

  @Test
  void aTrainingThatEndedEarlyGoesOnWithMorePatience() {
    var scored = new Scored(0.5, 0.4, 0.6, 0.7, 0.8, 0.9);
    assertThat(
            new TrainingLoop(engine, scored, SETTINGS.withPatience(1))
                .checkpoint(file())
                .run(INITIAL)
                .history())
        .hasSize(2);
    TrainingResult result =
        new TrainingLoop(engine, scored, SETTINGS.withPatience(2)).checkpoint(file()).run(INITIAL);
    assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(result.best().orElseThrow().epoch().epoch()).isEqualTo(6);
  }

  @Test
  void aTrainingMayEndEarlyAndGoOnAsIfItHadNot() {
    TrainingResult early = loop(SETTINGS.withUntil(2)).checkpoint(file()).run(INITIAL);
    assertThat(early.ending()).isEqualTo(Ending.UNTIL);
    assertThat(early.history()).hasSize(2);
    assertThat(early.best()).isPresent();

    TrainingResult resumed = loop(SETTINGS).checkpoint(file()).run(INITIAL);

    assertThat(resumed.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(resumed.history().subList(0, 2)).isEqualTo(early.history());
    assertThat(resumed.best().orElseThrow().weights())
        .isEqualTo(loop(SETTINGS).run(INITIAL).best().orElseThrow().weights());
  }

  @Test
  void noEpochBeginsThatWouldEndAfterTheLimit() {
    var clock = new AtomicLong();
    TrainingLoop loop = loop(SETTINGS.withLimit(Duration.ofSeconds(39))).checkpoint(file());
    loop.nanoTime = clock::get;
    loop.listener(
        new TrainingListener() {
          @Override
          public void batchDone(BatchDone event) {
            clock.addAndGet(2_000_000_000L);
          }
        });
    TrainingResult result = loop.run(INITIAL);

    assertThat(result.ending()).isEqualTo(Ending.TIME_LIMIT);
    assertThat(result.history()).extracting(EpochResult::seconds).containsExactly(10.0, 10.0, 10.0);
    assertThat(loop(SETTINGS).checkpoint(file()).run(INITIAL).ending())
        .as("resumed without the limit")
        .isEqualTo(Ending.COMPLETED);
  }

  /** Spoils one batch. */
  private static final class Spoilt extends LineFit {
    private final float gradient;
    private final double loss;

    Spoilt(double loss, float gradient) {
      this.loss = loss;
      this.gradient = gradient;
    }

    @Override
    public Batch batch(int epoch, int index) {
      Batch good = super.batch(epoch, index);
      if (epoch != 2 || index != 3) {
        return good;
      }
      return new Batch(
          good.input(),
          output -> {
            float[] gradients = new float[output.shape().size()];
            gradients[0] = gradient;
            return new ValueAndGradient(loss, Tensor.of(output.shape(), gradients));
          },
          good.samples(),
          good.accuracy());
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTrainingWithAdviceAndKeepsTheCheckpoint() {
    TrainingLoop loop =
        new TrainingLoop(engine, new Spoilt(Double.NaN, 0), SETTINGS).checkpoint(file());

    assertThatThrownBy(() -> loop.run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "training diverged in epoch 3, batch 4 of 5: the loss is NaN. Try a lower learning rate"
                + " than 0.05, a longer warm-up, or clip gradients at less than 5.0; epoch 2 is kept"
                + " in "
                + file());
    assertThat(Checkpoint.read(file()).history()).hasSize(2);
  }

  @Test
  void aGradientThatIsInfiniteEndsTrainingNamingTheWeight() {
    var task = new Spoilt(1, Float.POSITIVE_INFINITY);
    assertThatThrownBy(() -> new TrainingLoop(engine, task, SETTINGS.withClipNorm(0)).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("epoch 3, batch 4 of 5: the gradient of 'dense.weight' has ")
        .hasMessageEndingWith("or clip gradients (clipNorm is 0: off)");
  }

  @Test
  void weightsThatOverflowInTheLastBatchAreNeverSaved() {
    var task =
        new LineFit() {
          @Override
          public int batchesPerEpoch() {
            return 1;
          }
        };
    var sgd =
        SETTINGS.withOptimizer(new Optimizer.Sgd(0, false)).withClipNorm(0).withLearningRate(1e39);
    var constant = sgd.withSchedule(new LearningRateSchedule.Constant());
    assertThatThrownBy(
            () -> new TrainingLoop(engine, task, constant).checkpoint(file()).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("epoch 1, batch 1 of 1: the weight '");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aScoreThatIsNoNumberIsRefusedWithTheMetrics() {
    var scored = new Scored(0.5, Double.NaN);
    assertThatThrownBy(
            () -> new TrainingLoop(engine, scored, SETTINGS).checkpoint(file()).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("the score of epoch 2 is NaN")
        .hasMessageContaining("{error=NaN}")
        .hasMessageEndingWith("epoch 1 is kept in " + file());
  }

  @Test
  void aBatchThatCannotBeMadeEndsTrainingWithItsOwnError() {
    var task =
        new LineFit() {
          @Override
          public Batch batch(int epoch, int index) {
            if (epoch == 1) {
              throw new LonghandException("sample 'a.png' cannot be read");
            }
            return super.batch(epoch, index);
          }
        };
    assertThatThrownBy(() -> new TrainingLoop(engine, task, SETTINGS).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessage("sample 'a.png' cannot be read");
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefusedNamingTheDifference() {
    TrainingLoop first = loop(SETTINGS).checkpoint(file());
    first.listener(stopAfter(first, 2, 1)).run(INITIAL);

    assertThatThrownBy(
            () ->
                loop(SETTINGS.withLearningRate(0.1).withEpochs(7)).checkpoint(file()).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "the checkpoint "
                + file()
                + " is of another training. Remove it or name another file to train anew, or train as"
                + " before to resume it: epochs was 6 and is now 7; learningRate was 0.05 and is now"
                + " 0.1");
    Weights others = WeightInitializer.initialize(TinyEngine.NETWORK, 8);
    assertThatThrownBy(() -> loop(SETTINGS).checkpoint(file()).run(others))
        .isInstanceOf(LonghandException.class)
        .hasMessageEndingWith(": initial weights sha256 is another");
    var otherData =
        new LineFit() {
          @Override
          public Map<String, String> identity() {
            return Map.of("data sha256", "def");
          }
        };
    assertThatThrownBy(
            () -> new TrainingLoop(engine, otherData, SETTINGS).checkpoint(file()).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("task data sha256 was abc and is now def");
    var layers = new ArrayList<>(TinyEngine.NETWORK.layers());
    layers.set(2, new Layer.Dropout("drop", 0.25f));
    var otherNetwork =
        new LineFit() {
          @Override
          public NetworkSpec network() {
            return new NetworkSpec(TinyEngine.NETWORK.input(), layers);
          }
        };
    assertThatThrownBy(
            () -> new TrainingLoop(engine, otherNetwork, SETTINGS).checkpoint(file()).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining(
            "network layer 3 was Dropout[name=drop, rate=0.5] and is now Dropout[name=drop,"
                + " rate=0.25]");
    assertThat(loop(SETTINGS).checkpoint(file()).run(INITIAL).ending()).isEqualTo(Ending.COMPLETED);
  }

  @Test
  void aFullDiskEndsTrainingAndTheLastGoodCheckpointStays() {
    var full =
        new Checkpoint.Disk() {
          int files;

          @Override
          public OutputStream create(Path sibling) throws IOException {
            OutputStream real = Checkpoint.Disk.REAL.create(sibling);
            return ++files < 3 ? real : new FullAfter(100, real);
          }
        };
    TrainingLoop loop = loop(SETTINGS).checkpoint(file());
    loop.disk = full;
    assertThatThrownBy(() -> loop.run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining(
            "cannot write the checkpoint of epoch 3 to "
                + file()
                + ": No space left on device. It needs 1 MB. The checkpoint of the epoch before is"
                + " intact");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    assertThat(Checkpoint.read(file()).history()).hasSize(2);
    assertThat(loop(SETTINGS).checkpoint(file()).run(INITIAL).best())
        .as("resumed when there is room")
        .map(TrainingResult.Best::weights)
        .isEqualTo(loop(SETTINGS).run(INITIAL).best().map(TrainingResult.Best::weights));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTrulyFullDeviceIsReportedAsSuch() {
    TrainingLoop loop = loop(SETTINGS).checkpoint(file());
    loop.disk = sibling -> new FileOutputStream("/dev/full");
    assertThatThrownBy(() -> loop.run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("cannot write the checkpoint of epoch 1")
        .hasMessageContaining("No space left on device")
        .hasMessageEndingWith("Make room, or choose another place");
    assertThat(file()).doesNotExist();
  }

  /** Takes so many bytes, and no more. */
  private static final class FullAfter extends FilterOutputStream {
    private int left;

    FullAfter(int bytes, OutputStream out) {
      super(out);
      this.left = bytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, Math.min(left, length));
      left -= length;
      if (left < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  void whatAKilledWriteLeftBehindIsNoObstacle() throws IOException {
    Files.writeString(folder.resolve("line.checkpoint.part"), "half a chec");
    assertThat(loop(SETTINGS).checkpoint(file()).run(INITIAL).ending()).isEqualTo(Ending.COMPLETED);
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
  }

  @Test
  void aPlaceThatTakesNoCheckpointIsRefusedBeforeTraining() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "").resolve("line.checkpoint");
    assertThatThrownBy(() -> loop(SETTINGS).checkpoint(blocked).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("cannot make the directory " + folder.resolve("file"));
    assertThatThrownBy(() -> loop(SETTINGS).checkpoint(folder).run(INITIAL))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining(folder + " is a directory");
    assertThat(task.batchesMade).hasValue(0);
  }

  @Test
  void theAverageForgetsItsStartAndTakesTheRunningStatisticsAlong() {
    var oneEpoch = SETTINGS.withEpochs(1).withAveragingDecay(0.25);
    Weights averaged = loop(oneEpoch).run(INITIAL).best().orElseThrow().weights();

    // min(0.25, (1 + t) / (10 + t)) for t = 0 … 4.
    double[] decays = {1 / 10.0, 2 / 11.0, 3 / 12.0, 0.25, 0.25};
    for (String name : List.of("dense.weight", "norm.running_mean")) {
      double expected = INITIAL.get(name).at(1);
      for (int t = 0; t < decays.length; t++) {
        expected = decays[t] * expected + (1 - decays[t]) * engine.steps.get(t).get(name).at(1);
      }
      assertThat(averaged.get(name).at(1)).as(name).isCloseTo((float) expected, within(1e-6f));
    }
  }

  @Test
  void gradientsAreClippedToTheGivenNorm() {
    var clipped =
        SETTINGS
            .withEpochs(1)
            .withOptimizer(new Optimizer.Sgd(0, false))
            .withSchedule(new LearningRateSchedule.Constant())
            .withLearningRate(1)
            .withClipNorm(0.01);
    var norms = new ArrayList<Double>();
    loop(clipped)
        .listener(
            new TrainingListener() {
              @Override
              public void batchDone(BatchDone event) {
                norms.add(event.gradientNorm());
              }
            })
        .run(INITIAL);

    double moved = 0;
    for (String name : List.of("dense.weight", "dense.bias")) {
      for (int i = 0; i < INITIAL.get(name).shape().size(); i++) {
        moved += Math.pow(engine.steps.get(0).get(name).at(i) - INITIAL.get(name).at(i), 2);
      }
    }
    assertThat(Math.sqrt(moved)).isCloseTo(0.01, within(1e-6));
    assertThat(norms).hasSize(5).allMatch(norm -> norm > 0.01);
  }

  @Test
  void frozenWeightsStayAndTheOthersAreLearnt() {
    Weights learnt =
        loop(SETTINGS.withFrozen(Set.of("dense.w", "norm.")))
            .run(INITIAL)
            .best()
            .orElseThrow()
            .weights();
    assertThat(learnt.get("dense.weight")).isEqualTo(INITIAL.get("dense.weight"));
    assertThat(learnt.get("dense.bias")).isNotEqualTo(INITIAL.get("dense.bias"));
    assertThatThrownBy(() -> loop(SETTINGS.withFrozen(Set.of("conv"))).run(INITIAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot freeze 'conv': no learned weight starts so");
    assertThatThrownBy(() -> loop(SETTINGS.withFrozen(Set.of("dense", "norm"))).run(INITIAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing is left to learn");
  }

  @Test
  void batchesAreMadeAheadButOnlyAFew() {
    var most = new AtomicInteger();
    var taken = new AtomicInteger();
    var watched =
        new LineFit() {
          @Override
          public Batch batch(int epoch, int index) {
            Batch batch = super.batch(epoch, index);
            most.accumulateAndGet(batchesMade.get() - taken.get(), Math::max);
            return batch;
          }
        };
    new TrainingLoop(engine, watched, SETTINGS)
        .listener(
            new TrainingListener() {
              @Override
              public void batchDone(BatchDone event) {
                taken.incrementAndGet();
              }
            })
        .run(INITIAL);
    assertThat(watched.batchesMade).hasValue(6 * 5);
    assertThat(most.get()).isBetween(1, 4);
  }

  @Test
  void listenersHearOfEverythingInOrderWithTheTimeLeft() {
    var clock = new AtomicLong();
    var told = new ArrayList<String>();
    TrainingLoop loop = loop(SETTINGS.withEpochs(2)).checkpoint(file());
    // Each batch asks for the time once it is done; a second passes then.
    loop.nanoTime = clock::get;
    loop.listener(
        new TrainingListener() {
          @Override
          public void started(Started event) {
            told.add("started " + event.epochsDone() + " of " + event.epochs());
            assertThat(event.isResumed()).isFalse();
            assertThat(event.learnedWeights()).isEqualTo(3 + 3 + 6 + 2);
            assertThat(event.engine()).isEqualTo("tiny");
          }

          @Override
          public void batchDone(BatchDone event) {
            clock.addAndGet(1_000_000_000L);
            if (event.batch() == 5) {
              told.add("batch " + event.epoch() + "." + event.batch() + ", " + event.remaining());
              assertThat(event.samplesPerSecond()).isEqualTo(5 * LineFit.SAMPLES / 4.0);
              assertThat(event.meanAccuracy()).isEqualTo(0.25);
            }
          }

          @Override
          public void epochDone(EpochDone event) {
            told.add("epoch " + event.result().epoch() + " of " + event.epochs());
          }

          @Override
          public void ended(Ended event) {
            told.add("ended " + event.ending());
          }
        });
    loop.run(INITIAL);

    assertThat(told)
        .containsExactly(
            "started 0 of 2",
            "batch 1.5, PT4S",
            "epoch 1 of 2",
            "batch 2.5, PT0S",
            "epoch 2 of 2",
            "ended COMPLETED");
  }
}
