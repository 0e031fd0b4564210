package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longhand.engine.EngineProvider;
import dev.longhand.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine of {@code docs/adding-an-engine.md}, in the server. */
class ForeignEngineIT {
  private static final Path SOURCES = Path.of("../docs/adding-an-engine/src/main/java");
  private static final String PROVIDER = "com.example.onnxfile.OnnxFileProvider";

  @Test
  void anEngineWhoseJarIsBesideTheServersReadsWhatOurOwnRead(@TempDir Path folder)
      throws IOException {
    Path jar =
        new PluginJar()
            .source(
                PROVIDER, Files.readString(SOURCES.resolve(PROVIDER.replace('.', '/') + ".java")))
            .registers(EngineProvider.class, PROVIDER)
            .write(folder.resolve("onnx-file.jar"));

    try (var server =
        RunningServer.startBeside(
            List.of(jar), "longhand.engine=onnx-file", "longhand.engines=djl-onnxruntime")) {
      JsonNode foreign = read(server, "");
      JsonNode own = read(server, "?engine=djl-onnxruntime");

      assertThat(foreign.path("engine").asText()).isEqualTo("onnx-file");
      assertThat(own.path("engine").asText()).isEqualTo("djl-onnxruntime");
      assertThat(foreign.path("text")).isEqualTo(own.path("text"));
    }
  }

  private static JsonNode read(RunningServer server, String query) throws IOException {
    var answer =
        server.post(
            "/v1/recognitions" + query, "image/png", SampleImages.bytes("words/beehive.png"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Answers.json(answer.body());
  }
}
