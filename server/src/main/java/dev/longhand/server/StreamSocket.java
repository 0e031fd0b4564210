package dev.longhand.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import dev.longhand.image.ImageReader;
import dev.longhand.server.reading.ImageSource;
import dev.longhand.server.reading.Readers;
import dev.longhand.server.reading.Reading;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/stream}: pictures of something that is being written, one after the other. One is read
 * at a time; of those that come meanwhile only the newest waits, and the others are never answered.
 * So a client may send as fast as it likes, and what it hears is never old.
 */
@WebSocket(path = "/v1/stream")
public class StreamSocket {

  private static final Logger LOG = Logger.getLogger(StreamSocket.class);
  private static final Set<String> NAMES =
      Set.of(
          ReadingParameters.AS,
          ReadingParameters.TOP,
          ReadingParameters.MODEL,
          ReadingParameters.ENGINE,
          ReadingParameters.DECODER,
          "key");

  private static final String STOPPING = "the server is stopping";

  private final Readers readers;
  private final Desk desk;
  private final ServerSettings settings;
  private final InFlight inFlight;
  private final Meters meters;
  private final ObjectMapper json;
  private final Vertx vertx;
  private final Map<String, Client> clients = new ConcurrentHashMap<>();

  StreamSocket(
      Readers readers,
      Desk desk,
      ServerSettings settings,
      InFlight inFlight,
      Meters meters,
      ObjectMapper json,
      Vertx vertx) {
    this.readers = readers;
    this.desk = desk;
    this.settings = settings;
    this.inFlight = inFlight;
    this.meters = meters;
    this.json = json;
    this.vertx = vertx;
  }

  /** Ends the streams with the server, each after the answer to what is being read. */
  void endWithTheServer(@Observes StartupEvent start) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> clients.values().forEach(Client::stop), "longhand-streams"));
  }

  /** A picture that could not be read. */
  @RegisterForReflection
  record Failed(@Nullable Long id, Problem problem) {}

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection connection) {
    try {
      if (clients.size() >= settings.stream().maxConnections()) {
        meters.rejected("streams");
        throw new ProblemException(
            ProblemType.OVERLOADED, "there are as many streams as there may be; try again later");
      }
      Map<String, List<String>> query = Query.parse(connection.handshakeRequest().query());
      Map<String, String> values = ReadingParameters.singleValues(query, NAMES);
      var client = new Client(connection, ReadingParameters.of(values, readers));
      clients.put(connection.id(), client);
      client.watch();
    } catch (LonghandException e) {
      refuse(connection, new Failed(null, Problem.of(e)), 1008);
    }
  }

  @OnTextMessage
  @NonBlocking
  void text(String message, WebSocketConnection connection) {
    Client client = clients.get(connection.id());
    if (client != null) {
      client.take(new Text(message));
    }
  }

  @OnBinaryMessage
  @NonBlocking
  void binary(Buffer message, WebSocketConnection connection) {
    Client client = clients.get(connection.id());
    if (client != null) {
      client.take(new File(client.nextId(), message.getBytes()));
    }
  }

  @OnClose
  @NonBlocking
  void closed(WebSocketConnection connection) {
    Client client = clients.remove(connection.id());
    if (client != null) {
      client.leave();
    }
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection connection) {
    if (!(failure instanceof HttpClosedException)) {
      LOG.debug("a stream failed", failure);
    }
    closed(connection);
    // What fails here is a message that is too large; a stream that nobody minds must not stay
    // open.
    if (connection.isOpen()) {
      connection
          .close(new CloseReason(1009, "the message is too large"))
          .subscribe()
          .with(closed -> {}, lost -> LOG.debug("a stream was gone already", lost));
    }
  }

  private void refuse(WebSocketConnection connection, Failed why, int code) {
    connection
        .sendText(encoded(why))
        .onItemOrFailure()
        .transformToUni((sent, failure) -> connection.close(new CloseReason(code)))
        .subscribe()
        .with(closed -> {}, failure -> LOG.debug("a stream was gone already", failure));
  }

  private String encoded(Object answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers are records of texts and numbers", e);
    }
  }

  /** What a client sent. */
  private sealed interface Picture {

    /** In bytes. */
    int size();
  }

  /** JSON with an id, and with ink or an image. */
  private record Text(String json) implements Picture {
    @Override
    public int size() {
      return json.length();
    }
  }

  /** The file of an image. */
  private record File(long id, byte[] bytes) implements Picture {
    @Override
    public int size() {
      return bytes.length;
    }
  }

  /** Its state is guarded by itself. */
  private final class Client {
    private final WebSocketConnection connection;
    private final ReadingParameters parameters;
    private final long timer;
    private @Nullable Picture waiting;
    private @Nullable CompletableFuture<Reading> reading;
    private boolean busy;
    private boolean gone;
    private boolean stopping;
    private long files;
    private volatile long heardAt = System.nanoTime();

    Client(WebSocketConnection connection, ReadingParameters parameters) {
      this.connection = connection;
      this.parameters = parameters;
      long period = Math.max(100, settings.stream().idle().toMillis() / 4);
      this.timer = vertx.setPeriodic(period, id -> closeWhenSilent());
    }

    void watch() {
      if (connection.isClosed()) {
        closed(connection);
      }
    }

    synchronized long nextId() {
      return ++files;
    }

    void take(Picture picture) {
      heardAt = System.nanoTime();
      if (!inFlight.hold(picture.size())) {
        Long id = picture instanceof File file ? Long.valueOf(file.id()) : null;
        send(new Failed(id, InFlight.refusal())).subscribe().with(sent -> {}, this::lost);
        return;
      }
      Picture replaced;
      synchronized (this) {
        replaced = gone ? picture : waiting;
        waiting = gone ? null : picture;
      }
      release(replaced);
      next();
    }

    private void release(@Nullable Picture picture) {
      if (picture != null) {
        inFlight.release(picture.size());
      }
    }

    private void next() {
      Picture picture;
      synchronized (this) {
        if (busy || gone || stopping || waiting == null) {
          return;
        }
        picture = waiting;
        waiting = null;
        busy = true;
      }
      var source = new Source(picture);
      CompletableFuture<Reading> job;
      try {
        job = desk.read(parameters, source);
      } catch (LonghandException e) {
        job = CompletableFuture.failedFuture(e);
      }
      boolean late;
      synchronized (this) {
        reading = job;
        late = gone;
      }
      if (late) {
        job.cancel(false);
      }
      var unused =
          job.whenComplete(
              (answer, failure) -> {
                release(picture);
                answer(source.id, answer, failure);
              });
    }

    private void answer(@Nullable Long id, @Nullable Reading answer, @Nullable Throwable failure) {
      synchronized (this) {
        if (gone) {
          return;
        }
      }
      send(answer == null
              ? new Failed(id, Problem.of(Objects.requireNonNull(failure)))
              : RecognitionAnswer.of(answer, parameters.top()).withId(id))
          .subscribe()
          .with(sent -> done(), this::lost);
    }

    private Uni<Void> send(Object answer) {
      return connection.sendText(encoded(answer));
    }

    private void lost(Throwable failure) {
      LOG.debug("a stream was gone already", failure);
    }

    private void done() {
      boolean last;
      synchronized (this) {
        busy = false;
        reading = null;
        last = stopping;
      }
      if (last) {
        close(1001, STOPPING);
      } else {
        next();
      }
    }

    /** Ends the stream, after the answer to what is being read. */
    void stop() {
      boolean idle;
      synchronized (this) {
        stopping = true;
        idle = !busy;
      }
      if (idle) {
        close(1001, STOPPING);
      }
    }

    private void close(int code, String why) {
      connection.close(new CloseReason(code, why)).subscribe().with(closed -> {}, this::lost);
    }

    private void closeWhenSilent() {
      if (System.nanoTime() - heardAt > settings.stream().idle().toNanos()) {
        vertx.cancelTimer(timer);
        close(1000, "nothing was sent for long");
      }
    }

    void leave() {
      vertx.cancelTimer(timer);
      CompletableFuture<Reading> job;
      Picture unread;
      synchronized (this) {
        gone = true;
        unread = waiting;
        waiting = null;
        job = reading;
      }
      release(unread);
      if (job != null) {
        job.cancel(false);
      }
    }

    /** Looks into a message when a worker comes to it, not on the event loop. */
    private final class Source implements ImageSource {
      private final Picture picture;
      private volatile @Nullable Long id;

      Source(Picture picture) {
        this.picture = picture;
        this.id = picture instanceof File file ? Long.valueOf(file.id()) : null;
      }

      @Override
      public GrayImage decode() {
        if (picture instanceof File file) {
          return ImageReader.read(file.bytes(), "the image");
        }
        JsonUpload upload =
            JsonUpload.parse(
                ((Text) picture).json().getBytes(StandardCharsets.UTF_8), Set.of("id"));
        id = upload.text("id").map(Source::number).orElse(null);
        return upload.decode(parameters.model().kind(), settings.limits().inkPoints());
      }

      private static Long number(String id) {
        try {
          return Long.valueOf(id);
        } catch (NumberFormatException e) {
          throw new ProblemException(
              ProblemType.MALFORMED_BODY,
              "\"id\" must be a whole number, but is '" + Texts.shortened(id) + "'");
        }
      }
    }
  }
}
