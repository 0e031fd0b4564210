package dev.longhand.dataset;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A public zip that holds a dataset. Several datasets may lie in the same zip.
 *
 * @param name of the dataset, as {@link Datasets#open} knows it
 * @param source the zip's public place, http or https
 * @param file where it belongs below a data directory, as {@code "emnist/gzip.zip"}
 * @param licence and origin
 * @param members of the zip that make up this dataset, at least one
 */
public record Download(String name, URI source, String file, String licence, List<Member> members) {

  public Download {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("the download " + name + " has no members");
    }
  }

  /** Where it is below a data directory, or would be. */
  public Path in(Path dataDirectory) {
    return dataDirectory.resolve(file);
  }

  /**
   * A file in the zip.
   *
   * @param name with its folders
   * @param bytes its size, unpacked
   * @param sha256 of its content, in lower-case hex
   */
  public record Member(String name, long bytes, String sha256) {
    public Member {
      if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "a member has a size and a SHA-256, but " + name + " has " + bytes + ", " + sha256);
      }
    }
  }
}
