package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

  private static final String KEY = "correct-horse-battery";
  private static final ApiKeys KEYS = new ApiKeys(Optional.of(List.of("another-key-of-ours", KEY)));

  @Test
  void admitsEachOfTheKeysAndNothingElse() {
    assertThat(KEYS.admit(KEY)).isTrue();
    assertThat(KEYS.admit("another-key-of-ours")).isTrue();
    for (String wrong :
        List.of("", KEY + " ", KEY + "\0", "Correct-horse-battery", "correct-horse")) {
      assertThat(KEYS.admit(wrong)).as(wrong).isFalse();
    }
  }

  @Test
  void admitsEverybodyWhereThereAreNoKeys() {
    var keys = new ApiKeys(Optional.empty());
    assertThat(keys.areNeeded()).isFalse();
    assertThat(keys.admit("")).isTrue();
  }

  @Test
  void findsAKeyInEitherHeaderAndWhereItMayStandInTheAddress() {
    assertThat(shown("X-Api-Key", KEY)).isEqualTo(KEY);
    assertThat(shown("x-api-key", " " + KEY + " ")).isEqualTo(KEY);
    assertThat(shown("Authorization", "Bearer " + KEY)).isEqualTo(KEY);
    assertThat(shown("Authorization", "bEaReR  " + KEY)).isEqualTo(KEY);
    assertThat(shown("Authorization", "Basic " + KEY)).isEmpty();
    assertThat(shown("Authorization", "Bearer")).isEmpty();
    assertThat(shown("Authorization", KEY)).isEmpty();
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    assertThat(ApiKeys.shown(none, Map.of("key", List.of(KEY)))).isEqualTo(KEY);
    assertThat(ApiKeys.shown(none, Map.of())).isEmpty();
  }

  @Property
  @Label("admits no other text")
  void admitsNoOtherText(@ForAll String text) {
    assertThat(KEYS.admit(text)).isFalse();
  }

  private static String shown(String header, String value) {
    return ApiKeys.shown(MultiMap.caseInsensitiveMultiMap().add(header, value), Map.of());
  }
}
