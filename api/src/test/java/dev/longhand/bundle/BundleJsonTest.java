package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.Layer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BundleJsonTest {

  @Test
  @DisplayName("every layer and every step has a name in the format")
  void everythingIsNamed() {
    assertThat(named(BundleJson.LayerJson.class))
        .containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
    assertThat(named(BundleJson.StepJson.class))
        .containsExactlyInAnyOrder(Preprocessing.Step.class.getPermittedSubclasses());
  }

  private static Class<?>[] named(Class<?> mixIn) {
    List<? extends Class<?>> types =
        Arrays.stream(mixIn.getAnnotation(JsonSubTypes.class).value())
            .map(JsonSubTypes.Type::value)
            .toList();
    return types.toArray(Class<?>[]::new);
  }
}
