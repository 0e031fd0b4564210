package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {

  @Test
  void allFaultsAreReportedAtOnce() {
    assertThatThrownBy(
            () ->
                new TrainingSettings(
                    0,
                    -1,
                    Double.NaN,
                    new LearningRateSchedule.Constant(),
                    new Optimizer.Sgd(0, false),
                    -1,
                    1,
                    -2,
                    5,
                    7,
                    Optional.of(Duration.ZERO),
                    Set.of("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "epochs must be at least 1, but was 0; batchSize must be at least 1, but was -1;"
                + " learningRate must be positive, but was NaN; clipNorm must not be negative, but"
                + " was -1.0; averagingDecay must be in 0…1, 1 excluded, but was 1.0; patience must"
                + " not be negative, but was -2; until must be in 0…0, but was 5; limit must be"
                + " positive, but was PT0S; frozen must not contain an empty prefix");
  }

  @Test
  void eachChangeChangesOneSetting() {
    var defaults = TrainingSettings.defaults();
    var changed =
        defaults
            .withEpochs(3)
            .withBatchSize(4)
            .withLearningRate(0.5)
            .withSchedule(new LearningRateSchedule.Constant())
            .withOptimizer(new Optimizer.Sgd(0.5, true))
            .withClipNorm(1)
            .withAveragingDecay(0.5)
            .withPatience(2)
            .withUntil(1)
            .withSeed(9)
            .withLimit(Duration.ofHours(1))
            .withFrozen(Set.of("b", "a"));
    assertThat(changed)
        .isEqualTo(
            new TrainingSettings(
                3,
                4,
                0.5,
                new LearningRateSchedule.Constant(),
                new Optimizer.Sgd(0.5, true),
                1,
                0.5,
                2,
                1,
                9,
                Optional.of(Duration.ofHours(1)),
                Set.of("a", "b")));
  }

  @Test
  void theMapForTheProvenanceHasEverySettingInItsOrder() {
    assertThat(
            TrainingSettings.defaults()
                .withLimit(Duration.ofMinutes(90))
                .withFrozen(Set.of("conv2.", "conv1."))
                .toMap()
                .toString())
        .isEqualTo(
            "{epochs=20, batchSize=256, learningRate=0.002, schedule=Cosine[warmUp=0.05,"
                + " finalFraction=0.01], optimizer=AdamW[beta1=0.9, beta2=0.999, epsilon=1.0E-8,"
                + " weightDecay=0.01], clipNorm=5.0, averagingDecay=0.999, seed=20240229,"
                + " frozen=conv1. conv2., patience=0, until=0, limit=PT1H30M}");
  }
}
