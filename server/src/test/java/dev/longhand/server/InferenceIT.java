package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The open inference protocol, each answer checked with a schema of its specification. */
class InferenceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INFER = "/v2/models/english-words/infer";
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The answer, which is as the specification defines that kind of answer. */
  private static JsonNode valid(HttpResponse<String> answer, int status, String kind) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    try (InputStream file = InferenceIT.class.getResourceAsStream("open-inference-2.schema.json")) {
      ObjectNode schema = (ObjectNode) JSON.readTree(file);
      schema.put("$ref", "#/$defs/" + kind);
      JsonSchema checked = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
      JsonNode body = JSON.readTree(answer.body());
      assertThat(checked.validate(body)).as(answer.body()).isEmpty();
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode request(String... files) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode input = request.putArray("inputs").addObject();
    input.put("name", "image").put("datatype", "BYTES").putArray("shape").add(files.length);
    ArrayNode data = input.putArray("data");
    for (String file : files) {
      data.add(Base64.getEncoder().encodeToString(SampleImages.bytes(file)));
    }
    return request;
  }

  private static HttpResponse<String> infer(JsonNode request) {
    return server.post(INFER, "application/json", request.toString());
  }

  @Test
  void tellsAboutTheServerAndItsHealth() {
    assertThat(valid(server.get("/v2"), 200, "server").path("name").asText()).isEqualTo("longhand");
    assertThat(valid(server.get("/v2/health/live"), 200, "live").path("live").asBoolean()).isTrue();
    assertThat(valid(server.get("/v2/health/ready"), 200, "ready").path("ready").asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/versions/1"})
  void tellsWhatAModelTakesAndGivesAndThatItIsReady(String version) {
    JsonNode model = valid(server.get("/v2/models/latin-62" + version), 200, "model");
    assertThat(model.at("/inputs/0/name").asText()).isEqualTo("image");
    assertThat(model.path("outputs").findValuesAsText("name"))
        .containsExactly("text", "confidence");
    JsonNode ready =
        valid(server.get("/v2/models/latin-62" + version + "/ready"), 200, "modelReady");
    assertThat(ready.path("ready").asBoolean()).isTrue();
    assertThat(ready.path("name").asText()).isEqualTo("latin-62");
  }

  @Test
  void readsSeveralImagesInTheirOrder() {
    JsonNode request =
        request("words/welcome.png", "words/good.png", "words/dump.png").put("id", "a-17");
    JsonNode answer = valid(infer(request), 200, "inference");
    assertThat(answer.path("model_name").asText()).isEqualTo("english-words");
    assertThat(answer.path("id").asText()).isEqualTo("a-17");
    assertThat(answer.at("/outputs/0/data"))
        .isEqualTo(JSON.valueToTree(List.of("welcome", "good", "dump")));
    assertThat(answer.at("/outputs/1/datatype").asText()).isEqualTo("FP64");
    for (JsonNode output : answer.path("outputs")) {
      assertThat(output.path("shape")).isEqualTo(JSON.valueToTree(List.of(3)));
      assertThat(output.path("data")).hasSize(3);
    }
    answer.at("/outputs/1/data").forEach(each -> assertThat(each.asDouble()).isBetween(0.0, 1.0));
  }

  @Test
  void readsAsTheInterfaceBesideItDoes() throws IOException {
    JsonNode expected =
        JSON.readTree(
            server
                .post(
                    "/v1/recognitions?as=character",
                    "image/png",
                    SampleImages.bytes("photo-upper-a.png"))
                .body());
    JsonNode answer =
        valid(
            server.post(
                "/v2/models/latin-62/versions/1/infer",
                "application/json",
                request("photo-upper-a.png").toString()),
            200,
            "inference");
    assertThat(answer.at("/outputs/0/data/0")).isEqualTo(expected.path("text"));
    assertThat(answer.at("/outputs/1/data/0").asDouble())
        .isEqualTo(expected.path("confidence").asDouble());
  }

  @Test
  void givesOnlyTheOutputsThatAreAskedFor() {
    ObjectNode request = request("words/good.png");
    request.putArray("outputs").addObject().put("name", "confidence");
    JsonNode answer = valid(infer(request), 200, "inference");
    assertThat(answer.path("outputs").findValuesAsText("name")).containsExactly("confidence");
  }

  @Test
  void takesNestedDataAndParametersThatItDoesNotKnow() {
    ObjectNode request = request("words/good.png");
    ObjectNode input = (ObjectNode) request.at("/inputs/0");
    ArrayNode flat = (ArrayNode) input.get("data");
    input.set("shape", JSON.valueToTree(List.of(1, 1)));
    input.putArray("data").add(flat);
    input.putObject("parameters").put("content_type", "base64");
    request.putObject("parameters").put("binary_data_output", false);
    assertThat(valid(infer(request), 200, "inference").at("/outputs/0/data/0").asText())
        .isEqualTo("good");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                                             | 400 | JSON",
        "[]                                                                            | 400 | inputs",
        "{}                                                                            | 400 | inputs",
        "{\"inputs\":[]}                                                               | 400 | inputs",
        "{\"inputs\":[{\"name\":\"picture\"}]}                                         | 400 | picture",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\"}]}                     | 400 | FP32",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1]}]}      | 400 | data",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"AAAA\"]}]} | 400 | shape",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[0],\"data\":[]}]} | 400 | shape",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[-1],\"data\":[\"AAAA\"]}]} | 400 | shape",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[65536,65536,65536,65536],\"data\":[\"AAAA\"]}]} | 400 | shape",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[7]}]} | 400 | data",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"#\"]}]} | 400 | base64",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"AAAA\"]}],\"outputs\":[{\"name\":\"x\"}]} | 400 | output",
        "{\"id\":7,\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"AAAA\"]}]} | 400 | id",
        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"AAAA\"]}]} | 422 | image",
      })
  void saysWhatIsWrongWithARequest(String body, int status, String expected) {
    JsonNode answer = valid(server.post(INFER, "application/json", body), status, "error");
    assertThat(answer.path("error").asText()).contains(expected).doesNotContain("\n", "Exception");
  }

  @Test
  void saysWhichOfSeveralImagesCannotBeRead() {
    ObjectNode request = request("words/good.png", "words/dump.png");
    ((ArrayNode) request.at("/inputs/0/data")).set(1, "AAAA");
    assertThat(valid(infer(request), 422, "error").path("error").asText()).contains("element 1");
  }

  @Test
  void refusesMoreImagesThanMayBeInARequest() {
    String[] files = new String[33];
    java.util.Arrays.fill(files, "words/good.png");
    assertThat(valid(infer(request(files)), 413, "error").path("error").asText()).contains("32");
  }

  @Test
  void answersItsOwnErrorsWhateverGoesWrong() {
    for (Map.Entry<String, Integer> each :
        Map.of(
                "/v2/models/greek",
                404,
                "/v2/models/latin-62/versions/2",
                404,
                "/v2/models/latin-62/nothing",
                404,
                "/v2/nothing",
                404,
                "/v2/models/latin-62?x=1",
                400,
                INFER,
                405)
            .entrySet()) {
      valid(server.get(each.getKey()), each.getValue(), "error");
    }
    valid(server.post(INFER, "text/plain", "hello"), 415, "error");
    valid(server.post(INFER, "application/json", new byte[10_485_761]), 413, "error");
  }
}
