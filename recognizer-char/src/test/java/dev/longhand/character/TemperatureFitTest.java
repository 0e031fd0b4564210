package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.engine.Network;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureFitTest {
  private static final Alphabet SIGNS = Alphabet.ofCodePoints("-|");
  private static final int SAMPLES = 700;
  private static final Tiles LYING = tiles("-", 1);
  private static final Tiles UPRIGHT = tiles("|", 1);

  private static Tiles tiles(String signs, int each) {
    return Tiles.prepare(
        Signs.of("signs", signs, each, 1), SIGNS, CharacterRecipe.EMNIST_CONVERSION, 1, 1);
  }

  /**
   * Labels drawn with the very probabilities that a network gives with a prior, and a network that
   * overstates these by a factor: that factor is the temperature.
   */
  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {0.5, 1, 2.5})
  void theFactorByWhichANetworkIsTooSureIsFound(double factor) {
    var random = new SplittableRandom(11);
    var prior = new ClassPrior("p", 1, 3);
    double logOdds = Math.log(1 / 3.0);
    float[] logits = new float[2 * SAMPLES];
    List<Tiles> drawn = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      double difference = 2 * random.nextGaussian();
      double probability = 1 / (1 + Math.exp(-difference));
      drawn.add(random.nextDouble() < probability ? LYING : UPRIGHT);
      logits[2 * i] = (float) (factor * difference - logOdds);
    }
    Tiles tiles = drawn.stream().reduce(Tiles::and).orElseThrow();

    double temperature =
        TemperatureFit.fit(
            new InOrder(logits),
            List.of(new CharacterTask.Validation("drawn", tiles, prior.logShares())));

    assertThat(temperature).isCloseTo(factor, within(0.2 * factor));
  }

  @Test
  void aNetworkThatIsAlwaysRightIsTrustedAsFarAsAllowed() {
    Tiles tiles = tiles("-|", 10);
    float[] logits = new float[40];
    for (int i = 0; i < 20; i++) {
      logits[2 * i + i % 2] = 1;
    }

    double temperature =
        TemperatureFit.fit(
            new InOrder(logits),
            List.of(
                new CharacterTask.Validation("signs", tiles, ClassPrior.uniform(2).logShares())));

    assertThat(temperature).isCloseTo(0.2, within(0.001));
  }

  /** Gives logits of two classes in their order, whatever the batches. */
  private static final class InOrder implements Network {
    private final float[] logits;
    private int next;

    InOrder(float[] logits) {
      this.logits = logits;
    }

    @Override
    public Tensor run(Tensor batch) {
      int samples = batch.shape().extent(0);
      float[] rows = java.util.Arrays.copyOfRange(logits, next, next + 2 * samples);
      next += 2 * samples;
      return Tensor.of(new Shape(samples, 2), rows);
    }

    @Override
    public void close() {}
  }
}
