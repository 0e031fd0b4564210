package dev.longhand.server;

import static dev.longhand.server.Answers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a request, its sender is told what, and the server reads on. */
class BadRequestsIT {

  private static final String PATH = "/v1/recognitions";
  private static final byte[] GOOD = SampleImages.bytes("words/good.png");
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void readsOn() {
    HttpResponse<String> answer = server.post(PATH, "image/png", GOOD);
    assertThat(Answers.json(answer.body()).path("text").asText()).isEqualTo("good");
    assertThat(server.log()).doesNotContain("a request failed").doesNotContain("\tat ");
  }

  @Test
  void refusesWhatIsNoImage() {
    Map<String, byte[]> images = new LinkedHashMap<>();
    images.put("nothing", new byte[0]);
    images.put("a text", "this is no image".getBytes(StandardCharsets.UTF_8));
    images.put("one byte", new byte[] {(byte) 0x89});
    images.put("a cut PNG", Arrays.copyOf(GOOD, GOOD.length / 2));
    images.put("a damaged PNG", damaged(GOOD));
    images.put("a signature alone", Arrays.copyOf(GOOD, 8));
    for (String format : List.of("jpeg", "tiff", "gif", "bmp")) {
      byte[] image = encoded(format, picture(60, 40));
      images.put("a cut " + format, Arrays.copyOf(image, image.length * 2 / 3));
    }
    images.put("a cut WebP", "RIFF@\0\0\0WEBPVP8 0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    images.put("zeros", new byte[100_000]);
    images.forEach(
        (name, image) ->
            assertProblem(
                name, server.post(PATH, "image/png", image), ProblemType.UNREADABLE_IMAGE));
  }

  @Test
  void refusesImagesThatAreTooLargeFromTheirHeaders() throws IOException {
    for (int[] size : new int[][] {{100_000, 100_000}, {8_000, 6_000}, {2_000_000_000, 1}}) {
      assertProblem(
          Arrays.toString(size),
          server.post(PATH, "image/png", pngThatClaims(size[0], size[1])),
          ProblemType.UNREADABLE_IMAGE);
    }
    assertProblem(
        "no pixels",
        server.post(PATH, "image/png", pngThatClaims(0, 10)),
        ProblemType.UNREADABLE_IMAGE);
  }

  @Test
  void refusesPaperWithNothingOnIt() {
    var paper = new BufferedImage(200, 100, BufferedImage.TYPE_BYTE_GRAY);
    for (Color color : List.of(Color.WHITE, Color.BLACK, Color.GRAY)) {
      var graphics = paper.createGraphics();
      graphics.setColor(color);
      graphics.fillRect(0, 0, 200, 100);
      graphics.dispose();
      byte[] image = encoded("png", paper);
      assertProblem("paper", server.post(PATH, "image/png", image), ProblemType.NO_INK);
      assertProblem(
          "paper", server.post(PATH + "?as=character", "image/png", image), ProblemType.NO_INK);
    }
  }

  @Test
  void refusesWritingThatIsTooLongForItsHeight() {
    byte[] image = SampleImages.repeated("words/good.png", 200);
    assertProblem("a long line", server.post(PATH, "image/png", image), ProblemType.TOO_WIDE);
  }

  @Test
  void refusesBodiesThatAreTooLargeWhetherTheirLengthIsToldOrNot() throws Exception {
    byte[] large = new byte[10 * 1024 * 1024 + 1];
    assertProblem("told", server.post(PATH, "image/png", large), ProblemType.BODY_TOO_LARGE);
    assertProblem("not told", chunked(large), ProblemType.BODY_TOO_LARGE);
    assertProblem("thrice", chunked(new byte[3 * large.length]), ProblemType.BODY_TOO_LARGE);
    try (var client = new RawClient(server)) {
      String answer =
          client
              .send("POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n")
              .send("Content-Length: 99999999999999\r\n\r\nx")
              .answer();
      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("body-too-large");
    }
    byte[] largest = Arrays.copyOf(GOOD, 10 * 1024 * 1024);
    assertThat(server.post(PATH, "image/png", largest).statusCode()).isNotEqualTo(413);
  }

  @Test
  void answersClientsThatWouldRatherSpeakHttp2() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> refused =
          client.send(
              post(PATH).POST(BodyPublishers.ofByteArray(new byte[11_000_000])).build(),
              BodyHandlers.ofString());
      assertProblem("HTTP/2", refused, ProblemType.BODY_TOO_LARGE);
      HttpResponse<String> read =
          client.send(
              post(PATH).POST(BodyPublishers.ofByteArray(GOOD)).build(), BodyHandlers.ofString());
      assertThat(Answers.json(read.body()).path("text").asText()).isEqualTo("good");
    }
  }

  @Test
  void refusesOtherContentTypes() {
    for (String type :
        List.of(
            "text/plain",
            "image/heic",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "nonsense",
            "/",
            "image/",
            "*/*",
            "image/*",
            "image/png, image/jpeg",
            "x/" + "y".repeat(4_000))) {
      for (String path : List.of(PATH, "/v1/explanations", "/v1/corrections")) {
        assertProblem(type, server.post(path, type, GOOD), ProblemType.UNSUPPORTED_MEDIA_TYPE);
      }
    }
    HttpRequest without =
        HttpRequest.newBuilder(server.address(PATH)).POST(BodyPublishers.ofByteArray(GOOD)).build();
    assertProblem("none", server.send(without), ProblemType.UNSUPPORTED_MEDIA_TYPE);
    for (String odd : List.of("image/png;;;=", "IMAGE/PNG; charset=[", "image/png;\"")) {
      HttpResponse<String> answer = server.post(PATH, odd, GOOD);
      assertThat(answer.statusCode()).as(odd + ": " + answer.body()).isIn(200, 400, 415);
    }
  }

  @Test
  void refusesMultipartThatIsNone() {
    String field = "--X\r\nContent-Disposition: form-data; name=\"a\"";
    String head = field + "; filename=\"a.png\"\r\n";
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("nothing", "");
    bodies.put("no parts", "--X--\r\n");
    bodies.put("a text", "hello");
    bodies.put("cut in a part", head + "\r\nabc");
    bodies.put("cut in a head", head.substring(0, 40));
    bodies.put("only ends of lines", "\r\n".repeat(1_000));
    bodies.put("a part without a head", "--X\r\n\r\nabc\r\n--X--\r\n");
    bodies.put(
        "an unknown charset",
        field + "\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nabc\r\n--X--\r\n");
    bodies.put(
        "an unknown encoding", head + "Content-Transfer-Encoding: strange\r\n\r\nabc\r\n--X--\r\n");
    bodies.put(
        "a mix without a boundary",
        field + "\r\nContent-Type: multipart/mixed\r\n\r\nabc\r\n--X--\r\n");
    bodies.forEach(
        (name, body) ->
            assertProblem(
                name,
                server.post(PATH, "multipart/form-data; boundary=X", body),
                ProblemType.MALFORMED_BODY));
    for (String type :
        List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary",
            "multipart/form-data; boundary=\"X",
            "multipart/form-data; charset=nonsense; boundary=")) {
      assertProblem(type, server.post(PATH, type, head), ProblemType.MALFORMED_BODY);
    }
  }

  @Test
  void refusesMoreFilesThanThereMayBeAndReadsAsManyAsThereMayBe() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 33; i++) {
      files.put(i + ".png", new byte[] {1});
    }
    String type = "multipart/form-data; boundary=XXX";
    assertProblem(
        "33 files",
        server.post(PATH, type, RecognitionsIT.multipart(files)),
        ProblemType.BODY_TOO_LARGE);
    files.remove("32.png");
    HttpResponse<String> answer = server.post(PATH, type, RecognitionsIT.multipart(files));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Answers.json(answer.body()).path("recognitions")).hasSize(32);
  }

  @Test
  void doesNotMindNamesOfFilesThatTryTricks() throws IOException {
    for (String name :
        List.of("../../etc/passwd", "", "a\tb\u0007", "<script>", "x".repeat(9_000))) {
      HttpResponse<String> answer =
          server.post(
              PATH,
              "multipart/form-data; boundary=XXX",
              RecognitionsIT.multipart(Map.of(name, GOOD)));
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(Answers.json(answer.body()).path("recognitions").get(0).path("file").asText())
          .hasSizeLessThan(100)
          .doesNotContain("\u0007");
    }
  }

  @Test
  void refusesJsonThatIsNone() {
    String image = Base64.getEncoder().encodeToString(GOOD);
    String good = "\"image\":\"" + image + "\"";
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "17",
            "\"text\"",
            "{}",
            "not json",
            "{" + good,
            "{" + good + "}}",
            "{" + good + "} {}",
            "{" + good + "," + good + "}",
            "{" + good + ",\"strokes\":[[1,2]]}",
            "{" + good + ",\"other\":1}",
            "{" + good + ",\"id\":1}",
            "{\"image\":17}",
            "{\"image\":null}",
            "{\"image\":[]}",
            "{\"image\":{}}",
            "{\"image\":\"A\"}",
            "{\"image\":\"\u0000\"}",
            "{\"strokes\":" + "[".repeat(100_000),
            "{\"strokes\":" + "{\"a\":".repeat(100_000),
            "{\"strokes\":[[1,2" + "9".repeat(200) + "]]}",
            "{\"strokes\":[[NaN,1]]}",
            "{\"strokes\":[[Infinity,1]]}",
            "{\"strokes\":[[0x10,1]]}",
            "{\"strokes\":[[01,1]]}",
            "{'strokes':[[1,1]]}",
            "{\"" + "n".repeat(100_000) + "\":1}",
            "{\"strokes\":[[1,2]],}",
            "{\"strokes\":[[1,2]]}//")) {
      String what = body.length() > 100 ? body.substring(0, 100) + "…" : body;
      assertProblem(what, server.post(PATH, "application/json", body), ProblemType.MALFORMED_BODY);
    }
    byte[] noUtf8 = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
    assertProblem(
        "no UTF-8", server.post(PATH, "application/json", noUtf8), ProblemType.MALFORMED_BODY);
    assertProblem(
        "empty base64",
        server.post(PATH, "application/json", "{\"image\":\"\"}"),
        ProblemType.UNREADABLE_IMAGE);
  }

  @Test
  void refusesInkThatIsNone() {
    for (String strokes :
        List.of(
            "[]",
            "[[]]",
            "[[1]]",
            "[[1,2,3]]",
            "[[1,2],[]]",
            "17",
            "null",
            "\"a\\nb\"",
            "{}",
            "[1,2]",
            "[[1,\"2\\n3\"]]",
            "[[1,null]]",
            "[[true,false]]",
            "[[[1,2]]]",
            "[[1e30,1e39,1,2]]",
            "[[1e999,1]]",
            "[[-1e400,1]]",
            IntStream.range(0, 20_001)
                .mapToObj(i -> i % 100 + "," + i % 97)
                .collect(Collectors.joining(",", "[[", "]]")),
            IntStream.range(0, 20_001)
                .mapToObj(i -> "[" + i % 100 + ",1]")
                .collect(Collectors.joining(",", "[", "]")))) {
      String what = strokes.length() > 100 ? strokes.substring(0, 100) + "…" : strokes;
      assertProblem(
          what,
          server.post(PATH, "application/json", "{\"strokes\":" + strokes + "}"),
          ProblemType.INVALID_INK);
    }
  }

  @Test
  void answersOddInkWithAReadingOrAProblem() {
    for (String strokes :
        List.of(
            "[[1,1]]",
            "[[1,1,1,1,1,1]]",
            "[[0,0,1e30,1e30]]",
            "[[-1e38,-1e38,1e38,1e38]]",
            "[[1e-40,1e-40,0,0]]",
            "[[3e38,0,-3e38,0,0,1]]",
            "[[0,0,1000000,0]]",
            "[[0,0,0,1000000]]",
            "[[1e30,1e30],[1e30,1e30]]")) {
      for (String as : List.of("word", "character")) {
        HttpResponse<String> answer =
            server.post(PATH + "?as=" + as, "application/json", "{\"strokes\":" + strokes + "}");
        assertThat(answer.statusCode()).as(strokes + ": " + answer.body()).isIn(200, 422);
      }
    }
  }

  @Test
  void readsInkOfAsManyPointsAsThereMayBe() {
    String strokes =
        IntStream.range(0, 20_000)
            .mapToObj(i -> i / 100.0 + "," + 10 * Math.sin(i / 500.0))
            .collect(Collectors.joining(",", "[[", "]]"));
    HttpResponse<String> answer =
        server.post(PATH, "application/json", "{\"strokes\":" + strokes + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void readsLargeImagesInBase64() {
    byte[] image = Arrays.copyOf(GOOD, 7_000_000);
    String base64 = Base64.getEncoder().encodeToString(image);
    HttpResponse<String> answer =
        server.post(PATH, "application/json", "{\"image\":\"" + base64 + "\"}");
    assertThat(Answers.json(answer.body()).path("text").asText()).isEqualTo("good");
  }

  @Test
  void refusesInkThatWouldTakeLongToDraw() {
    // Up and down a line a thousand times as long as high: little to send, but much to draw.
    String strokes =
        IntStream.range(0, 19_999)
            .mapToObj(i -> (i % 2 == 0 ? "0," : "1000000,") + i % 1_000)
            .collect(Collectors.joining(",", "[[", "]]"));
    assertProblem(
        "a scribble",
        server.post(PATH, "application/json", "{\"strokes\":" + strokes + "}"),
        ProblemType.INVALID_INK);
  }

  @Test
  void refusesUnknownAndDoubleAndOddParameters() {
    Map<String, ProblemType> queries = new LinkedHashMap<>();
    for (String bad :
        List.of(
            "other=1",
            "As=word",
            "top=3&top=3",
            "top=3&top=4",
            "top=0",
            "top=21",
            "top=-1",
            "top=1.5",
            "top=",
            "top",
            "top=1%0A2",
            "as=line",
            "as=",
            "as=character&model=english-words",
            "engine=nothing",
            "engine=a%0Ab",
            "engine=" + "e".repeat(1_000),
            "engine=djl-pytorch",
            "decoder=nothing",
            "decoder=%0d%0aX-Evil:1",
            "decoder=lexicon",
            "decoder=beam&as=character",
            IntStream.range(0, 60).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&")),
            IntStream.range(0, 60).mapToObj(i -> "top=5").collect(Collectors.joining("&")))) {
      queries.put(bad, ProblemType.BAD_PARAMETER);
    }
    queries.put("model=nothing", ProblemType.UNKNOWN_MODEL);
    queries.put("model=", ProblemType.UNKNOWN_MODEL);
    queries.put("model=..%2F..%2Fetc%2Fpasswd", ProblemType.UNKNOWN_MODEL);
    queries.put("model=" + "m".repeat(2_000), ProblemType.UNKNOWN_MODEL);
    queries.forEach(
        (query, type) -> {
          String answer = raw("POST", PATH + "?" + query);
          assertThat(answer).as(query).startsWith("HTTP/1.1 " + type.status() + " ");
          assertThat(answer.toLowerCase(java.util.Locale.ROOT))
              .contains("content-type: application/problem+json")
              .doesNotContain("x-evil:1\r\n");
          assertProblem(query, answer.substring(answer.indexOf("\r\n\r\n") + 4), type);
        });
    assertProblem("models", server.get("/v1/models?a=b"), ProblemType.BAD_PARAMETER);
    assertProblem("engines", server.get("/v1/engines?a=b"), ProblemType.BAD_PARAMETER);
    assertProblem("settings", server.get("/v1/settings?a=b"), ProblemType.BAD_PARAMETER);
  }

  @Test
  void refusesUnknownAddressesAndMethods() {
    for (String path :
        List.of(
            "/nothing",
            "/v1",
            "/v1/",
            "/v1/nothing",
            "/v1/models/english-words/weights",
            "/V1/models",
            "/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/index.html/../../../../etc/passwd",
            "/..%5c..%5cetc%5cpasswd",
            "/%00",
            "/application.properties",
            "/META-INF/MANIFEST.MF",
            "/no%0Ahere",
            "/" + "x".repeat(3_000))) {
      String answer = raw("GET", path);
      assertThat(answer).as(path).startsWith("HTTP/1.1 404 ").doesNotContain("root:");
      assertProblem(path, answer.substring(answer.indexOf("\r\n\r\n") + 4), ProblemType.NOT_FOUND);
    }
    assertProblem("no WebSocket", server.get("/v1/stream"), ProblemType.UPGRADE_REQUIRED);
    for (String path : List.of("/v1/models/nothing", "/v1/models/..%2f..", "/v1/models/%0a")) {
      assertThat(raw("GET", path)).startsWith("HTTP/1.1 404 ").contains("unknown-model");
    }
    // Vert.x itself refuses these, without a body.
    for (String path : List.of("/v1/models/%zz", "/%", PATH + "?top=%zz", PATH + "?%zz=1")) {
      assertThat(raw("POST", path)).as(path).startsWith("HTTP/1.1 400 ").doesNotContain("zz");
    }
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "BREW")) {
      assertThat(raw(method, PATH))
          .as(method)
          .startsWith("HTTP/1.1 405 ")
          .contains("method-not-allowed");
    }
    for (String path : List.of("/v1/models", "/v1/engines", "/v1/settings")) {
      assertProblem(path, server.post(path, "image/png", GOOD), ProblemType.METHOD_NOT_ALLOWED);
    }
  }

  @Test
  void takesNoCorrectionsUnlessThereIsAPlaceForThem() {
    String body = "{\"text\":\"a\",\"image\":\"" + Base64.getEncoder().encodeToString(GOOD) + "\"}";
    assertProblem(
        "off",
        server.post("/v1/corrections", "application/json", body),
        ProblemType.CORRECTIONS_OFF);
    assertThat(Answers.json(server.get("/v1/settings").body()).path("corrections").asBoolean())
        .isFalse();
  }

  @Test
  void refusesToAnswerInAnotherForm() {
    for (String accept : List.of("text/html", "image/png", "application/xml")) {
      HttpRequest request =
          post(PATH).header("Accept", accept).POST(BodyPublishers.ofByteArray(GOOD)).build();
      assertProblem(accept, server.send(request), ProblemType.NOT_ACCEPTABLE);
    }
  }

  @Test
  void outlivesFloodsOfHeadersAndWhatIsNoHttp() {
    String head = "POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n";
    for (String request :
        List.of(
            "GET /v1/models HTTP/1.1\r\nHost: x\r\n" + "X-Flood: y\r\n".repeat(5_000) + "\r\n",
            "GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(100_000) + "\r\n\r\n",
            "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            head + "Content-Length: -5\r\n\r\n",
            head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
            head + "Transfer-Encoding: chunked\r\n\r\nZZZ\r\n",
            "nonsense\r\n\r\n",
            "GET  HTTP/1.1\r\n\r\n")) {
      try (var client = new RawClient(server)) {
        assertThat(client.sendsAll(request.getBytes(StandardCharsets.ISO_8859_1)))
            .isIn(true, false);
        String answer = client.answerIfAny();
        assertThat(answer)
            .as(request.substring(0, Math.min(80, request.length())))
            .matches("(?s)|HTTP/1.[01] 4.*")
            .doesNotContain("Exception");
      }
    }
  }

  /** The answer to the good image, sent to an address as it stands here. */
  private static String raw(String method, String address) {
    try (var client = new RawClient(server)) {
      return client
          .send(method + " " + address + " HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n")
          .send("Content-Length: " + GOOD.length + "\r\n\r\n")
          .send(GOOD)
          .answer();
    }
  }

  private static HttpRequest.Builder post(String path) {
    return HttpRequest.newBuilder(server.address(path)).header("Content-Type", "image/png");
  }

  private static HttpResponse<String> chunked(byte[] body) {
    return server.send(
        post(PATH)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build());
  }

  private static byte[] damaged(byte[] image) {
    byte[] damaged = image.clone();
    for (int i = damaged.length / 3; i < damaged.length / 2; i++) {
      damaged[i] ^= 0x55;
    }
    return damaged;
  }

  /** Upright strokes from end to end. */
  private static BufferedImage picture(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    var graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    for (int x = 10; x < width - 10; x += 80) {
      graphics.fillRect(x, 8, 4, height - 16);
      graphics.fillRect(x, height / 2, 60, 3);
    }
    graphics.dispose();
    return image;
  }

  private static byte[] encoded(String format, BufferedImage image) {
    try {
      var file = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, file)).as(format).isTrue();
      return file.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A decompression bomb: a header, and next to nothing behind it. */
  private static byte[] pngThatClaims(int width, int height) throws IOException {
    var file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    var header = new ByteArrayOutputStream();
    var out = new DataOutputStream(header);
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 0, 0, 0, 0});
    writeChunk(file, "IHDR", header.toByteArray());
    writeChunk(file, "IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1});
    writeChunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void writeChunk(ByteArrayOutputStream file, String type, byte[] data)
      throws IOException {
    var out = new DataOutputStream(file);
    out.writeInt(data.length);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    out.write(name);
    out.write(data);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt((int) crc.getValue());
  }
}
