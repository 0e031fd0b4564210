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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What every request passes before a resource sees it: headers that protect browsers, the API key,
 * the rate limit, and the body, which is taken in whole, in time and within bounds. It runs on the
 * event loop and never blocks.
 */
@ApplicationScoped
public class Gate {

  private static final Logger ACCESS = Logger.getLogger("dev.longhand.access");

  /** Before all that Quarkus does with a request. */
  private static final int FIRST = 1_000;

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
  private final AtomicLong inFlight = new AtomicLong();

  Gate(Vertx vertx, ServerSettings settings, ReadingQueue queue, Meters meters, ObjectMapper json) {
    this.vertx = vertx;
    this.settings = settings;
    this.queue = queue;
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
    String path = request.path() == null ? "" : request.path();
    addHeaders(context.response(), path);
    if (!isInterface(path)) {
      context.next();
      return;
    }
    context.addEndHandler(
        end -> answered(request, context.response(), Duration.ofNanos(System.nanoTime() - start)));
    if (!path.equals("/v1/settings")) {
      String key = ApiKeys.shown(request);
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
    if (request.method().equals(HttpMethod.POST)) {
      takeBody(context);
    } else {
      context.next();
    }
  }

  private static boolean isInterface(String path) {
    return path.startsWith("/v1/") || path.startsWith("/v2/") || path.equals("/v2");
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

  /** Takes in the whole body, so that no worker ever waits for a slow client. */
  private void takeBody(RoutingContext context) {
    HttpServerRequest request = context.request();
    long limit = settings.limits().body().asLongValue();
    long declared = declaredLength(request);
    if (declared > limit) {
      refuse(context, tooLarge(limit));
      return;
    }
    if (queue.isFull() && !request.path().equals("/v1/corrections")) {
      queue.refuse();
      refuse(context, new Problem(ProblemType.OVERLOADED, ReadingQueue.BUSY));
      return;
    }
    new Upload(context, limit, Math.max(0, declared)).begin();
  }

  private static Problem tooLarge(long limit) {
    return new Problem(
        ProblemType.BODY_TOO_LARGE, "the limit for a body is " + limit / 1_048_576 + " MB");
  }

  /**
   * @return -1 when it is not told
   */
  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** A body on its way. All of it happens on one event loop. */
  private final class Upload {
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final long limit;
    private final Buffer body = Buffer.buffer();
    private long held;
    private boolean over;
    private long timer;

    Upload(RoutingContext context, long limit, long declared) {
      this.context = context;
      this.request = context.request();
      this.limit = limit;
      this.held = declared;
    }

    void begin() {
      if (inFlight.addAndGet(held) > settings.limits().inFlight().asLongValue()) {
        inFlight.addAndGet(-held);
        stop(busy());
        return;
      }
      context.addEndHandler(end -> letGo());
      if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
        context.response().writeContinue();
      }
      timer = vertx.setTimer(Math.max(1, settings.limits().upload().toMillis()), this::late);
      request.exceptionHandler(failure -> vertx.cancelTimer(timer));
      request.handler(this::chunk);
      request.endHandler(end -> complete());
      request.resume();
    }

    private void chunk(Buffer chunk) {
      if (over) {
        return;
      }
      long length = (long) body.length() + chunk.length();
      if (length > limit) {
        stop(tooLarge(limit));
        return;
      }
      long more = length - held;
      if (more > 0) {
        held = length;
        if (inFlight.addAndGet(more) > settings.limits().inFlight().asLongValue()) {
          stop(busy());
          return;
        }
      }
      body.appendBuffer(chunk);
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
        stop(
            new Problem(
                ProblemType.UPLOAD_TOO_SLOW,
                "the body did not arrive within "
                    + settings.limits().upload().toSeconds()
                    + " s; send it again, faster or smaller"));
      }
    }

    private Problem busy() {
      meters.rejected("in-flight-bytes");
      return new Problem(
          ProblemType.TOO_MANY_REQUESTS,
          "the server holds as many bytes of requests as it may; ask again later");
    }

    private void stop(Problem problem) {
      over = true;
      vertx.cancelTimer(timer);
      refuse(context, problem);
    }

    private void letGo() {
      inFlight.addAndGet(-held);
      held = 0;
    }
  }

  /** Answers at once; what is still to come of the request is not read. */
  private void refuse(RoutingContext context, Problem problem) {
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
    if (!context.request().isEnded()) {
      // Nobody reads the rest, so the connection is of no more use.
      response.putHeader(HttpHeaders.CONNECTION, "close");
      response.end(body).onComplete(done -> context.request().connection().close());
      return;
    }
    var unused = response.end(body);
  }

  private Buffer encoded(Object answer) {
    try {
      return Buffer.buffer(json.writeValueAsBytes(answer));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is a record of texts", e);
    }
  }

  private void answered(HttpServerRequest request, HttpServerResponse response, Duration took) {
    meters.answered(route(request.path()), response.getStatusCode(), took);
    if (settings.accessLog() == ServerSettings.AccessLogFormat.JSON) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("method", request.method().name());
      line.put("path", request.path());
      line.put("status", response.getStatusCode());
      line.put("milliseconds", took.toNanos() / 1e6);
      line.put("bytesIn", request.bytesRead());
      line.put("bytesOut", response.bytesWritten());
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
