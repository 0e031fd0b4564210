package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server says of its own interface, and whether that is true. */
class OpenApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBLEM = "application/problem+json";

  private static RunningServer server;
  private static JsonNode document;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start();
    document = JSON.readTree(server.get("/q/openapi?format=json").body());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Follows a reference to its place in the document. */
  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** As {@code "post /v1/recognitions"}. */
  private static Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        each ->
                            operations.put(each.getKey() + " " + path.getKey(), each.getValue())));
    return operations;
  }

  private static List<JsonNode> examples(JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.path("example"));
    }
    content.path("examples").forEach(each -> examples.add(resolved(each).path("value")));
    return examples;
  }

  private static void assertValid(JsonNode instance, JsonNode schema, String what) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", document.path("components"));
    whole.putArray("allOf").add(schema);
    var unmet =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole).validate(instance);
    assertThat(unmet).as(what + ": " + instance).isEmpty();
  }

  @Test
  void hasATitleALicenceAndEveryAddress() {
    assertThat(document.at("/info/title").asText()).isEqualTo("Longhand");
    assertThat(document.at("/info/license/name").asText()).isEqualTo("Apache-2.0");
    assertThat(operations())
        .containsOnlyKeys(
            "post /v1/recognitions",
            "post /v1/explanations",
            "post /v1/corrections",
            "get /v1/models",
            "get /v1/models/{name}",
            "get /v1/engines",
            "get /v1/settings",
            "get /v1/stream",
            "get /v2",
            "get /v2/health/live",
            "get /v2/health/ready",
            "get /v2/models/{model}",
            "get /v2/models/{model}/ready",
            "post /v2/models/{model}/infer");
  }

  @Test
  void sortsEveryOperationUnderATagThatIsExplained() {
    List<String> tags = document.path("tags").findValuesAsText("name");
    operations()
        .forEach(
            (name, operation) -> {
              assertThat(operation.path("tags")).as(name).hasSize(1);
              assertThat(tags).contains(operation.at("/tags/0").asText());
              assertThat(operation.path("summary").asText()).as(name).isNotBlank();
            });
  }

  @Test
  void givesAnExampleOfEveryBodyThatFitsItsSchema() {
    operations()
        .forEach(
            (name, operation) -> {
              JsonNode request = resolved(operation.path("requestBody")).path("content");
              assertThat(request.isEmpty()).as(name).isNotEqualTo(name.startsWith("post"));
              request.properties().forEach(each -> check(name, each));
              JsonNode responses = operation.path("responses");
              assertThat(responses.size()).as(name).isGreaterThan(1);
              responses
                  .properties()
                  .forEach(
                      response -> {
                        if (response.getKey().equals("101")) {
                          return; // What follows is no longer HTTP.
                        }
                        JsonNode content = resolved(response.getValue()).path("content");
                        String what = name + " " + response.getKey();
                        assertThat(content).as(what).isNotEmpty();
                        content.properties().forEach(each -> check(what, each));
                      });
            });
  }

  private static void check(String what, Map.Entry<String, JsonNode> content) {
    List<JsonNode> examples = examples(content.getValue());
    assertThat(examples).as(what + " " + content.getKey()).isNotEmpty();
    examples.forEach(
        each -> assertValid(each, content.getValue().path("schema"), what + content.getKey()));
  }

  @Test
  void namesEveryProblemWithItsOwnStatus() {
    operations()
        .forEach(
            (name, operation) ->
                operation
                    .path("responses")
                    .properties()
                    .forEach(
                        response -> {
                          JsonNode content = resolved(response.getValue()).path("content");
                          if (content.has(PROBLEM)) {
                            JsonNode example = content.path(PROBLEM).path("example");
                            assertThat(example.path("status").asText())
                                .as(name)
                                .isEqualTo(response.getKey());
                            assertThat(ProblemType.values())
                                .anySatisfy(
                                    type -> {
                                      assertThat(type.uri())
                                          .isEqualTo(example.path("type").asText());
                                      assertThat(type.status())
                                          .isEqualTo(example.path("status").asInt());
                                      assertThat(type.title())
                                          .isEqualTo(example.path("title").asText());
                                    });
                          }
                        }));
    for (ProblemType type : ProblemType.values()) {
      assertThat(document.toString()).contains("\"status\":" + type.status());
    }
  }

  @Test
  void itsAnswersAreAsItSays() throws IOException {
    answers("post /v1/recognitions", "/v1/recognitions", "words/good.png");
    answers("post /v1/recognitions", "/v1/recognitions?as=character&top=3", "photo-upper-a.png");
    answers("post /v1/explanations", "/v1/explanations", "words/good.png");
    answers("get /v1/models", "/v1/models", null);
    answers("get /v1/models/{name}", "/v1/models/latin-62", null);
    answers("get /v1/models/{name}", "/v1/models/greek", null);
    answers("get /v1/engines", "/v1/engines", null);
    answers("get /v1/settings", "/v1/settings", null);
    answers("post /v1/recognitions", "/v1/recognitions?top=0", "words/good.png");
    answers("get /v2", "/v2", null);
    answers("get /v2/models/{model}", "/v2/models/latin-62", null);
    answers("get /v2/models/{model}/ready", "/v2/models/latin-62/ready", null);
    answers("get /v2/models/{model}", "/v2/models/greek", null);
  }

  private static void answers(String operation, String address, String file) throws IOException {
    HttpResponse<String> answer =
        file == null
            ? server.get(address)
            : server.post(address, "image/png", SampleImages.bytes(file));
    JsonNode responses = operations().get(operation).path("responses");
    JsonNode response =
        resolved(
            responses.path(
                responses.has("" + answer.statusCode()) ? "" + answer.statusCode() : "default"));
    String type = answer.headers().firstValue("Content-Type").orElseThrow().replaceAll(";.*", "");
    assertThat(response.path("content").has(type)).as(address + " " + type).isTrue();
    assertValid(
        JSON.readTree(answer.body()), response.path("content").path(type).path("schema"), address);
  }

  @Test
  void peopleCanTryItInABrowser() {
    HttpResponse<String> page = server.get("/q/swagger-ui/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("/q/openapi");
  }
}
