package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

  @Test
  void aDigestIsSixtyFourLowerCaseHexDigits() {
    assertThatThrownBy(() -> provenance(Map.of("emnist", "ABC"), Map.of()))
        .hasMessage(
            "the digest of dataset 'emnist' must be 64 lower-case hex digits, but was 'ABC'");
  }

  @Test
  void aMetricIsFinite() {
    assertThatThrownBy(() -> provenance(Map.of(), Map.of("accuracy", Double.NaN)))
        .hasMessage("the metric 'accuracy' must be a finite number, but was NaN");
  }

  @Test
  void everythingIsInAlphabeticalOrder() {
    assertThat(provenance(Map.of(), Map.of("b", 1.0, "c", 2.0, "a", 3.0)).metrics().keySet())
        .containsExactly("a", "b", "c");
  }

  private static Provenance provenance(Map<String, String> data, Map<String, Double> metrics) {
    return new Provenance(
        Instant.EPOCH, "0.1.0", "reference", "linux/amd64", 1, data, Map.of(), metrics);
  }
}
