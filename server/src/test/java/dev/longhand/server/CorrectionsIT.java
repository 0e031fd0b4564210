package dev.longhand.server;

import static dev.longhand.server.Answers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.dataset.LabelledImages;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users correct is kept as training takes it. */
class CorrectionsIT {

  private static final String IMAGE =
      Base64.getEncoder().encodeToString(SampleImages.bytes("words/good.png"));

  @TempDir private static Path folder;
  private static Path corrections;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    corrections = folder.resolve("kept/here");
    server = RunningServer.start("longhand.corrections.directory=" + corrections);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void keepsThemAsTrainingTakesThem() {
    Map<String, String> expected = new TreeMap<>();
    for (String text :
        List.of(
            "good",
            "../../../../etc/passwd",
            "C:\\windows\\system32",
            "a/b\\c",
            ".hidden",
            "labels.tsv",
            "%2e%2e%2f",
            "$(reboot)`reboot`",
            "<script>alert(1)</script>",
            "cafe\u0301",
            "\ud83d\ude00",
            "x".repeat(200))) {
      HttpResponse<String> answer = send(text);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      expected.put(Answers.json(answer.body()).path("id").asText() + ".png", text);
    }
    HttpResponse<String> ink =
        server.post(
            "/v1/corrections",
            "application/json",
            "{\"text\":\" T \",\"as\":\"character\",\"reading\":\"7\",\"model\":\"latin-62\","
                + "\"strokes\":[[0,0,100,0],[50,0,50,120]]}");
    assertThat(ink.statusCode()).as(ink.body()).isEqualTo(201);

    assertThat(kept("word")).containsAllEntriesOf(withComposedLetters(expected));
    assertThat(kept("character"))
        .containsExactly(Map.entry(Answers.json(ink.body()).path("id").asText() + ".png", "T"));
  }

  @Test
  void losesNoneOfTwoHundredAtOnce() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(200);
    try {
      List<Future<?>> sent = new ArrayList<>();
      IntStream.range(0, 200)
          .forEach(i -> sent.add(clients.submit(() -> sendUntilKept("number " + i))));
      for (Future<?> each : sent) {
        each.get();
      }
    } finally {
      clients.shutdownNow();
    }
    List<String> texts =
        kept("word").values().stream()
            .filter(text -> text.startsWith("number "))
            .sorted(Comparator.comparingInt(text -> Integer.parseInt(text.substring(7))))
            .toList();
    assertThat(texts)
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "number " + i).toList());
  }

  @Test
  void keepsNothingThatIsWrong() throws IOException {
    long before = files();
    for (String text :
        List.of(
            "",
            "   ",
            "two\\nlines",
            "two\\u2028lines",
            "two\\u0085lines",
            "\\u0000",
            "a\\tb",
            "turned \\u202e round",
            "half of \\ud83d a pair",
            "\\ud83d",
            "x".repeat(201))) {
      assertProblem(
          text,
          server.post(
              "/v1/corrections",
              "application/json",
              "{\"text\":\"" + text + "\",\"image\":\"" + IMAGE + "\"}"),
          ProblemType.MALFORMED_BODY);
    }
    for (String body :
        List.of(
            "{\"image\":\"" + IMAGE + "\"}",
            "{\"text\":\"a\"}",
            "{\"text\":17,\"image\":\"" + IMAGE + "\"}",
            "{\"text\":\"a\",\"file\":\"../x\",\"image\":\"" + IMAGE + "\"}",
            "{\"text\":\"ab\",\"as\":\"character\",\"image\":\"" + IMAGE + "\"}")) {
      assertProblem(
          body,
          server.post("/v1/corrections", "application/json", body),
          ProblemType.MALFORMED_BODY);
    }
    for (String how : List.of("\"as\":\"line\"", "\"as\":\"word\",\"model\":\"latin-62\"")) {
      assertProblem(
          how,
          server.post(
              "/v1/corrections",
              "application/json",
              "{\"text\":\"a\"," + how + ",\"image\":\"" + IMAGE + "\"}"),
          ProblemType.BAD_PARAMETER);
    }
    assertProblem(
        "no image",
        server.post("/v1/corrections", "application/json", "{\"text\":\"a\",\"image\":\"AAAA\"}"),
        ProblemType.UNREADABLE_IMAGE);
    assertProblem(
        "no model",
        server.post(
            "/v1/corrections",
            "application/json",
            "{\"text\":\"a\",\"model\":\"nothing\",\"image\":\"" + IMAGE + "\"}"),
        ProblemType.UNKNOWN_MODEL);
    assertThat(files()).isEqualTo(before);
  }

  private static HttpResponse<String> send(String text) {
    String json = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return server.post(
        "/v1/corrections",
        "application/json",
        "{\"text\":\"" + json + "\",\"image\":\"" + IMAGE + "\"}");
  }

  private static void sendUntilKept(String text) {
    while (true) {
      HttpResponse<String> answer = send(text);
      if (answer.statusCode() == 201) {
        return;
      }
      assertProblem(text, answer, ProblemType.OVERLOADED);
    }
  }

  private static Map<String, String> kept(String kind) {
    var images = LabelledImages.open(corrections.resolve(kind));
    Map<String, String> kept = new TreeMap<>();
    for (int i = 0; i < images.size(); i++) {
      kept.put(images.id(i), images.labels(i).get(0));
      assertThat(images.sample(i)).isNotNull();
    }
    return kept;
  }

  private static Map<String, String> withComposedLetters(Map<String, String> texts) {
    texts.replaceAll((name, text) -> text.equals("cafe\u0301") ? "caf\u00e9" : text);
    return texts;
  }

  /** All of them, wherever they are. */
  private static long files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
