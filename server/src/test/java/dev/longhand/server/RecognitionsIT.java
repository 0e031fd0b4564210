package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is answered to whoever asks for readings. */
class RecognitionsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void readsAlmostAllSampleWords() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> word : SampleImages.words().entrySet()) {
      var answer = server.post("/v1/recognitions", "image/png", SampleImages.bytes(word.getKey()));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      String text = JSON.readTree(answer.body()).path("text").asText();
      if (!text.equals(word.getValue())) {
        wrong.add(text + " instead of " + word.getValue());
      }
    }
    assertThat(wrong).hasSizeLessThan(2);
  }

  @Test
  void saysHowSureItIsAndWhereEachCharacterStands() throws IOException {
    JsonNode answer =
        JSON.readTree(
            server
                .post(
                    "/v1/recognitions?top=2", "image/png", SampleImages.bytes("words/beehive.png"))
                .body());
    assertThat(answer.path("candidates")).hasSize(2);
    assertThat(answer.path("confidence").asDouble()).isBetween(0.5, 1.0);
    assertThat(answer.path("sure").asBoolean()).isTrue();
    assertThat(answer.path("model").asText()).isEqualTo("english-words");
    assertThat(answer.path("engine").asText()).isEqualTo("djl-onnxruntime");
    int width = answer.path("image").path("width").asInt();
    int before = -1;
    for (JsonNode character : answer.path("characters")) {
      assertThat(character.path("left").asInt()).isGreaterThan(before).isLessThan(width);
      before = character.path("left").asInt();
    }
    assertThat(answer.path("characters")).hasSize("beehive".length());
  }

  @Test
  void readsACharacterFromAPhotograph() throws IOException {
    var answer =
        server.post(
            "/v1/recognitions?as=character", "image/png", SampleImages.bytes("photo-upper-a.png"));
    assertThat(JSON.readTree(answer.body()).path("text").asText()).isEqualTo("A");
  }

  @Test
  void readsAnImageInBase64LikeTheImageItself() throws IOException {
    byte[] image = SampleImages.bytes("words/good.png");
    String base64 = Base64.getEncoder().encodeToString(image);
    for (String value : List.of(base64, "data:image/png;base64," + base64)) {
      var answer =
          server.post("/v1/recognitions", "application/json", "{\"image\":\"" + value + "\"}");
      assertThat(JSON.readTree(answer.body()).path("text").asText()).isEqualTo("good");
    }
  }

  @Test
  void readsInk() throws IOException {
    var answer =
        server.post(
            "/v1/recognitions?as=character",
            "application/json",
            "{\"strokes\":[[0,0,100,0],[50,0,50,120]]}");
    assertThat(JSON.readTree(answer.body()).path("text").asText()).isEqualTo("T");
  }

  @Test
  void readsSeveralFilesInTheirOrderAndReportsWhichFail() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("welcome.png", SampleImages.bytes("words/welcome.png"));
    files.put("nothing.png", new byte[0]);
    files.put("dump.png", SampleImages.bytes("words/dump.png"));
    HttpResponse<String> answer =
        server.post("/v1/recognitions", "multipart/form-data; boundary=XXX", multipart(files));
    JsonNode recognitions = JSON.readTree(answer.body()).path("recognitions");
    assertThat(recognitions).hasSize(3);
    assertThat(recognitions.get(0).path("text").asText()).isEqualTo("welcome");
    assertThat(recognitions.get(1).path("file").asText()).isEqualTo("nothing.png");
    assertThat(recognitions.get(1).path("problem").path("type").asText())
        .isEqualTo("urn:longhand:problem:unreadable-image");
    assertThat(recognitions.get(2).path("text").asText()).isEqualTo("dump");
    assertThat(recognitions.get(2).path("file").asText()).isEqualTo("dump.png");
  }

  @Test
  void readsWithTheDecoderThatIsAskedFor() throws IOException {
    for (String decoder : List.of("greedy", "beam")) {
      var answer =
          server.post(
              "/v1/recognitions?decoder=" + decoder,
              "image/png",
              SampleImages.bytes("words/triumph.png"));
      JsonNode reading = JSON.readTree(answer.body());
      assertThat(reading.path("text").asText()).isEqualTo("triumph");
      assertThat(reading.path("settings").path("decoder").asText()).isEqualTo(decoder);
    }
  }

  @Test
  void showsWhatTheNetworkSaw() throws IOException {
    var answer = server.post("/v1/explanations", "image/png", SampleImages.bytes("words/good.png"));
    JsonNode stages = JSON.readTree(answer.body()).path("stages");
    assertThat(stages.size()).isGreaterThan(2);
    JsonNode last = stages.get(stages.size() - 1);
    assertThat(last.path("height").asInt()).isEqualTo(32);
    assertThat(last.path("image").asText()).startsWith("data:image/png;base64,");
  }

  @Test
  void listsModelsAndTellsAllAboutOne() throws IOException {
    JsonNode models = JSON.readTree(server.get("/v1/models").body()).path("models");
    List<String> names = new ArrayList<>();
    models.forEach(model -> names.add(model.path("name").asText()));
    assertThat(names).containsExactly("english-words", "latin-62");
    JsonNode model = JSON.readTree(server.get("/v1/models/latin-62").body());
    assertThat(model.path("evaluation").path("confusion")).hasSize(62);
    assertThat(model.path("alphabet")).hasSize(62);
    assertThat(model.path("card").asText()).contains("#");
    assertThat(model.path("provenance").path("seed").isNumber()).isTrue();
  }

  static byte[] multipart(Map<String, byte[]> files) throws IOException {
    var body = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String head =
          "--XXX\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
              + file.getKey()
              + "\"\r\nContent-Type: image/png\r\n\r\n";
      body.write(head.getBytes(StandardCharsets.UTF_8));
      body.write(file.getValue());
      body.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.write("--XXX--\r\n".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
