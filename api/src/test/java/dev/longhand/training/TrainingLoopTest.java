package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.training.TrainingListener.BatchDone;
import dev.longhand.training.TrainingResult.Ending;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
}
