package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;

/** What every answer must be like. */
final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What gives away how a server is made: names of classes, traces, its folders. */
  private static final String INSIDES =
      "(?s).*(Exception|java\\.|jakarta|io\\.netty|vertx|jboss|quarkus|Constraints|\\bat \\w+\\.|"
          + "target/|/tmp).*";

  private Answers() {}

  static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }

  /**
   * Checks that it is a problem document, and of this kind.
   *
   * @param what was asked, for messages
   */
  static void assertProblem(String what, HttpResponse<String> answer, ProblemType type) {
    assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(type.status());
    assertThat(answer.headers().firstValue("Content-Type"))
        .as(what)
        .hasValueSatisfying(value -> assertThat(value).startsWith("application/problem+json"));
    assertProblem(what, answer.body(), type);
    if (type.status() == 429 || type.status() == 503) {
      assertThat(answer.headers().firstValue("Retry-After")).as(what).hasValue("1");
    }
  }

  static void assertProblem(String what, String body, ProblemType type) {
    JsonNode problem = json(body);
    assertThat(problem.path("type").asText()).as(what + ": " + body).isEqualTo(type.uri());
    assertThat(problem.path("status").asInt()).as(what).isEqualTo(type.status());
    assertThat(problem.path("title").asText()).as(what).isEqualTo(type.title());
    String detail = problem.path("detail").asText();
    assertThat(detail).as(what).isNotBlank().hasSizeLessThan(400).doesNotMatch("(?s).*\\R.*");
    assertThat(body).as(what).doesNotMatch(INSIDES);
  }
}
