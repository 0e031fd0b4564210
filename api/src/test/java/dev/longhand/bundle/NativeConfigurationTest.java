package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code META-INF/native-image}: what a program without a JVM must keep of this module. */
@DisplayName("The configuration for native images")
class NativeConfigurationTest {
  private static final String FILE =
      "/META-INF/native-image/dev.longhand/longhand-api/reflect-config.json";

  @Test
  @DisplayName("names every type that a model file's JSON is mapped to, and none that is gone")
  void mapped() throws IOException {
    Set<String> mapped = new TreeSet<>();
    for (Class<?> root :
        new Class<?>[] {
          ModelManifest.class, NetworkSpec.class, Preprocessing.class, Safetensors.Entry.class
        }) {
      collect(root, mapped);
    }
    Set<String> configured = new TreeSet<>();
    try (InputStream file = NativeConfigurationTest.class.getResourceAsStream(FILE)) {
      for (JsonNode entry : new ObjectMapper().readTree(file)) {
        String name = entry.path("name").asText();
        if (entry.has("allDeclaredConstructors") && !name.contains("BundleJson$")) {
          configured.add(name);
        }
      }
    }
    assertThat(configured).isEqualTo(mapped);
  }

  @Test
  @DisplayName("names only classes that exist")
  void existing() throws Exception {
    try (InputStream file = NativeConfigurationTest.class.getResourceAsStream(FILE)) {
      for (JsonNode entry : new ObjectMapper().readTree(file)) {
        assertThat(Class.forName(entry.path("name").asText(), false, getClass().getClassLoader()))
            .isNotNull();
      }
    }
  }

  /** A record with all that it is made of, as far as it is ours. */
  private static void collect(Type type, Set<String> names) {
    if (type instanceof ParameterizedType parameterized) {
      collect(parameterized.getRawType(), names);
      for (Type argument : parameterized.getActualTypeArguments()) {
        collect(argument, names);
      }
    } else if (type instanceof Class<?> named
        && named.getName().startsWith("dev.longhand.")
        && names.add(named.getName())) {
      if (named.isRecord()) {
        for (RecordComponent component : named.getRecordComponents()) {
          collect(component.getGenericType(), names);
        }
      }
      if (named.isSealed()) {
        for (Class<?> permitted : named.getPermittedSubclasses()) {
          collect(permitted, names);
        }
      }
    }
  }
}
