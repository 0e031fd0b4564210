package dev.longhand.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.server.reading.ReadingQueue;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes before a resource sees it: headers that protect browsers, the API key,
 * the rate limit, and the body, which is taken in whole, in time and within bounds. It runs on the
 * event loop and never blocks.
 */
@Singleton
final class Gate {

  private static final Logger ACCESS = Logger.getLogger("dev.longhand.access");

  /** Before all that Quarkus does with a request. */
  private static final int FIRST = 1_000;

  /** How long a refused client may go on sending before its connection is closed. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** The status, in metrics and the log, of a request whose client did not wait for the answer. */
  private static final int CLIENT_GONE = 499;

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
          + " connect-src 'self' ws: wss:; style-src 'self'; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'none'";

  private final Vertx vertx;
  private final ServerSettings settings;
  private final ReadingQueue queue;
  private final Meters meters;
  private final ObjectMapper json;
  private final ApiKeys keys;
  private final RateLimiter rates;
  private final InFlight inFlight;

  Gate(
      Vertx vertx,
      ServerSettings settings,
      ReadingQueue queue,
      InFlight inFlight,
      Meters meters,
      ObjectMapper json) {
    this.vertx = vertx;
    this.settings = settings;
    this.queue = queue;
    this.inFlight = inFlight;
    this.meters = meters;
    this.json = json;
    this.keys = new ApiKeys(settings.apiKeys());
    this.rates =
        new RateLimiter(settings.rateLimit().requestsPerSecond(), settings.rateLimit().burst());
  }

  void register(@Observes Filters filters) {
    filters.register(this::pass, FIRST);
  }

  private void pass(RoutingContext context) {
    long start = System.nanoTime();
    HttpServerRequest request = context.request();
    // As the router reads it: an address has many spellings, and none may pass by the key.
    String path = context.normalizedPath();
    addHeaders(context.response(), path);
    if (!isInterface(path) || !request.method().equals(HttpMethod.POST)) {
      endWithTheAnswer(context);
    }
    if (!isInterface(path)) {
      context.next();
      return;
    }
    context.addEndHandler(
        end ->
            answered(
                request,
                path,
                end.succeeded() ? context.response().getStatusCode() : CLIENT_GONE,
                Duration.ofNanos(System.nanoTime() - start)));
    if (path.equals("/v1/stream") && !isAdmitted(request.getHeader(HttpHeaders.ORIGIN), request)) {
      refuse(
          context,
          new Problem(
              ProblemType.FOREIGN_ORIGIN,
              "the page is of "
                  + Texts.shortened(request.getHeader(HttpHeaders.ORIGIN))
                  + ", which is neither this server nor one of longhand.stream.origins"));
      return;
    }
    if (path.equals("/v1/stream")
        && !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
      refuse(
          context,
          new Problem(
              ProblemType.UPGRADE_REQUIRED,
              "ask for it with the headers Connection: Upgrade and Upgrade: websocket, as every"
                  + " WebSocket client does"));
      return;
    }
    Map<String, List<String>> query;
    try {
      query = Query.parse(request.query());
    } catch (ProblemException e) {
      refuse(context, e.problem());
      return;
    }
    if (!path.equals("/v1/settings")) {
      String key = ApiKeys.shown(request.headers(), path.equals("/v1/stream") ? query : Map.of());
      if (!keys.admit(key)) {
        refuse(
            context,
            new Problem(
                ProblemType.UNAUTHORIZED,
                "show a key in the header X-Api-Key, or as Authorization: Bearer KEY"));
        return;
      }
      if (!rates.admit(keys.areNeeded() ? key : address(request))) {
        meters.rejected("rate-limit");
        refuse(
            context,
            new Problem(
                ProblemType.TOO_MANY_REQUESTS,
                "the limit is "
                    + settings.rateLimit().requestsPerSecond().orElseThrow()
                    + " requests a second; ask again later"));
        return;
      }
    }
    if (!request.method().equals(HttpMethod.POST)) {
      context.next();
    } else if (path.startsWith("/v1/")
        && !MediaTypes.isOne(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      refuse(context, MediaTypes.refusal(path, request.getHeader(HttpHeaders.CONTENT_TYPE)));
    } else {
      takeBody(context, path);
    }
  }

  /** Whether pages of that origin may open a stream; what is no browser names none. */
  private boolean isAdmitted(@Nullable String origin, HttpServerRequest request) {
    return origin == null
        || origin
            .replaceFirst("^https?://", "")
            .equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))
        || settings.stream().origins().orElse(Set.of()).contains(origin);
  }

  /** Whether the first part of a path, without parameters of its own, is that of an interface. */
  private static boolean isInterface(String path) {
    return path.matches("/v[12]([/;].*)?");
  }

  private static void addHeaders(HttpServerResponse response, String path) {
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.putHeader("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (!path.startsWith("/q/")) {
      // The developers' pages below /q/ bring scripts of their own within the page.
      response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }
    if (isInterface(path)) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  private static String address(HttpServerRequest request) {
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }

  /**
   * The body of a request that passed.
   *
   * <p>Resources have it from here. As a parameter of theirs it would be read a second time by
   * Quarkus, which spoils a body that came in several pieces.
   */
  static byte[] body(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  /** Takes in the whole body, so that no worker ever waits for a slow client. */
  private void takeBody(RoutingContext context, String path) {
    long limit = settings.limits().body().asLongValue();
    long declared = declaredLength(context.request());
    if (declared > limit) {
      refuse(context, tooLarge(limit));
    } else if (queue.isFull() && !path.equals("/v1/corrections")) {
      queue.refuse();
      refuse(context, new Problem(ProblemType.OVERLOADED, ReadingQueue.BUSY));
    } else if (!inFlight.hasRoomFor(declared)) {
      meters.rejected("in-flight-bytes");
      refuse(context, InFlight.refusal());
    } else {
      new Upload(context, limit).begin();
    }
  }

  private static Problem tooLarge(long limit) {
    return new Problem(
        ProblemType.BODY_TOO_LARGE, "the limit for a body is " + limit / 1_048_576 + " MB");
  }

  /**
   * @return 0 when it is not told
   */
  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * A body on its way. All of it happens on one event loop.
   *
   * <p>Only what has arrived counts as in flight: whoever announces much and sends nothing keeps no
   * one else out.
   */
  private final class Upload {
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final long limit;
    private final Buffer body = Buffer.buffer();
    private boolean over;
    private boolean released;
    private long timer;

    Upload(RoutingContext context, long limit) {
      this.context = context;
      this.request = context.request();
      this.limit = limit;
    }

    void begin() {
      context.addEndHandler(end -> release());
      timer = vertx.setTimer(Math.max(1, settings.limits().upload().toMillis()), this::late);
      request.exceptionHandler(failure -> gone());
      request.handler(this::chunk);
      request.endHandler(end -> complete());
      if (expectsContinue(request)) {
        context.response().writeContinue();
      }
      request.resume();
    }

    private void chunk(Buffer chunk) {
      if (over) {
        return;
      }
      if ((long) body.length() + chunk.length() > limit) {
        stop(tooLarge(limit));
      } else if (inFlight.hold(chunk.length())) {
        body.appendBuffer(chunk);
      } else {
        stop(InFlight.refusal());
      }
    }

    private void complete() {
      if (over) {
        return;
      }
      over = true;
      vertx.cancelTimer(timer);
      ((RoutingContextInternal) context).setBody(body);
      context.next();
    }

    private void late(long id) {
      if (!over) {
        meters.rejected("slow-upload");
        stop(
            new Problem(
                ProblemType.UPLOAD_TOO_SLOW,
                "the body did not arrive within "
                    + settings.limits().upload().toSeconds()
                    + " s; send it again, faster or smaller"));
      }
    }

    private void gone() {
      if (!over) {
        over = true;
        vertx.cancelTimer(timer);
        meters.rejected("client-gone");
      }
      release();
    }

    private void stop(Problem problem) {
      over = true;
      vertx.cancelTimer(timer);
      refuse(context, problem);
    }

    private void release() {
      if (!released) {
        released = true;
        inFlight.release(body.length());
      }
    }
  }

  /**
   * A body that nobody asked for is not read, so its connection cannot be used for another request.
   */
  private void endWithTheAnswer(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (isWhole(request)) {
      return;
    }
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    context.addEndHandler(end -> close(request));
  }

  /** Ends a connection when the rest of its request has come, or has not in a while. */
  private void close(HttpServerRequest request) {
    Runnable close =
        () -> {
          var unused = request.connection().close();
        };
    if (request.isEnded()) {
      close.run();
    } else {
      discardRest(request, close, close);
    }
  }

  private static boolean isWhole(HttpServerRequest request) {
    return request.isEnded()
        || (declaredLength(request) == 0
            && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING));
  }

  /** Answers at once, whatever is still to come of the request. */
  private void refuse(RoutingContext context, Problem problem) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    boolean inference = InferenceError.isAnswerAt(String.valueOf(context.request().path()));
    Buffer body = encoded(inference ? new InferenceError(problem.detail()) : problem);
    response.setStatusCode(problem.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, inference ? MediaTypes.JSON : Problem.MEDIA_TYPE);
    if (problem.isPassing()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(Problem.RETRY_AFTER));
    }
    if (isWhole(request)) {
      end(response, body);
    } else if (isWorthReading(request, problem)) {
      // An answer before the end of its request confuses clients that use connections again.
      discardRest(request, () -> end(response, body), () -> endAndClose(request, body));
    } else {
      endAndClose(request, body);
    }
  }

  private void endAndClose(HttpServerRequest request, Buffer body) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    close(request);
    end(request.response(), body);
  }

  private static void end(HttpServerResponse response, Buffer body) {
    if (!response.ended() && !response.closed()) {
      var unused = response.end(body);
    }
  }

  /** Whether the rest is so little that the connection may be used for another request. */
  private boolean isWorthReading(HttpServerRequest request, Problem problem) {
    return declaredLength(request) > 0
        && declaredLength(request) <= settings.limits().body().asLongValue()
        && !expectsContinue(request)
        && problem.status() != ProblemType.UPLOAD_TOO_SLOW.status();
  }

  /**
   * Throws away what still comes. A connection that is closed with bytes unread is reset, and then
   * many a client never sees the answer.
   *
   * @param tooLate when it goes on for too long
   */
  private void discardRest(HttpServerRequest request, Runnable afterwards, Runnable tooLate) {
    long timer = vertx.setTimer(LINGER.toMillis(), id -> tooLate.run());
    request.exceptionHandler(failure -> vertx.cancelTimer(timer));
    request.handler(chunk -> {});
    request.endHandler(
        end -> {
          vertx.cancelTimer(timer);
          afterwards.run();
        });
    request.resume();
  }

  private static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  private Buffer encoded(Object answer) {
    try {
      return Buffer.buffer(json.writeValueAsBytes(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is a record of texts", e);
    }
  }

  private void answered(HttpServerRequest request, String path, int status, Duration took) {
    meters.answered(route(path), status, took);
    if (settings.accessLog() == ServerSettings.AccessLogFormat.JSON) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("method", request.method().name());
      line.put("path", path);
      line.put("status", status);
      line.put("milliseconds", took.toNanos() / 1e6);
      line.put("bytesIn", request.bytesRead());
      line.put("bytesOut", request.response().bytesWritten());
      line.put("address", address(request));
      try {
        ACCESS.info(json.writeValueAsString(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a line of the log is a map of texts and numbers", e);
      }
    }
  }

  /** One of a few, whatever addresses clients make up. */
  private static String route(String path) {
    for (String known :
        new String[] {
          "/v1/recognitions",
          "/v1/explanations",
          "/v1/corrections",
          "/v1/models",
          "/v1/engines",
          "/v1/settings",
          "/v1/stream",
          "/v2"
        }) {
      if (path.startsWith(known)) {
        return known;
      }
    }
    return "other";
  }
}
