package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that is told to end. */
class ShutdownIT {

  private static final byte[] GOOD = SampleImages.blownUp("words/good.png", 1_500, 1_500);

  @Test
  void answersWhatItHasAcceptedBeforeItEnds() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            "longhand.workers=1", "longhand.batch.max-size=1", "longhand.deadline=2m")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        clients.add(
            new RawClient(server)
                .send("POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n")
                .send("Content-Length: " + GOOD.length + "\r\n\r\n")
                .send(GOOD));
      }
      var half =
          new RawClient(server)
              .send("POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n")
              .send("Content-Length: " + GOOD.length + "\r\n\r\n")
              .send("ab");
      // All are in the queue as soon as no more come: the first are read meanwhile.
      double length = -1;
      while (true) {
        double now = queueLength(server);
        if (now <= length && now > 0) {
          break;
        }
        length = now;
      }
      server.process().destroy();

      for (RawClient client : clients) {
        assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("\"text\":\"good\"");
        client.close();
      }
      half.close();
      assertThat(server.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(server.process().exitValue()).isEqualTo(143);
      assertThat(server.log()).doesNotContain("\tat ").doesNotContain("ERROR");
    }
  }

  @Test
  void refusesNewRequestsWhileItEnds() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            "longhand.workers=1", "longhand.batch.max-size=1", "longhand.deadline=2m")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(
            new RawClient(server)
                .send("POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n")
                .send("Content-Length: " + GOOD.length + "\r\n\r\n")
                .send(GOOD));
      }
      while (queueLength(server) == 0) {
        Thread.onSpinWait();
      }
      server.process().destroy();
      boolean refused = false;
      while (server.process().isAlive()) {
        try (var late = new RawClient(server)) {
          String answer = late.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n").answerIfAny();
          assertThat(answer).matches("(?s)|HTTP/1.1 (200|503) .*");
          refused |= !answer.startsWith("HTTP/1.1 200 ");
        } catch (UncheckedIOException e) {
          refused = true; // Nothing listens any more.
        }
      }
      assertThat(refused).isTrue();
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void closesStreamsBeforeItEnds() throws Exception {
    try (RunningServer server = RunningServer.start("longhand.deadline=1s")) {
      var read = new CompletableFuture<String>();
      var closed = new CompletableFuture<Integer>();
      WebSocket stream =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create(server.address("/v1/stream").toString().replace("http:", "ws:")),
                  new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(
                        WebSocket socket, CharSequence text, boolean last) {
                      read.complete(text.toString());
                      socket.request(1);
                      return null;
                    }

                    @Override
                    public @Nullable CompletionStage<?> onClose(
                        WebSocket socket, int code, String why) {
                      closed.complete(code);
                      return null;
                    }
                  })
              .join();
      var unused = stream.sendText("{\"id\":1,\"strokes\":[[0,0,50,50]]}", true).join();
      assertThat(read.get(1, TimeUnit.MINUTES)).contains("\"id\":1");

      server.process().destroy();

      assertThat(closed.get(1, TimeUnit.MINUTES)).isEqualTo(1001);
      assertThat(server.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static double queueLength(RunningServer server) {
    return server
        .get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("longhand_queue_length"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
