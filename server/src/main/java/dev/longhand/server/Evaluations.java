package dev.longhand.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.bundle.ModelBundle;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code longhand evaluate} found out about Longhand's own models: the {@code report.json}
 * that {@code --report} writes.
 */
@Singleton
final class Evaluations {

  private final ObjectMapper json;

  /**
   * @param data what it was evaluated on
   * @param size how many samples that has
   * @param accuracy share of readings that are right, case counted
   * @param confusion how often, by truth and then by reading, in the order of the symbols
   */
  @RegisterForReflection
  record Evaluation(
      String data, int size, double accuracy, List<String> symbols, JsonNode confusion) {}

  Evaluations(ObjectMapper json) {
    this.json = json;
  }

  /** Empty when the model is not one of Longhand's own, or was not evaluated. */
  Optional<Evaluation> of(ModelBundle model) {
    String resource = "evaluations/" + model.name() + ".json";
    try (InputStream file = Evaluations.class.getResourceAsStream(resource)) {
      if (file == null) {
        return Optional.empty();
      }
      JsonNode report = json.readTree(file);
      JsonNode confusion = report.path("confusion");
      List<String> symbols = new ArrayList<>();
      confusion.path("alphabet").forEach(symbol -> symbols.add(symbol.asText()));
      if (!symbols.equals(model.alphabet().symbols())) {
        return Optional.empty();
      }
      return Optional.of(
          new Evaluation(
              report.path("dataset").asText(),
              report.path("n").asInt(),
              report.path("accuracy").asDouble(),
              symbols,
              confusion.path("countsByTruthThenReading")));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " is damaged", e);
    }
  }
}
