package dev.longhand.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longhand.LonghandException;
import dev.longhand.image.Preprocessing;
import dev.longhand.network.NetworkSpec;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model as a file: {@code docs/bundle-format.md} specifies what this reads and writes. */
final class BundleFile {

  /** No message is longer; a hostile file may offer long names. */
  private static final int MESSAGE_LIMIT = 600;

  private BundleFile() {}

  static ModelBundle read(Path file) {
    if (Files.isDirectory(file)) {
      throw new UnreadableBundleException(file + ": is a directory, not a model file");
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(bytes, file.toString());
    } catch (IOException e) {
      throw new UnreadableBundleException(file + ": cannot be read: " + reason(e), e);
    }
  }

  static ModelBundle read(InputStream bytes, String source) {
    try {
      byte[] file = bytes.readNBytes(BundleZip.LIMIT + 1);
      if (file.length > BundleZip.LIMIT) {
        throw new UnreadableBundleException(
            "is no Longhand model: it has more than " + BundleZip.LIMIT + " bytes");
      }
      return decode(file);
    } catch (IOException e) {
      throw new UnreadableBundleException(source + ": cannot be read: " + reason(e), e);
    } catch (UnreadableBundleException e) {
      throw new UnreadableBundleException(source + ": " + oneLine(e.getMessage()), e.getCause());
    }
  }

  static void write(ModelBundle bundle, Path file, WeightPrecision precision) {
    writeWhole(file, encode(bundle, precision));
  }

  /** Writes beside the file and then moves there, so that no reader ever sees a part. */
  static void writeWhole(Path file, byte[] bytes) {
    Path target = file.toAbsolutePath();
    Path partial = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try {
        try (FileChannel channel =
            FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          ByteBuffer rest = ByteBuffer.wrap(bytes);
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
          channel.force(true);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new LonghandException(
          file + ": the model cannot be written: " + reason(e) + "; what was there is unchanged",
          e);
    }
  }

  static byte[] encode(ModelBundle bundle, WeightPrecision precision) {
    Map<Member, byte[]> members = new EnumMap<>(Member.class);
    members.put(Member.NETWORK, BundleJson.write(bundle.network()));
    members.put(Member.WEIGHTS, Safetensors.write(bundle.weights(), precision));
    members.put(Member.ALPHABET, utf8(String.join("\n", bundle.alphabet().symbols()) + "\n"));
    members.put(Member.PREPROCESSING, BundleJson.write(bundle.preprocessing()));
    members.put(Member.DECODER, BundleJson.write(bundle.decoder()));
    members.put(Member.CARD, utf8(bundle.card()));
    bundle.languageModel().ifPresent(content -> members.put(Member.LANGUAGE_MODEL, bytes(content)));
    Map<String, String> digests = new TreeMap<>();
    members.forEach((member, content) -> digests.put(member.fileName(), sha256(content)));
    members.put(
        Member.MANIFEST,
        BundleJson.write(
            new ModelManifest(
                bundle.languageModel().isPresent() ? ModelManifest.WITH_LANGUAGE_MODEL : 1,
                bundle.name(),
                bundle.kind(),
                digests,
                bundle.provenance())));
    members.forEach(BundleFile::requireWithinLimit);
    return BundleZip.write(members);
  }

  static ModelBundle decode(byte[] file) {
    Map<Member, byte[]> members =
        BundleZip.read(file, manifest -> Member.of(ModelManifest.parse(manifest).formatVersion()));
    ModelManifest manifest = ModelManifest.parse(content(members, Member.MANIFEST));
    checkDigests(manifest, members);
    try {
      return new ModelBundle(
          manifest.name(),
          manifest.kind(),
          json(members, Member.NETWORK, NetworkSpec.class),
          Safetensors.read(content(members, Member.WEIGHTS)),
          alphabet(text(members, Member.ALPHABET)),
          json(members, Member.PREPROCESSING, Preprocessing.class),
          json(members, Member.DECODER, JsonNode.class),
          manifest.provenance(),
          text(members, Member.CARD),
          Optional.ofNullable(members.get(Member.LANGUAGE_MODEL)).map(ByteBuffer::wrap));
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkDigests(ModelManifest manifest, Map<Member, byte[]> members) {
    Map<String, String> expected = new TreeMap<>(manifest.sha256());
    members.forEach(
        (member, content) -> {
          if (member == Member.MANIFEST) {
            return;
          }
          String digest = expected.remove(member.fileName());
          String found = sha256(content);
          if (digest == null) {
            throw new UnreadableBundleException(
                "the manifest has no digest of " + member.fileName());
          }
          if (!found.equals(digest)) {
            throw new UnreadableBundleException(
                member.fileName()
                    + " is damaged or was changed: the manifest expects the SHA-256 "
                    + digest
                    + ", but it is "
                    + found);
          }
        });
    if (!expected.isEmpty()) {
      throw new UnreadableBundleException(
          "the manifest has digests of " + expected.keySet() + ", which no model file has");
    }
  }

  private static Alphabet alphabet(String lines) {
    if (!lines.endsWith("\n")) {
      throw new UnreadableBundleException(
          Member.ALPHABET.fileName() + ": the last line must end with a line feed");
    }
    try {
      return new Alphabet(Arrays.asList(lines.substring(0, lines.length() - 1).split("\n", -1)));
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(Member.ALPHABET.fileName() + ": " + e.getMessage(), e);
    }
  }

  private static <T> T json(Map<Member, byte[]> members, Member member, Class<T> type) {
    return BundleJson.read(member, content(members, member), type);
  }

  private static String text(Map<Member, byte[]> members, Member member) {
    return BundleJson.utf8(member.fileName(), content(members, member));
  }

  private static byte[] content(Map<Member, byte[]> members, Member member) {
    return Objects.requireNonNull(members.get(member));
  }

  private static void requireWithinLimit(Member member, byte[] content) {
    if (content.length > member.limit()) {
      throw new LonghandException(
          "the model cannot be written: "
              + member.fileName()
              + " has "
              + content.length
              + " bytes, but at most "
              + member.limit()
              + " are allowed");
    }
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return oneLine(String.valueOf(e.getMessage()));
  }

  private static String oneLine(@Nullable String message) {
    String line = String.valueOf(message).replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MESSAGE_LIMIT ? line : line.substring(0, MESSAGE_LIMIT) + "…";
  }
}
