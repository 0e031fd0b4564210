package dev.longhand.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file over HTTP into a {@code .part} that later runs go on with.
 *
 * <p>Beside the part stands which version of the file it is of (its ETag or its date), so a server
 * that has a new one starts over.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range-requests">RFC 9110, section
 *     14</a>
 */
final class HttpTransfer {

  /** Datasets are smaller; a server must not fill the disk. */
  private static final long MOST_BYTES = 4L << 30;

  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_TRIES_WITHOUT_PROGRESS = 3;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final Duration patience;

  HttpTransfer(Duration patience) {
    this.patience = patience;
  }

  static Path versionFile(Path part) {
    return part.resolveSibling(part.getFileName() + ".version");
  }

  /** Ends when {@code part} is complete. */
  void fetch(URI source, Path part, Downloads.Progress progress) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try (FileChannel file =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(file, part);
      int tries = 0;
      long before = file.size();
      while (true) {
        try {
          fetchOnce(client, source, part, file, progress);
          return;
        } catch (BrokenOff e) {
          tries = file.size() > before ? 1 : tries + 1;
          before = file.size();
          if (tries >= MOST_TRIES_WITHOUT_PROGRESS) {
            throw new IOException("the transfer broke off " + tries + " times: " + explain(e), e);
          }
          pause();
        }
      }
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(Math.min(1000, patience.toMillis() / 10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** For as long as the file is open. */
  private static void lock(FileChannel file, Path part) throws IOException {
    boolean locked;
    try {
      locked = file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new IOException("another run is fetching " + part);
    }
  }

  private void fetchOnce(
      HttpClient client, URI source, Path part, FileChannel file, Downloads.Progress progress)
      throws IOException {
    HttpResponse<InputStream> response = follow(client, source, file.size(), readVersion(part));
    try (InputStream body = response.body()) {
      if (isComplete(response, file.size())) {
        return;
      }
      long start = startOf(response, file.size());
      if (start < 0) {
        // The server has another version, or the part is longer than the file: start over.
        file.truncate(0);
        Files.deleteIfExists(versionFile(part));
        throw new BrokenOff("the file has changed on the server");
      }
      file.truncate(start);
      file.position(start);
      writeVersion(part, response);
      long total = totalOf(response, start);
      requireSpace(part, start, total);
      copy(body, file, total, progress);
    }
  }

  private HttpResponse<InputStream> follow(
      HttpClient client, URI source, long have, Optional<String> version) throws IOException {
    URI target = source;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<InputStream> response = send(client, target, have, version);
      int status = response.statusCode();
      if (status == 200 || status == 206 || status == 416) {
        return response;
      }
      response.body().close();
      if (status / 100 != 3) {
        String answer = target + " answers " + status;
        if (status >= 500) {
          throw new BrokenOff(answer);
        }
        throw new IOException(answer);
      }
      target = redirected(target, response);
    }
    throw new IOException(source + " redirects more than " + MOST_REDIRECTS + " times");
  }

  private static URI redirected(URI from, HttpResponse<?> response) throws IOException {
    String location = response.headers().firstValue("Location").orElse("");
    URI target;
    try {
      target = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException(from + " redirects to '" + location + "', which is no address", e);
    }
    boolean downgraded = "https".equals(from.getScheme()) && !"https".equals(target.getScheme());
    boolean web = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
    if (location.isEmpty() || target.getHost() == null || downgraded || !web) {
      throw new IOException(from + " redirects to '" + location + "', which is not followed");
    }
    return target;
  }

  private HttpResponse<InputStream> send(
      HttpClient client, URI target, long have, Optional<String> version) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(patience).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      version.ifPresent(value -> request.header("If-Range", value));
    }
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ConnectException | HttpConnectTimeoutException e) {
      // Nobody is there, and will not be in a second.
      throw e;
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  /** Whether the server says that nothing comes after what is there. */
  private static boolean isComplete(HttpResponse<?> response, long have) {
    return response.statusCode() == 416
        && response.headers().firstValue("Content-Range").orElse("").equals("bytes */" + have);
  }

  /** Where in the file the body starts; −1 when it does not go on from what is there. */
  private static long startOf(HttpResponse<?> response, long have) {
    if (response.statusCode() == 200) {
      return 0;
    }
    Matcher range =
        CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    boolean goesOn =
        response.statusCode() == 206
            && range.matches()
            && range.group(1).equals(Long.toString(have));
    return goesOn ? have : -1;
  }

  private static long totalOf(HttpResponse<?> response, long start) throws IOException {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    long total = length < 0 ? -1 : start + length;
    if (total > MOST_BYTES) {
      throw new IOException(
          "the file has " + total + " bytes; the limit is " + (MOST_BYTES >> 30) + " GiB");
    }
    return total;
  }

  private static void requireSpace(Path part, long have, long total) throws IOException {
    long free = Files.getFileStore(part).getUsableSpace();
    if (total - have > free) {
      throw new IOException(
          "the disk of "
              + part
              + " has "
              + (free >> 20)
              + " MB left, but "
              + ((total - have) >> 20)
              + " MB are needed");
    }
  }

  private void copy(InputStream body, FileChannel file, long total, Downloads.Progress progress)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (Watch watch = new Watch(body, patience)) {
      int count = read(body, buffer, watch);
      while (count >= 0) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        if (file.position() > MOST_BYTES) {
          throw new IOException(
              "the file does not end; the limit is " + (MOST_BYTES >> 30) + " GiB");
        }
        progress.at(file.position(), total);
        count = read(body, buffer, watch);
      }
    }
    if (total >= 0 && file.position() < total) {
      throw new BrokenOff("the connection ended after " + file.position() + " of " + total);
    }
  }

  /** Apart from writing, so that a broken connection is not taken for a broken disk. */
  private static int read(InputStream body, byte[] buffer, Watch watch) throws IOException {
    try {
      int count = body.read(buffer);
      watch.sawBytes();
      return count;
    } catch (IOException e) {
      throw watch.expired() ? new BrokenOff("the server fell silent") : new BrokenOff(e);
    }
  }

  private static Optional<String> readVersion(Path part) throws IOException {
    Path file = versionFile(part);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String version = Files.readString(file).strip();
    // A header value has printable ASCII only; a damaged note is none.
    return version.matches("[ -~]{1,1000}") ? Optional.of(version) : Optional.empty();
  }

  /** A strong ETag, or else the date; If-Range takes no weak ETag. */
  private static void writeVersion(Path part, HttpResponse<?> response) throws IOException {
    Optional<String> version =
        response
            .headers()
            .firstValue("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> response.headers().firstValue("Last-Modified"));
    if (version.isPresent()) {
      Files.writeString(versionFile(part), version.get());
    } else {
      Files.deleteIfExists(versionFile(part));
    }
  }

  /** Why a transfer failed, in words. */
  static String explain(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return "the server's name is not known; is this machine offline?";
      }
      if (cause instanceof AccessDeniedException denied) {
        return "no permission to write " + denied.getFile();
      }
      if (cause instanceof HttpTimeoutException) {
        return "the server does not answer";
      }
      if (cause instanceof ConnectException) {
        return "no connection to the server; is this machine offline?";
      }
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** The transfer can be taken up again. */
  private static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(String message) {
      super(message);
    }

    BrokenOff(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Closes a stream when nothing came for too long: reading it knows no time limit. */
  private static final class Watch implements AutoCloseable {
    private final ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "longhand-download-watch");
              thread.setDaemon(true);
              return thread;
            });
    private final AtomicLong lastBytes = new AtomicLong(System.nanoTime());
    private final AtomicBoolean expired = new AtomicBoolean();

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the timer.
    Watch(InputStream body, Duration patience) {
      long period = Math.max(1, patience.toMillis() / 4);
      timer.scheduleWithFixedDelay(
          () -> {
            if (System.nanoTime() - lastBytes.get() > patience.toNanos()
                && expired.compareAndSet(false, true)) {
              try {
                body.close();
              } catch (IOException e) {
                // Its reader will say so.
              }
            }
          },
          period,
          period,
          TimeUnit.MILLISECONDS);
    }

    void sawBytes() {
      lastBytes.set(System.nanoTime());
    }

    boolean expired() {
      return expired.get();
    }

    @Override
    public void close() {
      timer.shutdownNow();
    }
  }
}
