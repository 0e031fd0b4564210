package dev.longhand.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Fetches public datasets into a data directory and checks them.
 *
 * <p>A transfer that broke off is taken up where it ended, now and in the next run. The zip is kept
 * as it is: {@link Datasets} reads its members in place.
 */
public final class Downloads {

  /** How long a server may be silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpTransfer transfer;

  /** Over the network, through the proxy that Java's system properties name. */
  public Downloads() {
    this(PATIENCE);
  }

  Downloads(Duration patience) {
    this.transfer = new HttpTransfer(patience);
  }

  /** Told now and then how far a transfer is. */
  @FunctionalInterface
  public interface Progress {

    /**
     * @param bytes there are, also from earlier runs
     * @param total bytes there will be; −1 when the server does not say
     */
    void at(long bytes, long total);
  }

  /**
   * Fetches a dataset, unless its zip is there already, and checks the digests of its members.
   *
   * @return the zip
   * @throws DownloadException when it cannot be fetched, saying what to put where instead; or when
   *     its content is not what was published
   */
  public Path fetch(Download download, Path dataDirectory, Progress progress) {
    Path zip = download.in(dataDirectory);
    if (Files.exists(zip)) {
      verify(download, zip);
      return zip;
    }
    Path part = zip.resolveSibling(zip.getFileName() + ".part");
    try {
      Files.createDirectories(zip.toAbsolutePath().getParent());
      transfer.fetch(download.source(), part, progress);
    } catch (IOException e) {
      throw new DownloadException(
          "cannot fetch "
              + download.name()
              + ": "
              + HttpTransfer.explain(e)
              + "; try again to go on where it stopped, or "
              + byHand(download, zip),
          e);
    }
    try {
      verify(download, part);
    } catch (DownloadException e) {
      // Going on from a wrong part would never end well.
      deleteWithMemory(part);
      throw e;
    }
    try {
      Files.move(part, zip);
      deleteWithMemory(part);
    } catch (IOException e) {
      throw new DownloadException(
          part + " is complete, but cannot be renamed to " + zip + ": " + e.getMessage(), e);
    }
    return zip;
  }

  private static void deleteWithMemory(Path part) {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(HttpTransfer.versionFile(part));
    } catch (IOException e) {
      throw new DownloadException("cannot delete " + part + ": " + e.getMessage(), e);
    }
  }

  private static String byHand(Download download, Path zip) {
    return "download "
        + download.source()
        + " by hand and put it at "
        + zip.toAbsolutePath()
        + "; in it "
        + download.members().stream()
            .map(member -> member.name() + " has the SHA-256 " + member.sha256())
            .collect(Collectors.joining(", and "));
  }

  /**
   * Checks a zip's members against the published digests.
   *
   * @throws DownloadException naming the first member that is missing or different
   */
  public static void verify(Download download, Path zip) {
    try (ZipFile members = new ZipFile(zip.toFile())) {
      for (Download.Member member : download.members()) {
        verify(download, zip, members, member);
      }
    } catch (IOException e) {
      throw wrong(download, zip, "it is no zip that can be read (" + e.getMessage() + ")");
    }
  }

  private static void verify(Download download, Path zip, ZipFile members, Download.Member member)
      throws IOException {
    ZipEntry entry = members.getEntry(member.name());
    if (entry == null) {
      throw wrong(download, zip, "it has no member " + member.name());
    }
    MessageDigest sha256 = sha256();
    long left = member.bytes() + 1;
    try (InputStream content = new DigestInputStream(members.getInputStream(entry), sha256)) {
      byte[] buffer = new byte[1 << 16];
      int count = 0;
      while (left > 0 && count >= 0) {
        count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
        left -= Math.max(0, count);
      }
    }
    if (left == 0) {
      throw wrong(
          download, zip, member.name() + " in it is larger than its " + member.bytes() + " bytes");
    }
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(member.sha256())) {
      throw wrong(
          download,
          zip,
          member.name()
              + " in it has the SHA-256 "
              + found
              + ", but "
              + member.sha256()
              + " was published");
    }
  }

  private static DownloadException wrong(Download download, Path zip, String what) {
    Path goal = zip.resolveSibling(zip.getFileName().toString().replaceFirst("\\.part$", ""));
    return new DownloadException(
        "what was fetched for "
            + download.name()
            + " is not what was published: "
            + what
            + "; "
            + (zip.equals(goal) ? "delete " + zip + " and " : "")
            + "fetch it again, or "
            + byHand(download, goal));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
