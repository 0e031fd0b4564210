package dev.longhand.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.bundle.ModelBundle;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What {@code longhand evaluate} found out about bundled models, for people to look at. */
@Singleton
final class Evaluations {

  private final ObjectMapper json;

  Evaluations(ObjectMapper json) {
    this.json = json;
  }

  /** Empty when the model was not evaluated, or is another one of that name. */
  Optional<JsonNode> of(ModelBundle model) {
    String resource = "evaluations/" + model.name() + ".json";
    try (InputStream file = Evaluations.class.getResourceAsStream(resource)) {
      if (file == null) {
        return Optional.empty();
      }
      JsonNode evaluation = json.readTree(file);
      boolean same =
          evaluation.path("trainedAt").asText().equals(model.provenance().trainedAt().toString());
      return same ? Optional.of(evaluation) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " is damaged", e);
    }
  }
}
