package dev.longhand.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.image.ImageReader;
import dev.longhand.image.NoInkException;
import dev.longhand.image.PngWriter;
import dev.longhand.image.Prepared;
import dev.longhand.recognition.Recognition;
import dev.longhand.recognition.Recognizer;
import dev.longhand.recognition.Recognizers;
import dev.longhand.server.RunningServer;
import dev.longhand.server.load.Load.Ask;
import dev.longhand.server.load.Load.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the packaged server can bear. It is not part of the build; a single figure is printed by
 *
 * <pre>
 * mvn -pl server -am verify -Dtest=none -Dit.test='ServerBenchmark#throughput' -Ddata=DIRECTORY
 * </pre>
 *
 * with the directory that holds the datasets. All ratios are of one run on one machine, where the
 * load generator takes its share of the same cores.
 */
class ServerBenchmark {

  private static final int WORDS = Integer.getInteger("words", 500);
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int CONNECTIONS = 32;
  private static final String PATH = "/v1/recognitions?top=1";

  private final List<byte[]> images = images();

  /** Further settings of the server that is measured, as {@code longhand.engine=djl-pytorch}. */
  private static final String[] SETTINGS =
      System.getProperty("settings", "").isBlank()
          ? new String[0]
          : System.getProperty("settings").split(";");

  /** Throughput at 32 connections, against the same model in process, and without batching. */
  @Test
  void throughput() {
    int requests = Integer.getInteger("requests", 3_000);
    List<Double> inProcess = new ArrayList<>();
    List<Double> batched = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    try (var server = RunningServer.start(SETTINGS);
        var unbatched = RunningServer.start(with("longhand.batch.max-size=1"))) {
      for (int round = 0; round <= ROUNDS; round++) {
        double reading = inProcess(requests);
        Outcome with = closed(server, CONNECTIONS, requests);
        Outcome without = closed(unbatched, CONNECTIONS, requests);
        if (round == 0) {
          continue; // Everything is compiled now.
        }
        print("in process %.0f words a second", reading);
        print("in batches " + with);
        print("one by one " + without);
        inProcess.add(reading);
        batched.add(with.perSecond());
        alone.add(without.perSecond());
      }
      print(
          "%s: server/in process %.3f, batching/none %.3f (medians of %d rounds)",
          engineName(),
          median(batched) / median(inProcess),
          median(batched) / median(alone),
          ROUNDS);
      print("batch sizes:%n%s", metric(server, "longhand_batch_size"));
    }
  }

  /** What happens at twice the load that the server can sustain. */
  @Test
  void overload() {
    try (var server = RunningServer.start(SETTINGS)) {
      double sustainable = 0;
      for (int round = 0; round < 3; round++) {
        sustainable = closed(server, CONNECTIONS, 2_000).perSecond();
      }
      int seconds = Integer.getInteger("seconds", 20);
      Outcome half = open(server, sustainable / 2, seconds);
      Outcome twice = open(server, 2 * sustainable, seconds);
      print("sustainable %.0f a second", sustainable);
      print("half of it: " + half);
      print("twice as much: " + twice);
      print("p99 at twice / p99 at half: %.2f", twice.percentile(0.99) / half.percentile(0.99));
      assertThat(twice.failed()).isZero();
    }
  }

  /** Answers under load are those of one request after the other. */
  @Test
  void concurrentAnswers() {
    int requests = Integer.getInteger("requests", 100_000);
    try (var server = RunningServer.start(with("longhand.queue.max-length=1000"))) {
      List<Integer> readable = new ArrayList<>();
      List<String> serial = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        var answer = server.post(PATH, "image/png", images.get(i));
        if (answer.statusCode() == 200) { // Some of the source show no ink.
          readable.add(i);
          serial.add(new JsonObject(answer.body()).getString("text"));
        }
      }
      var random = new Random(7);
      int[] order = random.ints(requests, 0, readable.size()).toArray();
      try (var load = new Load(server.address(), 64)) {
        Outcome outcome =
            load.closed(64, requests, i -> ask(readable.get(order[i]), serial.get(order[i])));
        print("%d requests, %d different words: %s", requests, readable.size(), outcome);
        print("wrong or swapped %d, lost %d", outcome.wrong(), requests - outcome.accepted());
        assertThat(outcome.wrong()).isZero();
        assertThat(outcome.accepted()).isEqualTo(requests);
      }
    }
  }

  /** Resident memory under a steady load with broken inputs among it. */
  @Test
  void soak() throws IOException {
    int minutes = Integer.getInteger("minutes", 30);
    var random = new Random(11);
    try (var server = RunningServer.start(SETTINGS);
        var load = new Load(server.address(), CONNECTIONS)) {
      double sustainable = closed(server, CONNECTIONS, 3_000).perSecond();
      double rate = 0.8 * sustainable;
      print("%.0f requests a second, one in twenty broken", rate);
      long first = 0;
      for (int minute = 0; minute < minutes; minute++) {
        Outcome outcome =
            load.open(
                rate,
                (int) (60 * rate),
                i ->
                    random.nextInt(20) == 0
                        ? Broken.ask(PATH, images.get(random.nextInt(images.size())), random)
                        : ask(random.nextInt(images.size()), ""));
        long resident = Memory.residentKilobytes(server.process().pid());
        if (minute == minutes / 6) {
          first = resident; // Warm by then.
        }
        print("minute %d: %d MB resident; %s", minute + 1, resident / 1024, outcome);
        assertThat(outcome.failed()).isZero();
        if (minute == minutes - 1) {
          print("growth after warm-up %.2f %%", 100.0 * (resident - first) / first);
        }
      }
    }
  }

  /** From the start of the process to the first answer that it is ready. */
  @Test
  void start() {
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      try (var server = RunningServer.start(SETTINGS)) {
        seconds.add((System.nanoTime() - start) / 1e9);
        assertThat(server.process().isAlive()).isTrue();
      }
    }
    print("ready after %.2f s (median of %s)", median(seconds), seconds);
  }

  private static String[] with(String setting) {
    return Stream.concat(Stream.of(SETTINGS), Stream.of(setting)).toArray(String[]::new);
  }

  private Outcome closed(RunningServer server, int connections, int requests) {
    try (var load = new Load(server.address(), connections)) {
      return load.closed(connections, requests, i -> ask(i % images.size(), ""));
    }
  }

  private Outcome open(RunningServer server, double perSecond, int seconds) {
    try (var load = new Load(server.address(), 1_000)) {
      return load.open(perSecond, (int) (perSecond * seconds), i -> ask(i % images.size(), ""));
    }
  }

  private Ask ask(int image, String expected) {
    return new Ask(PATH, "image/png", Buffer.buffer(images.get(image)), expected);
  }

  /** Words a second with as many threads as the server has workers, preparing included. */
  private double inProcess(int words) {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Engine engine =
            Engines.open(Engines.named(engineName()), EngineOptions.defaults().withThreads(1));
        Recognizer recognizer = Recognizers.open(Recognizers.model("english-words"), engine)) {
      long start = System.nanoTime();
      List<CompletableFuture<Integer>> parts = new ArrayList<>();
      int size = 64;
      for (int from = 0; from < words; from += size) {
        List<byte[]> part =
            IntStream.range(from, Math.min(words, from + size))
                .mapToObj(i -> images.get(i % images.size()))
                .toList();
        parts.add(CompletableFuture.supplyAsync(() -> read(recognizer, part), pool));
      }
      int read = parts.stream().mapToInt(CompletableFuture::join).sum();
      return read / ((System.nanoTime() - start) / 1e9);
    } finally {
      pool.shutdown();
    }
  }

  /** The engine that the server reads with. */
  private static String engineName() {
    String setting = "longhand.engine=";
    return Stream.of(SETTINGS)
        .filter(each -> each.startsWith(setting))
        .map(each -> each.substring(setting.length()))
        .findFirst()
        .orElse("djl-onnxruntime");
  }

  private static int read(Recognizer recognizer, List<byte[]> files) {
    List<Prepared> prepared = new ArrayList<>();
    for (byte[] file : files) {
      try {
        prepared.add(recognizer.prepare(ImageReader.read(file, "a word")));
      } catch (NoInkException e) {
        // As the server does, it goes on with the others.
      }
    }
    List<Recognition> recognitions = recognizer.read(prepared);
    return recognitions.size();
  }

  private static List<byte[]> images() {
    Path data = Path.of(System.getProperty("data", "../../shared/data"));
    Dataset words = Datasets.limit(Datasets.open("unipen-words-test", data), WORDS);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Sample sample = words.sample(i);
      images.add(PngWriter.encode(sample.image()));
    }
    return images;
  }

  private static String metric(RunningServer server, String name) {
    return server
        .get("/q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void print(String format, Object... values) {
    System.out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
  }
}
