package dev.longhand.server;

import static dev.longhand.server.Answers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams of pictures, and those who misuse them. */
class StreamIT {

  private static final byte[] GOOD = SampleImages.bytes("words/good.png");
  private static final String T = "[[0,0,100,0],[50,0,50,120]]";
  private static final int MOST_STREAMS = 8;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server =
        RunningServer.start(
            "longhand.stream.idle=8s",
            "longhand.stream.max-connections=" + MOST_STREAMS,
            "longhand.limits.in-flight=24M");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void readsOn() {
    assertThat(server.post("/v1/recognitions", "image/png", GOOD).body())
        .contains("\"text\":\"good\"");
    assertThat(server.log()).doesNotContain("a request failed").doesNotContain("\tat ");
  }

  @Test
  void readsInkAndImagesAndAnswersWithTheirIds() {
    try (var stream = new Stream("/v1/stream?as=character&top=2")) {
      JsonNode answer = stream.send("{\"id\":17,\"strokes\":" + T + "}").answer();
      assertThat(answer.path("id").asInt()).isEqualTo(17);
      assertThat(answer.path("text").asText()).isEqualTo("T");
      assertThat(answer.path("candidates")).hasSize(2);
    }
    try (var stream = new Stream("/v1/stream")) {
      JsonNode answer =
          stream
              .send("{\"id\":18,\"image\":\"" + Base64.getEncoder().encodeToString(GOOD) + "\"}")
              .answer();
      assertThat(answer.path("id").asInt()).isEqualTo(18);
      assertThat(answer.path("text").asText()).isEqualTo("good");
    }
  }

  @Test
  void countsFilesByItself() {
    try (var stream = new Stream("/v1/stream")) {
      for (int i = 1; i <= 3; i++) {
        JsonNode answer = stream.send(GOOD).answer();
        assertThat(answer.path("id").asInt()).isEqualTo(i);
        assertThat(answer.path("text").asText()).isEqualTo("good");
      }
    }
  }

  @Test
  void leavesOutOldPicturesAndAlwaysAnswersTheLast() {
    try (var stream = new Stream("/v1/stream?as=character")) {
      for (int i = 1; i <= 200; i++) {
        stream.send("{\"id\":" + i + ",\"strokes\":" + T + "}");
      }
      int last = 0;
      while (last < 200) {
        int id = stream.answer().path("id").asInt();
        assertThat(id).isGreaterThan(last);
        last = id;
      }
      assertThat(stream.hasMore()).isFalse();
    }
  }

  @Test
  void tellsWhatIsWrongWithAPictureAndGoesOn() {
    try (var stream = new Stream("/v1/stream?as=character")) {
      for (String bad :
          List.of(
              "",
              "not json",
              "[]",
              "{\"id\":1}",
              "{\"id\":\"x\",\"strokes\":" + T + "}",
              "{\"id\":1.5,\"strokes\":" + T + "}",
              "{\"id\":99999999999999999999,\"strokes\":" + T + "}",
              "{\"strokes\":" + "[".repeat(10_000),
              "{\"id\":1,\"strokes\":[[1]]}",
              "{\"id\":1,\"image\":\"AAAA\"}",
              "{\"id\":1,\"strokes\":" + T + ",\"other\":1}")) {
        JsonNode problem = stream.send(bad).answer().path("problem");
        assertThat(problem.path("status").asInt()).as(bad).isIn(400, 422);
        assertProblem(
            bad,
            problem.toString(),
            problem.path("type").asText().endsWith("malformed-body")
                ? ProblemType.MALFORMED_BODY
                : problem.path("type").asText().endsWith("invalid-ink")
                    ? ProblemType.INVALID_INK
                    : ProblemType.UNREADABLE_IMAGE);
      }
      assertThat(stream.send("{\"id\":2,\"strokes\":[[1]]}").answer().path("id").asInt())
          .as("the id comes back with a problem too")
          .isEqualTo(2);
      assertThat(stream.send("{\"strokes\":" + T + "}").answer().path("text").asText())
          .as("who needs no id sends none")
          .isEqualTo("T");
    }
  }

  @Test
  void outlivesAFloodOfLargePictures() {
    byte[] large = Arrays.copyOf(GOOD, 5_000_000);
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      streams.add(new Stream("/v1/stream"));
    }
    for (int i = 0; i < 8; i++) {
      streams.forEach(stream -> stream.send(large));
    }
    // Some are answered, some replaced, some refused; what comes afterwards is read again.
    for (Stream stream : streams) {
      JsonNode answer = stream.send(GOOD).answer();
      while (!answer.path("text").asText().equals("good") || answer.path("id").asInt() < 9) {
        if (answer.has("problem") && stream.isQuiet()) {
          stream.send(GOOD);
        }
        answer = stream.answer();
      }
      stream.close();
    }
  }

  @Test
  void takesAMessageInPieces() {
    String message = "{\"id\":5,\"strokes\":" + T + "}";
    try (var stream = new Stream("/v1/stream?as=character")) {
      for (int i = 0; i < message.length(); i++) {
        stream.sendPart(message.substring(i, i + 1), i == message.length() - 1);
      }
      assertThat(stream.answer().path("id").asInt()).isEqualTo(5);
    }
  }

  @Test
  void closesStreamsThatFallSilentAlsoInTheMiddleOfAMessage() {
    var silent = new Stream("/v1/stream");
    var half = new Stream("/v1/stream");
    half.sendPart("{\"id\":5,\"stro", false);
    assertThat(silent.closeCode()).isEqualTo(1000);
    assertThat(half.closeCode()).isEqualTo(1000);
  }

  @Test
  void closesStreamsOfMessagesThatAreTooLarge() {
    var binary = new Stream("/v1/stream");
    binary.sendAnyway(new byte[11_000_000]);
    assertThat(binary.closeCode()).isIn(1009, 1006);
    var pieces = new Stream("/v1/stream");
    for (int i = 0; i < 12; i++) {
      pieces.sendPartAnyway("x".repeat(1_000_000));
    }
    assertThat(pieces.closeCode()).isIn(1009, 1006);
  }

  @Test
  void refusesWrongParametersWithAProblemAndCloses() {
    for (String query :
        List.of("top=99", "top=1&top=2", "other=1", "as=line", "engine=nothing", "decoder=none")) {
      var stream = new Stream("/v1/stream?" + query);
      assertProblem(query, stream.answer().path("problem").toString(), ProblemType.BAD_PARAMETER);
      assertThat(stream.closeCode()).as(query).isEqualTo(1008);
    }
    var stream = new Stream("/v1/stream?model=nothing");
    assertProblem("model", stream.answer().path("problem").toString(), ProblemType.UNKNOWN_MODEL);
    assertThat(stream.closeCode()).isEqualTo(1008);
  }

  @Test
  void forgetsStreamsThatAreGone() {
    for (int i = 0; i < 4 * MOST_STREAMS; i++) {
      var stream = openWhenThereIsRoom();
      stream.send(GOOD).send(GOOD).send("{\"id\":");
      stream.vanish();
    }
    openWhenThereIsRoom().close();
  }

  @Test
  void refusesMoreStreamsThanThereMayBe() {
    List<Stream> streams = new ArrayList<>();
    for (int i = 0; i < MOST_STREAMS; i++) {
      streams.add(openWhenThereIsRoom());
    }
    var refused = new Stream("/v1/stream");
    assertProblem("one more", refused.answer().path("problem").toString(), ProblemType.OVERLOADED);
    assertThat(refused.closeCode()).isEqualTo(1008);
    streams.forEach(Stream::close);
    openWhenThereIsRoom().close();
  }

  @Test
  void isNoAddressForOrdinaryRequests() {
    assertThat(server.get("/v1/stream").statusCode()).isBetween(400, 499);
    assertThat(server.post("/v1/stream", "image/png", GOOD).statusCode()).isBetween(400, 499);
  }

  /** Of streams that are gone the server hears a moment later. */
  private static Stream openWhenThereIsRoom() {
    while (true) {
      var stream = new Stream("/v1/stream");
      JsonNode answer = stream.send(GOOD).answer();
      if (!answer.has("problem")) {
        return stream;
      }
      assertProblem("full", answer.path("problem").toString(), ProblemType.OVERLOADED);
      stream.close();
    }
  }

  /** A client of a stream. */
  private static final class Stream implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    Stream(String path) {
      URI address = URI.create(server.address(path).toString().replaceFirst("http", "ws"));
      socket = CLIENT.newWebSocketBuilder().buildAsync(address, this).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        messages.add(parts.toString());
        parts.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(1006);
    }

    Stream send(String message) {
      return sendPart(message, true);
    }

    Stream sendPart(String message, boolean last) {
      socket.sendText(message, last).join();
      return this;
    }

    Stream send(byte[] message) {
      socket.sendBinary(ByteBuffer.wrap(message), true).join();
      return this;
    }

    /** Whether the server still listens or not. */
    void sendAnyway(byte[] message) {
      var unused =
          socket.sendBinary(ByteBuffer.wrap(message), true).exceptionally(e -> null).join();
    }

    void sendPartAnyway(String message) {
      var unused = socket.sendText(message, false).exceptionally(e -> null).join();
    }

    JsonNode answer() {
      try {
        String message = messages.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("no answer came; closed: " + closed).isNotNull();
        return Answers.json(message);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    boolean hasMore() {
      return !messages.isEmpty();
    }

    boolean isQuiet() {
      return messages.isEmpty();
    }

    int closeCode() {
      return closed.orTimeout(60, TimeUnit.SECONDS).join();
    }

    void vanish() {
      socket.abort();
    }

    @Override
    public void close() {
      var unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(e -> null).join();
    }
  }
}
