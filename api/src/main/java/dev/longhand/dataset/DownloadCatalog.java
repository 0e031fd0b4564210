package dev.longhand.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The datasets that can be fetched from their public place: all of EMNIST. */
public final class DownloadCatalog {

  private static final URI EMNIST =
      URI.create("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip");
  private static final String DIGESTS = "emnist-sha256.txt";

  private DownloadCatalog() {}

  /** Every dataset that can be fetched, in the order to list them. */
  public static List<Download> all() {
    List<Download.Member> members = emnistMembers();
    List<Download> all = new ArrayList<>();
    for (EmnistSplit split : EmnistSplit.values()) {
      for (String part : List.of("train", "test")) {
        String name = "emnist-" + split.fileName() + "-" + part;
        all.add(
            new Download(
                name,
                EMNIST,
                "emnist/gzip.zip",
                "US government work; NIST Special Database 19, Cohen et al. 2017",
                members.stream()
                    .filter(member -> member.name().startsWith("gzip/" + name + "-"))
                    .toList()));
      }
    }
    return all;
  }

  /**
   * @throws DownloadException when there is no such download, listing those that there are
   */
  public static Download named(String name) {
    List<Download> all = all();
    return all.stream()
        .filter(download -> download.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DownloadException(
                    "no dataset called '"
                        + name
                        + "' can be fetched; there are "
                        + all.stream().map(Download::name).collect(Collectors.joining(", "))));
  }

  private static List<Download.Member> emnistMembers() {
    try (InputStream resource = DownloadCatalog.class.getResourceAsStream(DIGESTS)) {
      if (resource == null) {
        throw new IllegalStateException("the class path lacks " + DIGESTS);
      }
      return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 3))
          .map(cells -> new Download.Member(cells[2], Long.parseLong(cells[1]), cells[0]))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + DIGESTS, e);
    }
  }
}
