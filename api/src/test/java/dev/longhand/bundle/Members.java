package dev.longhand.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The members of a golden file, to be changed as a forger would: with right digests. */
final class Members {
  private static final JsonMapper JSON = new JsonMapper();
  private final Map<Member, byte[]> contents;

  private Members(Map<Member, byte[]> contents) {
    this.contents = contents;
  }

  static Members of(byte[] file) {
    return new Members(
        BundleZip.read(file, manifest -> Member.of(ModelManifest.parse(manifest).formatVersion())));
  }

  boolean has(Member member) {
    return contents.containsKey(member);
  }

  byte[] content(Member member) {
    return contents.get(member);
  }

  Members with(Member member, byte[] content) {
    Map<Member, byte[]> changed = new EnumMap<>(contents);
    changed.put(member, content);
    return new Members(changed);
  }

  Members with(Member member, String content) {
    return with(member, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a text that must be there. */
  Members replacing(Member member, String text, String by) {
    String before = new String(content(member), StandardCharsets.ISO_8859_1);
    if (!before.contains(bytewise(text))) {
      throw new AssertionError(member + " has no '" + text + "': " + before);
    }
    return with(
        member, before.replace(bytewise(text), bytewise(by)).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Each byte of UTF-8 as a character, so that binary members pass through unharmed. */
  private static String bytewise(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The manifest with the digests of the members as they are now. */
  Members signed() {
    try {
      ObjectNode manifest = (ObjectNode) JSON.readTree(content(Member.MANIFEST));
      for (Member member : contents.keySet()) {
        if (member != Member.MANIFEST) {
          ((ObjectNode) manifest.get("sha256")).put(member.fileName(), sha256(content(member)));
        }
      }
      return with(Member.MANIFEST, JSON.writeValueAsBytes((JsonNode) manifest));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As a file, with whatever the manifest says. */
  byte[] file() {
    return BundleZip.write(contents);
  }

  /** By file name, for zips that are none of ours. */
  Map<String, byte[]> byName() {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    contents.forEach((member, content) -> byName.put(member.fileName(), content));
    return byName;
  }

  static byte[] zip(Map<String, byte[]> members, int method) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        var crc = new CRC32();
        crc.update(member.getValue());
        var entry = new ZipEntry(member.getKey());
        entry.setMethod(method);
        entry.setSize(member.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(member.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
