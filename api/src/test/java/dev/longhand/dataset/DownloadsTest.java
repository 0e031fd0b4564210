package dev.longhand.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a local server that does what servers do. */
class DownloadsTest {

  private static final String IMAGES = "gzip/emnist-mnist-test-images-idx3-ubyte.gz";
  private static final String LABELS = "gzip/emnist-mnist-test-labels-idx1-ubyte.gz";

  @TempDir Path data;

  private final Downloads downloads = new Downloads(Duration.ofSeconds(5));
  private final List<String> requests = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private byte[] zip;
  private Download download;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    Map<String, byte[]> members = new LinkedHashMap<>();
    byte[] images = IdxDatasetTest.idx(new int[] {100, 28, 28}, 78_400);
    // Noise, so that the zip is as large as its content.
    byte[] noise = new byte[78_400];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, images, 16, noise.length);
    members.put(IMAGES, IdxDatasetTest.gzip(images));
    byte[] labels = Arrays.copyOf(IdxDatasetTest.idx(new int[] {100}, 0), 108);
    members.put(LABELS, IdxDatasetTest.gzip(labels));
    zip = LabelledImagesTest.zip(members);
    List<Download.Member> published = new ArrayList<>();
    for (var member : members.entrySet()) {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(member.getValue());
      published.add(
          new Download.Member(
              member.getKey(), member.getValue().length, HexFormat.of().formatHex(sha256)));
    }
    download =
        new Download("emnist-mnist-test", address("/gzip.zip"), "emnist/gzip.zip", "", published);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aDatasetIsFetchedOnceCheckedAndReadWhereItLies() {
    serve("/gzip.zip", exchange -> answer(exchange, 200, zip, zip.length));
    List<Long> progress = new ArrayList<>();

    Path file =
        downloads.fetch(
            download,
            data,
            (bytes, total) -> {
              progress.add(bytes);
              assertThat(total).isEqualTo(zip.length);
            });

    assertThat(file).isEqualTo(data.resolve("emnist/gzip.zip")).hasBinaryContent(zip);
    assertThat(progress).isSorted().endsWith((long) zip.length);
    assertThat(data.resolve("emnist")).isDirectoryNotContaining("glob:**.part*");
    Dataset dataset = Datasets.open("emnist-mnist-test", data);
    assertThat(dataset.size()).isEqualTo(100);
    assertThat(dataset.name()).isEqualTo("emnist-mnist-test");
    assertThat(dataset.id(3)).isEqualTo("emnist-mnist-test-images-idx3-ubyte.gz:3");
    assertThat(dataset.sample(99).image().width()).isEqualTo(28);

    downloads.fetch(download, data, (bytes, total) -> {});
    assertThat(requests).hasSize(1);
  }

  @Test
  void aTransferThatBreaksOffGoesOnWhereItStopped() {
    serve(
        "/gzip.zip",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"one\"");
          int start = start(exchange);
          byte[] rest = Arrays.copyOfRange(zip, start, zip.length);
          if (start > 0) {
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + start + "-" + (zip.length - 1) + "/" + zip.length);
          }
          // Each answer gives up after 20,000 bytes.
          byte[] some = Arrays.copyOf(rest, Math.min(20_000, rest.length));
          answer(exchange, start > 0 ? 206 : 200, some, rest.length);
        });

    Path file = downloads.fetch(download, data, (bytes, total) -> {});

    assertThat(file).hasBinaryContent(zip);
    assertThat(requests.get(0)).isEqualTo("GET /gzip.zip - -");
    assertThat(requests).hasSizeGreaterThanOrEqualTo(zip.length / 20_000);
    assertThat(requests.get(1)).matches("GET /gzip.zip bytes=\\d+- \"one\"");
  }

  @Test
  void theNextRunGoesOnToo() throws IOException {
    part(Arrays.copyOf(zip, 30_000), "\"one\"");
    serveRanges("\"one\"");

    Path file = downloads.fetch(download, data, (bytes, total) -> {});

    assertThat(file).hasBinaryContent(zip);
    assertThat(requests).containsExactly("GET /gzip.zip bytes=30000- \"one\"");
  }

  @Test
  void aFileThatChangedBetweenAttemptsIsFetchedFromItsStart() throws IOException {
    part(new byte[30_000], "\"old\"");
    serveRanges("\"one\"");

    Path file = downloads.fetch(download, data, (bytes, total) -> {});

    assertThat(file).hasBinaryContent(zip);
  }

  @Test
  void aServerThatIgnoresRangesIsReadFromTheStart() throws IOException {
    part(new byte[30_000], "\"one\"");
    serve("/gzip.zip", exchange -> answer(exchange, 200, zip, zip.length));

    assertThat(downloads.fetch(download, data, (bytes, total) -> {})).hasBinaryContent(zip);
  }

  @Test
  void aPartLongerThanTheFileIsThrownAway() throws IOException {
    part(new byte[zip.length + 5], "\"one\"");
    serveRanges("\"one\"");

    assertThat(downloads.fetch(download, data, (bytes, total) -> {})).hasBinaryContent(zip);
  }

  @Test
  void aPartThatIsCompleteNeedsNoMoreBytes() throws IOException {
    part(zip, "\"one\"");
    serveRanges("\"one\"");

    assertThat(downloads.fetch(download, data, (bytes, total) -> {})).hasBinaryContent(zip);
    assertThat(requests).hasSize(1);
  }

  @Test
  void corruptedBytesAreFoundByTheirDigestAndNothingIsKept() {
    byte[] corrupt = zip.clone();
    corrupt[corrupt.length / 2] ^= 1;
    serve("/gzip.zip", exchange -> answer(exchange, 200, corrupt, corrupt.length));

    assertThatThrownBy(() -> downloads.fetch(download, data, (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageStartingWith(
            "what was fetched for emnist-mnist-test is not what was published: ")
        .hasMessageContaining(
            "fetch it again, or download "
                + download.source()
                + " by hand and put it at "
                + data.resolve("emnist/gzip.zip").toAbsolutePath()
                + "; in it "
                + IMAGES
                + " has the SHA-256 "
                + download.members().get(0).sha256());
    assertThat(data.resolve("emnist")).isEmptyDirectory();
  }

  @Test
  void aZipWithAnotherContentIsRefusedWithBothDigests() throws IOException {
    byte[] other =
        LabelledImagesTest.zip(
            Map.of(IMAGES, "0".repeat(10).getBytes(StandardCharsets.US_ASCII), LABELS, zip));
    serve("/gzip.zip", exchange -> answer(exchange, 200, other, other.length));

    assertThatThrownBy(() -> downloads.fetch(download, data, (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining(
            IMAGES
                + " in it has the SHA-256 "
                + "84d9c4b849506b6d8f8075a9000e7e0a254be71060ea889fad3c88395988f4fc, but "
                + download.members().get(0).sha256()
                + " was published");
  }

  @Test
  void aMissingMemberIsNamed() throws IOException {
    byte[] other = LabelledImagesTest.zip(Map.of("x", zip));
    serve("/gzip.zip", exchange -> answer(exchange, 200, other, other.length));

    assertThatThrownBy(() -> downloads.fetch(download, data, (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("it has no member " + IMAGES);
  }

  @Test
  void aZipPutThereByHandIsCheckedToo() throws IOException {
    Files.createDirectories(data.resolve("emnist"));
    Files.writeString(data.resolve("emnist/gzip.zip"), "<html>Please log in</html>");

    assertThatThrownBy(() -> downloads.fetch(download, data, (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("it is no zip that can be read")
        .hasMessageContaining("delete " + data.resolve("emnist/gzip.zip") + " and fetch it again");
  }

  @Test
  void oneRedirectIsFollowed() {
    redirect("/gzip.zip", "/elsewhere.zip");
    serve("/elsewhere.zip", exchange -> answer(exchange, 200, zip, zip.length));

    assertThat(downloads.fetch(download, data, (bytes, total) -> {})).hasBinaryContent(zip);
  }

  @Test
  void redirectsInALoopEnd() {
    redirect("/gzip.zip", "/gzip.zip");

    assertFails(download.source() + " redirects more than 5 times");
    assertThat(requests).hasSize(6);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/gzip.zip", "http:", "ht tp://x"})
  void aRedirectToAnythingButTheWebIsNotFollowed(String location) {
    redirect("/gzip.zip", location);

    assertFails(download.source() + " redirects to '" + location + "', which is ");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {401, 403, 404, 410})
  void anAnswerThatIsFinalIsTold(int status) {
    serve("/gzip.zip", exchange -> answer(exchange, status, new byte[0], 0));

    assertFails(download.source() + " answers " + status);
    assertThat(requests).hasSize(1);
  }

  @Test
  void aServerInTroubleIsAskedThreeTimes() {
    serve("/gzip.zip", exchange -> answer(exchange, 500, new byte[0], 0));

    assertFails("the transfer broke off 3 times: " + download.source() + " answers 500");
    assertThat(requests).hasSize(3);
  }

  @Test
  void aServerThatFallsSilentIsLeft() {
    CountDownLatch never = new CountDownLatch(1);
    serve(
        "/gzip.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, zip.length);
          exchange.getResponseBody().write(zip, 0, 1000);
          exchange.getResponseBody().flush();
          try {
            never.await();
          } catch (InterruptedException e) {
            exchange.close();
          }
        });

    assertThatThrownBy(
            () -> new Downloads(Duration.ofMillis(300)).fetch(download, data, (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .hasMessageContaining("the transfer broke off 3 times: ");
    never.countDown();
  }

  @Test
  void offlineItSaysWhatToPutWhere() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    download =
        new Download(
            download.name(),
            URI.create("http://127.0.0.1:" + nobody + "/gzip.zip"),
            download.file(),
            "",
            download.members());

    assertFails("no connection to the server; is this machine offline?");
  }

  @Test
  void twoRunsDoNotWriteTheSameFile() throws IOException {
    part(new byte[0], "\"one\"");
    serveRanges("\"one\"");
    Path part = data.resolve("emnist/gzip.zip.part");
    try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).isNotNull();

      assertFails("another run is fetching " + part);
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(data.resolve("emnist"), "a file");

    assertFails(data.resolve("emnist").toString());
  }

  @Test
  void theCatalogueHasBothFilesOfEveryEmnistSet() {
    assertThat(DownloadCatalog.all())
        .hasSize(12)
        .allSatisfy(
            entry -> {
              assertThat(entry.members()).hasSize(2);
              assertThat(Datasets.names()).contains(entry.name());
            });
    Download test = DownloadCatalog.named("emnist-byclass-test");
    assertThat(test.source()).hasToString("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip");
    assertThat(test.members())
        .contains(
            new Download.Member(
                "gzip/emnist-byclass-test-labels-idx1-ubyte.gz",
                81839,
                "501e305eeeacb093b162592d80e8a2632040872360fa6d85cfcb2200d91ca92a"));
    assertThatThrownBy(() -> DownloadCatalog.named("imagenet"))
        .isInstanceOf(DownloadException.class)
        .hasMessageStartingWith("no dataset called 'imagenet' can be fetched; there are emnist-");
  }

  private void assertFails(String why) {
    assertThatThrownBy(() -> downloads.fetch(download, data, (bytes, total) -> {}))
        .isInstanceOf(DownloadException.class)
        .message()
        .startsWith("cannot fetch emnist-mnist-test: ")
        .contains(why)
        .contains("by hand and put it at " + data.resolve("emnist/gzip.zip").toAbsolutePath())
        .contains(download.members().get(0).sha256())
        .doesNotContain("\n");
  }

  private void part(byte[] bytes, String version) throws IOException {
    Files.createDirectories(data.resolve("emnist"));
    Files.write(data.resolve("emnist/gzip.zip.part"), bytes);
    Files.writeString(data.resolve("emnist/gzip.zip.part.version"), version);
  }

  /** A server that knows ranges, If-Range, and its file's ETag. */
  private void serveRanges(String etag) {
    serve(
        "/gzip.zip",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", etag);
          String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
          int start = ifRange == null || ifRange.equals(etag) ? start(exchange) : 0;
          if (start >= zip.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + zip.length);
            answer(exchange, 416, new byte[0], 0);
            return;
          }
          byte[] rest = Arrays.copyOfRange(zip, start, zip.length);
          if (start > 0) {
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + start + "-" + (zip.length - 1) + "/" + zip.length);
          }
          answer(exchange, start > 0 ? 206 : 200, rest, rest.length);
        });
  }

  private void redirect(String from, String to) {
    serve(
        from,
        exchange -> {
          exchange.getResponseHeaders().set("Location", to);
          answer(exchange, 302, new byte[0], 0);
        });
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
          synchronized (requests) {
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + (range == null ? "-" : range)
                    + " "
                    + (ifRange == null ? "-" : ifRange));
          }
          answer.to(exchange);
        });
  }

  /** Sends {@code body} though {@code length} was promised; when that is more, the line breaks. */
  private static void answer(HttpExchange exchange, int status, byte[] body, long length)
      throws IOException {
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    if (length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static int start(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }
}
