package dev.longhand.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged server as a process of its own, as a user starts it, on a free port. */
public final class RunningServer implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("Listening on: http://[^:]+:([0-9]+)");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;
  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningServer(Process process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param settings as {@code "longhand.batch.max-size=1"}
   */
  public static RunningServer start(String... settings) {
    return startBeside(List.of(), settings);
  }

  /**
   * The same with further jars on the class path, as {@code cli/longhand serve} starts it with
   * {@code LONGHAND_CLASSPATH}.
   */
  public static RunningServer startBeside(List<Path> jars, String... settings) {
    try {
      Path log =
          Files.createTempFile(
              Files.createDirectories(Path.of("target/servers")), "server", ".log");
      Process process = launch(log, jars, settings);
      var server = new RunningServer(process, log, address(process, log));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How a start ended that should fail: its exit code and all that it said. */
  public record FailedStart(int exitCode, String output) {}

  /** Starts it with settings that it cannot start with. */
  public static FailedStart startInVain(String... settings) {
    try {
      Path log =
          Files.createTempFile(
              Files.createDirectories(Path.of("target/servers")), "failed", ".log");
      Process process = launch(log, List.of(), settings);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server runs on:\n" + Files.readString(log));
      }
      return new FailedStart(process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Process launch(Path log, List<Path> jars, String... settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Djava.awt.headless=true", "-Dai.djl.offline=true"));
    command.add("-Dquarkus.http.port=0");
    command.add("-Dquarkus.http.host=127.0.0.1");
    for (String setting : settings) {
      command.add("-D" + setting);
    }
    Path server = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    if (jars.isEmpty()) {
      command.addAll(List.of("-jar", server.toString()));
    } else {
      command.add("-cp");
      command.add(
          Stream.concat(Stream.of(server), jars.stream())
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator)));
      command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    }
    var builder = new ProcessBuilder(command);
    builder.environment().put("OPT_OUT_TRACKING", "true");
    File directory = Files.createTempDirectory("longhand-server").toFile();
    return builder
        .directory(directory)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static URI address(Process process, Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Matcher port = PORT.matcher(Files.readString(log));
      if (port.find()) {
        return URI.create("http://127.0.0.1:" + port.group(1));
      }
      if (!process.isAlive()) {
        throw new IllegalStateException("the server did not start:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IllegalStateException("the server does not listen:\n" + Files.readString(log));
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (get("/q/health/ready").statusCode() != 200) {
      if (System.nanoTime() > end || !process.isAlive()) {
        close();
        throw new IllegalStateException("the server does not get ready:\n" + Files.readString(log));
      }
      Thread.sleep(50);
    }
  }

  /** As {@code http://127.0.0.1:PORT}. */
  public URI address() {
    return address;
  }

  public URI address(String path) {
    return URI.create(address + path);
  }

  public Process process() {
    return process;
  }

  /** All that it has logged. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(address(path)).build());
  }

  public HttpResponse<String> post(String path, String contentType, byte[] body) {
    return post(path, contentType, BodyPublishers.ofByteArray(body));
  }

  public HttpResponse<String> post(String path, String contentType, String body) {
    return post(path, contentType, BodyPublishers.ofString(body));
  }

  private HttpResponse<String> post(String path, String contentType, BodyPublisher body) {
    return send(
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", contentType)
            .POST(body)
            .build());
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("the server has said:\n" + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as a system does, and waits for that. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
