package dev.longhand.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.server.RunningServer;
import dev.longhand.server.load.Load.Ask;
import dev.longhand.server.load.Load.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@link ServerBenchmark} does at length, in a minute, on the samples in docs/samples. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoadIT {

  private static final String PATH = "/v1/recognitions?top=1";
  private static final List<byte[]> IMAGES = images();

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void answersUnderLoadAreThoseOfOneRequestAfterTheOther() {
    List<String> serial = new ArrayList<>();
    for (byte[] image : IMAGES) {
      serial.add(new JsonObject(server.post(PATH, "image/png", image).body()).getString("text"));
    }
    int[] order = new Random(5).ints(2_000, 0, IMAGES.size()).toArray();
    Outcome outcome;
    try (var load = new Load(server.address(), 32)) {
      outcome = load.closed(32, order.length, i -> ask(order[i], serial.get(order[i])));
    }
    assertThat(outcome.wrong()).isZero();
    assertThat(outcome.accepted()).as(outcome.toString()).isEqualTo(order.length);
  }

  @Test
  @Order(2)
  void muchMoreThanItCanBearIsRefusedAndNothingHangs() {
    Outcome outcome;
    try (var load = new Load(server.address(), 500)) {
      outcome = load.open(2_500, 5_000, i -> ask(i % IMAGES.size(), ""));
    }
    assertThat(outcome.failed()).as(outcome.toString()).isZero();
    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.refused()).isPositive();
    assertThat(outcome.accepted() + outcome.refused()).isEqualTo(5_000);
    assertThat(server.post(PATH, "image/png", IMAGES.get(0)).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(3)
  void memoryStaysFlatWithBrokenInputsAmongTheOthers() throws IOException {
    var random = new Random(3);
    try (var load = new Load(server.address(), 16)) {
      Outcome warmUp = load.closed(16, 1_500, i -> mixed(random));
      long before = Memory.residentKilobytes(server.process().pid());
      Outcome outcome = load.closed(16, 3_000, i -> mixed(random));
      long after = Memory.residentKilobytes(server.process().pid());
      assertThat(warmUp.failed() + outcome.failed()).isZero();
      assertThat(outcome.rejected()).isPositive();
      assertThat((double) after / before).isLessThan(1.25);
    }
  }

  private static Ask mixed(Random random) {
    return random.nextInt(20) == 0
        ? Broken.ask(PATH, IMAGES.get(random.nextInt(IMAGES.size())), random)
        : ask(random.nextInt(IMAGES.size()), "");
  }

  private static Ask ask(int image, String expected) {
    return new Ask(PATH, "image/png", Buffer.buffer(IMAGES.get(image)), expected);
  }

  private static List<byte[]> images() {
    try (Stream<Path> files = Files.list(Path.of("../docs/samples/words"))) {
      List<byte[]> images = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".png")).sorted().toList()) {
        images.add(Files.readAllBytes(file));
      }
      return images;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
