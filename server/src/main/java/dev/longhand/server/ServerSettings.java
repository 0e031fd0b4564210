package dev.longhand.server;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What can be set of the server, as {@code longhand.NAME} in {@code application.properties} or
 * {@code longhand.properties}, {@code -Dlonghand.NAME=} or {@code LONGHAND_NAME} in the
 * environment. A name that is not here stops the server at its start.
 */
@StaticInitSafe
@ConfigMapping(prefix = "longhand")
public interface ServerSettings {

  /** The engine that reads when a request does not name one. */
  @WithDefault("djl-onnxruntime")
  String engine();

  /** Further engines that a request may name; each is opened when it is first asked for. */
  Optional<List<String>> engines();

  /**
   * Models to read with, names or files: of each kind the first is the one that reads when a
   * request does not name one.
   */
  @WithDefault("english-words,latin-62")
  List<String> models();

  /** Means nothing here; other commands read with it, and may share the file of settings. */
  Optional<String> model();

  /** Means nothing here; other commands look for datasets there. */
  Optional<String> data();

  /** A file of words, one on each line, for {@code decoder=lexicon}. */
  Optional<Path> lexicon();

  /** Intra-op threads of one run of a network. */
  @WithDefault("1")
  int threads();

  /** {@code cpu} or {@code gpu}. */
  @WithDefault("cpu")
  Device device();

  /** Threads that prepare images and run networks; without it as many as keep all cores busy. */
  OptionalInt workers();

  /** How long a request may wait for its answer. */
  @WithDefault("10s")
  Duration deadline();

  Batch batch();

  Queue queue();

  Limits limits();

  Stream stream();

  Corrections corrections();

  /** Keys of which a request must show one; without any, all may ask. */
  Optional<List<String>> apiKeys();

  @WithName("rate-limit")
  RateLimit rateLimit();

  /** {@code json} writes a line of JSON to the log for each request. */
  @WithDefault("off")
  AccessLogFormat accessLog();

  /** Where networks run. */
  enum Device {
    CPU,
    GPU
  }

  /** How requests are logged. */
  enum AccessLogFormat {
    OFF,
    JSON
  }

  /** How images are gathered to be read together. */
  interface Batch {

    /** Images in one run of a network at the most; 1 reads each alone. */
    @WithDefault("16")
    int maxSize();

    /** How long a prepared image waits for others that are on their way. */
    @WithDefault("40ms")
    Duration maxDelay();
  }

  /** Requests that wait for a worker. */
  interface Queue {

    /** One more is refused with 503. */
    @WithDefault("40")
    int maxLength();
  }

  /** What a request may ask for at the most. */
  interface Limits {

    /** Size of a request's body. */
    @WithDefault("10M")
    MemorySize body();

    /** Bytes of all bodies that are held at once; one more is refused with 429. */
    @WithDefault("128M")
    MemorySize inFlight();

    /** How long a body may take to arrive. */
    @WithDefault("20s")
    Duration upload();

    /** Parts of a multipart body. */
    @WithDefault("32")
    int files();

    /** Points of all strokes together. */
    @WithDefault("20000")
    int inkPoints();
  }

  /** The WebSocket. */
  interface Stream {

    /** A client that sends nothing for so long is disconnected. */
    @WithDefault("10M")
    Duration idle();

    /** Clients at once; one more is refused with 503. */
    @WithDefault("200")
    int maxConnections();

    /**
     * Other sites whose pages may open a stream, as {@code https://forms.example}. Browsers let any
     * page open a WebSocket to any server, so it is for the server to refuse.
     */
    Optional<Set<String>> origins();
  }

  /** What users corrected, kept for training. */
  interface Corrections {

    /** Where to keep them; without it none are taken. */
    Optional<Path> directory();

    /** No more are taken than this. */
    @WithDefault("100000")
    int maxCount();
  }

  /** Requests of one key, or of one address where no keys are asked for. */
  interface RateLimit {

    /** Without it, any number. */
    OptionalInt requestsPerSecond();

    /** Requests that may come at once. */
    @WithDefault("50")
    int burst();
  }
}
