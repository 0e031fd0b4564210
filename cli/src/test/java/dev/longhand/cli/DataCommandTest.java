package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.longhand.dataset.Download;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("longhand data")
class DataCommandTest {
  @TempDir Path folder;
  private HttpServer server;
  private Download good;
  private Download wrong;

  @BeforeEach
  void serve() throws Exception {
    byte[] zip = zip("letters", "abc");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/letters.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, zip.length);
          exchange.getResponseBody().write(zip);
          exchange.close();
        });
    server.start();
    good = download("emnist-letters-test", "good.zip", sha256("abc"));
    wrong = download("emnist-letters-train", "wrong.zip", sha256("xyz"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Download download(String name, String file, String sha256) {
    URI source = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/letters.zip");
    return new Download(
        name, source, file, "public domain", List.of(new Download.Member("letters", 3, sha256)));
  }

  private static byte[] zip(String member, String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(member));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String sha256(String content) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  private Shell.Outcome run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var surroundings =
        new Surroundings(
            folder, folder, Optional.empty(), Map.of(), InputStream.nullInputStream(), false);
    CommandLine data =
        new CommandLine(new DataCommand(surroundings, () -> List.of(good, wrong)))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Shell.Outcome(data.execute(arguments), out.toString(), err.toString());
  }

  @Test
  @DisplayName("list says of each dataset whether it is there or can be fetched")
  void list() throws IOException {
    Files.write(
        Files.createDirectories(folder.resolve("photos")).resolve("characters.zip"), new byte[1]);

    assertThat(run("list", "--data-dir", folder.toString()).outLines())
        .contains("photos-characters\there")
        .contains("emnist-letters-test\tcan be fetched")
        .contains("unipen-characters-test\tnot here");
  }

  @Test
  @DisplayName("fetch prints where the data is, in the home folder unless told otherwise")
  void fetch() {
    Shell.Outcome outcome = run("fetch", "emnist-letters-test");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().strip())
        .isEqualTo(folder.resolve(".longhand/data/good.zip").toString());
    assertThat(folder.resolve(".longhand/data/good.zip")).exists();
  }

  @Test
  @DisplayName("fetch refuses what is not what was published, and goes on with the others")
  void wrongDigest() {
    Shell.Outcome outcome = run("fetch", "emnist-letters-train", "emnist-letters-test");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.outLines()).hasSize(1);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("is not what was published", sha256OfXyz());
    assertThat(run("fetch", "emnist-letters-train").code()).isEqualTo(1);
  }

  private String sha256OfXyz() {
    return wrong.members().get(0).sha256();
  }

  @Test
  @DisplayName("fetch says of an unknown name which there are")
  void unknown() {
    Shell.Outcome outcome = run("fetch", "papyri");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines())
        .singleElement()
        .asString()
        .contains("'papyri'", "emnist-letters-test");
  }
}
