package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConfidenceFitTest {

  @Test
  void probabilitiesThatAreTooSureAreMadeHonest() {
    var random = new SplittableRandom(1);
    double[] claimed = new double[20_000];
    boolean[] right = new boolean[claimed.length];
    for (int i = 0; i < claimed.length; i++) {
      double truth = 0.02 + 0.96 * random.nextDouble();
      double logit = Math.log(truth / (1 - truth));
      claimed[i] = 1 / (1 + Math.exp(-(2 * logit + 0.7)));
      right[i] = random.nextDouble() < truth;
    }

    ConfidenceFit fit = ConfidenceFit.of(claimed, right);

    assertThat(fit.slope()).isCloseTo(0.5, within(0.03));
    assertThat(fit.offset()).isCloseTo(-0.35, within(0.06));
  }

  @Test
  void theIdentityLeavesProbabilitiesAsTheyAre() {
    for (double p : new double[] {0.001, 0.3, 0.5, 0.999}) {
      assertThat(ConfidenceFit.IDENTITY.apply(p)).isCloseTo(p, within(1e-12));
    }
    assertThat(ConfidenceFit.IDENTITY.apply(0)).isBetween(0.0, 1e-6);
    assertThat(ConfidenceFit.IDENTITY.apply(1)).isBetween(1 - 1e-6, 1.0);
  }

  @Test
  void aFitIsFiniteWhereAllIsRightAndWhereThereIsNothing() {
    double[] some = {0.9, 0.99, 0.5};
    boolean[] right = new boolean[3];
    Arrays.fill(right, true);

    assertThat(ConfidenceFit.of(some, right).apply(0.9)).isBetween(0.9, 1.0);
    assertThat(ConfidenceFit.of(some, new boolean[3]).apply(0.9)).isBetween(0.0, 0.1);
    assertThat(ConfidenceFit.of(new double[0], new boolean[0])).isEqualTo(ConfidenceFit.IDENTITY);
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfidenceFit(Double.NaN, 0))
        .withMessageContaining("NaN");
  }
}
