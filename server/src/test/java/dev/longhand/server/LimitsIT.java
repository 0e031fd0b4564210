package dev.longhand.server;

import static dev.longhand.server.Answers.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server with small limits under more than it can bear. */
class LimitsIT {

  private static final String PATH = "/v1/recognitions";
  private static final String HEAD =
      "POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n";
  private static final byte[] GOOD = SampleImages.bytes("words/good.png");

  /** Takes a worker some hundred times as long as a word. */
  private static final byte[] LARGE = SampleImages.blownUp("words/good.png", 6_000, 6_000);

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            "longhand.workers=1",
            "longhand.batch.max-size=1",
            "longhand.queue.max-length=4",
            "longhand.deadline=1s",
            "longhand.limits.body=1500k",
            "longhand.limits.in-flight=2M",
            "longhand.limits.upload=4s");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void cutsSlowUploadsOff() {
    double before = rejected("slow-upload");
    try (var client = new RawClient(server)) {
      client.send(HEAD + "Content-Length: 100000\r\n\r\n");
      var trickle =
          CompletableFuture.runAsync(
              () -> {
                while (client.sendsAll(new byte[1])) {
                  pause();
                }
              });
      String answer = client.answer();
      assertThat(answer)
          .startsWith("HTTP/1.1 408 ")
          .containsIgnoringCase("Connection: close")
          .contains("urn:longhand:problem:upload-too-slow");
      assertThat(client.isClosedByServer()).isTrue();
      client.vanish();
      trickle.join();
    }
    assertThat(rejected("slow-upload")).isEqualTo(before + 1);
    assertReads();
  }

  @Test
  void cutsOffWhoSendsNoBodyAtAll() {
    try (var client = new RawClient(server)) {
      assertThat(client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n").answer())
          .startsWith("HTTP/1.1 408 ");
      assertThat(client.isClosedByServer()).isTrue();
    }
    assertReads();
  }

  @Test
  void boundsTheBytesThatItHoldsAndIsNotImpressedByAnnouncements() {
    List<RawClient> announcers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      announcers.add(new RawClient(server).send(HEAD + "Content-Length: 1400000\r\n\r\nx"));
    }
    assertReads();
    announcers.forEach(RawClient::vanish);

    byte[] some = new byte[300_000];
    HttpResponse<String> answer = server.post(PATH, "image/png", some);
    for (int i = 0; i < 10 && answer.statusCode() != 429; i++) {
      // Two bodies of a little less than 1 MB each, of which the end does not come.
      try (var first = new RawClient(server);
          var second = new RawClient(server)) {
        for (RawClient client : List.of(first, second)) {
          client.send(HEAD + "Content-Length: 1400000\r\n\r\n").sendsAll(new byte[950_000]);
        }
        for (int j = 0; j < 20 && answer.statusCode() != 429; j++) {
          answer = server.post(PATH, "image/png", some);
        }
      }
    }
    assertProblem("too much in flight", answer, ProblemType.TOO_MANY_REQUESTS);
    assertThat(rejected("in-flight-bytes")).isPositive();

    // They are gone, and what they held is free.
    await(() -> server.post(PATH, "image/png", some).statusCode() != 429);
    assertReads();
  }

  @Test
  void answersEveryRequestOfAFloodAndRefusesWhatItCannotTake() {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(client.sendAsync(post(i % 6 == 5 ? LARGE : GOOD), BodyHandlers.ofString()));
    }
    int read = 0;
    int refused = 0;
    for (var each : answers) {
      HttpResponse<String> answer = each.join();
      switch (answer.statusCode()) {
        case 200 -> read++;
        case 503 -> {
          refused++;
          assertProblem("a flood", answer, ProblemType.OVERLOADED);
        }
        default -> assertProblem("a flood", answer, ProblemType.DEADLINE_EXCEEDED);
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
    assertThat(rejected("queue-full")).isGreaterThanOrEqualTo(refused);
    assertReads();
  }

  @Test
  void givesUpWhatIsNotReadInTimeAndFreesItsPlace() {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    boolean late = false;
    for (int round = 0; round < 10 && !late; round++) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(client.sendAsync(post(LARGE), BodyHandlers.ofString()));
      }
      for (var each : answers) {
        if (each.join().statusCode() == 504) {
          assertProblem("late", each.join(), ProblemType.DEADLINE_EXCEEDED);
          late = true;
        }
      }
    }
    assertThat(late).isTrue();
    assertThat(rejected("deadline")).isPositive();
    await(() -> metric("longhand_queue_length{") == 0);
    assertReads();
  }

  @Test
  void forgetsClientsThatAreGone() {
    double before = rejected("client-gone");
    new RawClient(server).send(HEAD + "Content-Length: 100000\r\n\r\nabc").vanish();
    await(() -> rejected("client-gone") == before + 1);

    // While a worker is busy with something large, some others wait, and do not wait any longer.
    for (int round = 0; round < 10 && rejected("client-gone") < before + 2; round++) {
      List<RawClient> clients = new ArrayList<>();
      for (byte[] image : List.of(LARGE, GOOD, GOOD, GOOD)) {
        clients.add(
            new RawClient(server)
                .send(HEAD + "Content-Length: " + image.length + "\r\n\r\n")
                .send(image));
      }
      pause();
      clients.forEach(RawClient::vanish);
      pause();
    }
    await(() -> rejected("client-gone") >= before + 2);
    await(() -> metric("longhand_queue_length{") == 0);
    assertThat(server.log()).doesNotContain("a request failed");
    assertReads();
  }

  @Test
  void refusesOnAConnectionThatGoesOnWhenLittleIsToCome() {
    // A new connection for each refusal would make an overload worse.
    byte[] body = new byte[200_000];
    try (var client = new RawClient(server)) {
      for (int i = 0; i < 3; i++) {
        client.send(
            "POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: text\r\nContent-Length: "
                + body.length
                + "\r\n\r\n");
        assertThat(client.send(body).answer()).startsWith("HTTP/1.1 415 ");
      }
    }
  }

  @Test
  void tellsSlowClientsWhyTheyAreRefused() {
    byte[] body = new byte[600_000];
    try (var client = new RawClient(server)) {
      client.send(
          "POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: text\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      client.sendsAll(new byte[1_000]); // And no more.
      assertThat(client.answer())
          .startsWith("HTTP/1.1 415 ")
          .containsIgnoringCase("Connection: close");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void endsTheConnectionAfterABodyThatNobodyAskedFor() {
    for (String line : List.of("PUT /v1/recognitions", "POST /nothing", "GET /", "PUT /v2")) {
      try (var client = new RawClient(server)) {
        client.send(line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 12000000\r\n\r\n");
        var sent = CompletableFuture.supplyAsync(() -> client.sendsAll(new byte[12_000_000]));
        assertThat(client.answer()).as(line).startsWith("HTTP/1.1 ");
        sent.join();
        assertThat(client.isClosedByServer()).as(line).isTrue();
      }
      try (var client = new RawClient(server)) {
        client.send(line + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(client.answer()).as(line).startsWith("HTTP/1.1 ");
        assertThat(client.isClosedByServer()).as(line).isTrue();
      }
    }
    assertReads();
  }

  @Test
  void countsTheDeadlineFromTheRequestAndNotFromEachOfItsFiles() {
    var body = new ByteArrayOutputStream();
    for (int i = 0; i < 16; i++) {
      body.writeBytes(
          "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"
              .getBytes(UTF_8));
      body.writeBytes(LARGE);
      body.writeBytes("\r\n".getBytes(UTF_8));
    }
    body.writeBytes("--X--\r\n".getBytes(UTF_8));

    HttpResponse<String> answer =
        server.post(PATH, "multipart/form-data; boundary=X", body.toByteArray());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    List<Boolean> late = new ArrayList<>();
    Answers.json(answer.body())
        .path("recognitions")
        .forEach(file -> late.add(file.path("problem").path("status").asInt() == 504));
    assertThat(late)
        .hasSize(16)
        .as("nothing is read after the first that is late")
        .contains(true)
        .isSortedAccordingTo(Boolean::compare);
  }

  private static void assertReads() {
    await(
        () -> {
          HttpResponse<String> answer = server.post(PATH, "image/png", GOOD);
          return answer.statusCode() == 200
              && Answers.json(answer.body()).path("text").asText().equals("good");
        });
  }

  private static HttpRequest post(byte[] body) {
    return HttpRequest.newBuilder(server.address(PATH))
        .header("Content-Type", "image/png")
        .timeout(Duration.ofMinutes(1))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private static double rejected(String reason) {
    return metric("longhand_rejected_total{reason=\"" + reason + "\"");
  }

  private static double metric(String start) {
    return server
        .get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen within a minute").isLessThan(end);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
