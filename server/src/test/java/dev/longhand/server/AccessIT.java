package dev.longhand.server;

import static dev.longhand.server.Answers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may ask, how often, and what browsers are told. */
class AccessIT {

  private static final String KEY = "correct-horse-battery";
  private static final String OTHER_KEY = "staple-of-another-client";

  /** Of a client that asks too often. */
  private static final String BUSY_KEY = "key-of-a-client-in-a-hurry";

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            "longhand.api-keys=" + KEY + "," + OTHER_KEY + "," + BUSY_KEY,
            "longhand.rate-limit.requests-per-second=1",
            "longhand.rate-limit.burst=60");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void asksForAKey() {
    assertProblem("none", server.get("/v1/models"), ProblemType.UNAUTHORIZED);
    for (String wrong : List.of("", KEY + "x", KEY.substring(1), "correct-horse-batterz", "ä")) {
      assertThat(status("X-Api-Key", wrong)).as(wrong).isEqualTo(401);
      assertThat(status("Authorization", "Bearer " + wrong)).as(wrong).isEqualTo(401);
    }
    assertThat(status("Authorization", "Basic " + KEY)).isEqualTo(401);
    assertThat(status("Authorization", KEY)).isEqualTo(401);
    assertThat(status("X-Api-Key", KEY)).isEqualTo(200);
    assertThat(status("X-Api-Key", OTHER_KEY)).isEqualTo(200);
    assertThat(status("Authorization", "Bearer " + KEY)).isEqualTo(200);
    assertThat(status("Authorization", "bearer " + KEY)).isEqualTo(200);
    assertProblem(
        "a key in an address is for streams",
        server.get("/v1/models?key=" + KEY),
        ProblemType.UNAUTHORIZED);
  }

  @Test
  void asksForAKeyHoweverAnAddressIsSpelled() {
    for (String path :
        List.of(
            "/v1/models",
            "//v1/models",
            "/./v1/models",
            "/x/../v1/models",
            "/q/../v1/models",
            "/v1/settings/../models",
            "/%76%31/models",
            "/v%31/models",
            "/%2e/v1/models",
            "/v1;a=b/models",
            "/v1;/models",
            "/v1//models",
            "/v1/models;a=b",
            "/v1/settings;a=b",
            "/v1/settings/",
            "/v1%2Fmodels",
            "/%2Fv1/models",
            "/v1%3Ba/models",
            "/v1%5cmodels",
            "\\v1\\models",
            "/v2",
            "/v2/models/english-words",
            "/v1/stream",
            "http://x/v1/models",
            "http://x//v1/models",
            "*")) {
      for (String method : List.of("GET", "HEAD", "OPTIONS")) {
        try (var client = new RawClient(server)) {
          String answer =
              client
                  .send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .answerIfAny();
          assertThat(answer)
              .as(method + " " + path)
              .doesNotContain("english-words")
              .matches("(?s)(HTTP/1.1 4[0-9][0-9] .*)?");
        }
      }
      try (var client = new RawClient(server)) {
        String answer =
            client
                .send("POST " + path.replace("models", "recognitions") + " HTTP/1.1\r\nHost: x\r\n")
                .send("Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                .answerIfAny();
        assertThat(answer).as(path).matches("(?s)(HTTP/1.1 4[0-9][0-9] .*)?");
        assertThat(answer).as(path).doesNotContain("malformed-body");
      }
    }
  }

  @Test
  void asksForNoKeyWhereAllMayLook() {
    for (String path : List.of("/", "/v1/settings", "/q/health", "/q/health/ready", "/q/metrics")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(Answers.json(server.get("/v1/settings").body()).path("apiKey").asBoolean()).isTrue();
  }

  @Test
  void asksStreamsForAKeyInTheirAddress() {
    assertThatThrownBy(() -> stream("/v1/stream"))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
    assertThatThrownBy(() -> stream("/v1/stream?key=wrong"))
        .isInstanceOf(CompletionException.class);
    stream("/v1/stream?key=" + OTHER_KEY).abort();
  }

  @Test
  void opensNoStreamsForOtherSitesPages() {
    for (String foreign :
        List.of("https://elsewhere.example", "null", "http://127.0.0.1", "http://x@127.0.0.1:1")) {
      assertThatThrownBy(() -> streamOf(foreign, server))
          .as(foreign)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    }
    streamOf(server.address().toString(), server).abort();
    assertProblem(
        "the problem says which site",
        server.send(
            HttpRequest.newBuilder(server.address("/v1/stream?key=" + KEY))
                .header("Origin", "https://elsewhere.example")
                .build()),
        ProblemType.FOREIGN_ORIGIN);
  }

  @Test
  void opensStreamsForThePagesOfSitesThatAreNamed() {
    try (RunningServer open =
        RunningServer.start("longhand.stream.origins=https://a.example,https://b.example")) {
      streamOf("https://b.example", open).abort();
      assertThatThrownBy(() -> streamOf("https://c.example", open))
          .isInstanceOf(CompletionException.class);
    }
  }

  @Test
  void limitsTheRateOfEachKey() {
    // More than the burst, and more than it grows by meanwhile.
    HttpResponse<String> answer = withKey(BUSY_KEY);
    for (int i = 0; i < 5_000 && answer.statusCode() == 200; i++) {
      answer = withKey(BUSY_KEY);
    }
    assertProblem("too often", answer, ProblemType.TOO_MANY_REQUESTS);
    assertThat(status("X-Api-Key", KEY)).isEqualTo(200);
    assertThat(server.get("/v1/settings").statusCode()).isEqualTo(200);
    assertThat(server.get("/q/metrics").body())
        .containsPattern("longhand_rejected_total\\{reason=\"rate-limit\"[^}]*} [1-9]");
  }

  @Test
  void limitsTheRateOfEachAddressWhereThereAreNoKeys() {
    try (RunningServer open =
        RunningServer.start(
            "longhand.rate-limit.requests-per-second=1", "longhand.rate-limit.burst=3")) {
      HttpResponse<String> answer = open.get("/v1/models");
      assertThat(answer.statusCode()).isEqualTo(200);
      for (int i = 0; i < 5_000 && answer.statusCode() == 200; i++) {
        answer = open.get("/v1/models");
      }
      assertProblem("too often", answer, ProblemType.TOO_MANY_REQUESTS);
      assertThat(open.get("/").statusCode()).isEqualTo(200);
      assertThat(open.get("/q/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void letsNoOtherSitesPagesRead() {
    HttpRequest.Builder foreign =
        HttpRequest.newBuilder(server.address("/v1/models"))
            .header("Origin", "https://elsewhere.example")
            .header("X-Api-Key", KEY);
    HttpResponse<String> answer = server.send(foreign.build());
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
    HttpRequest preflight =
        HttpRequest.newBuilder(server.address("/v1/recognitions"))
            .header("Origin", "https://elsewhere.example")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "x-api-key")
            .method("OPTIONS", BodyPublishers.noBody())
            .build();
    assertThat(server.send(preflight).headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
  }

  @Test
  void tellsBrowsersToBeCareful() {
    Map<String, String> expected =
        Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin");
    for (String path : List.of("/", "/v1/settings", "/v1/models", "/nothing", "/v1/nothing")) {
      HttpResponse<String> answer = server.get(path);
      expected.forEach(
          (name, value) ->
              assertThat(answer.headers().firstValue(name)).as(path + " " + name).hasValue(value));
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .as(path)
          .hasValueSatisfying(
              policy ->
                  assertThat(policy)
                      .contains("default-src 'self'", "frame-ancestors 'none'")
                      .doesNotContain("unsafe"));
      assertThat(answer.headers().firstValue("Server")).as(path).isEmpty();
    }
    assertThat(server.get("/v1/settings").headers().firstValue("Cache-Control"))
        .hasValue("no-store");
  }

  @Test
  void compressesThePageWhereThatIsUnderstood() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.address("/style.css"))
                .header("Accept-Encoding", "gzip")
                .build());
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(server.get("/style.css").headers().firstValue("Content-Encoding")).isEmpty();
  }

  private static int status(String header, String value) {
    return server
        .send(HttpRequest.newBuilder(server.address("/v1/engines")).header(header, value).build())
        .statusCode();
  }

  private static HttpResponse<String> withKey(String key) {
    return server.send(
        HttpRequest.newBuilder(server.address("/v1/engines")).header("X-Api-Key", key).build());
  }

  private static WebSocket streamOf(String origin, RunningServer server) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(
            java.net.URI.create(
                server.address("/v1/stream?key=" + KEY).toString().replace("http:", "ws:")),
            new WebSocket.Listener() {})
        .join();
  }

  private static WebSocket stream(String path) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(
            java.net.URI.create(server.address(path).toString().replace("http:", "ws:")),
            new WebSocket.Listener() {})
        .join();
  }
}
