package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Engines are swapped by configuration in the server as elsewhere. */
class EnginesIT {

  @Test
  void everyEngineThatIsNamedReadsTheSame() {
    try (var server =
        RunningServer.start(
            "longhand.engine=djl-pytorch", "longhand.engines=djl-onnxruntime,dl4j,reference")) {
      JsonNode expected = read(server, "");
      assertThat(expected.path("engine").asText()).isEqualTo("djl-pytorch");
      assertThat(expected.path("text").asText()).isEqualTo("beehive");

      for (String engine : List.of("djl-onnxruntime", "dl4j", "reference")) {
        JsonNode reading = read(server, "?engine=" + engine);
        assertThat(reading.path("engine").asText()).isEqualTo(engine);
        assertThat(reading.path("text")).isEqualTo(expected.path("text"));
        assertThat(reading.path("confidence").asDouble())
            .isCloseTo(expected.path("confidence").asDouble(), within(1e-4));
      }
    }
  }

  private static JsonNode read(RunningServer server, String query) {
    var answer =
        server.post(
            "/v1/recognitions" + query, "image/png", SampleImages.bytes("words/beehive.png"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Answers.json(answer.body());
  }
}
