package dev.longhand.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The zip around the members: each of them once, in order, stored and not compressed, so that the
 * same content is the same bytes with every zlib, and nothing can swell on reading.
 */
final class BundleZip {

  /** The fixed parts of a zip's records, before their names. */
  private static final int LOCAL_HEADER = 30;

  private static final int DIRECTORY_HEADER = 46;
  private static final int END_RECORD = 22;
  private static final int END_SIGNATURE = 0x06054b50;

  /** No file is larger than all members at their limits. */
  static final int LIMIT = limit();

  /** Early enough to mean nothing, and late enough to be 1980 in every time zone. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private BundleZip() {}

  static byte[] write(Map<Member, byte[]> members) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, StandardCharsets.US_ASCII)) {
      for (Map.Entry<Member, byte[]> each : new EnumMap<>(members).entrySet()) {
        Member member = each.getKey();
        byte[] content = each.getValue();
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(member.fileName());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @param membersOf from the first member, before anything else is looked at, to what the file has
   *     by it; so a file of a later format is called that and not damaged
   */
  static Map<Member, byte[]> read(byte[] file, Function<byte[], Set<Member>> membersOf) {
    int directory = directoryOffset(file);
    Map<Member, byte[]> members = new EnumMap<>(Member.class);
    int offset = 0;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file), StandardCharsets.US_ASCII)) {
      Set<Member> expected = EnumSet.of(Member.MANIFEST);
      for (Member member : Member.values()) {
        if (!expected.contains(member)) {
          continue;
        }
        byte[] content = readMember(zip, member, members);
        members.put(member, content);
        offset += LOCAL_HEADER + member.fileName().length() + content.length;
        if (member == Member.MANIFEST) {
          expected = membersOf.apply(content);
        }
      }
      ZipEntry another = zip.getNextEntry();
      if (another != null) {
        throw misplaced(another.getName(), null, members);
      }
    } catch (IOException | IllegalArgumentException e) {
      // The JDK throws the latter for a name that is no ASCII.
      throw new UnreadableBundleException("is damaged: " + e.getMessage(), e);
    }
    if (offset != directory) {
      throw new UnreadableBundleException(
          "is damaged: its directory must start at byte "
              + offset
              + ", but starts at "
              + directory);
    }
    return members;
  }

  private static byte[] readMember(ZipInputStream zip, Member member, Map<Member, byte[]> before)
      throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null) {
      throw new UnreadableBundleException("is damaged: " + member.fileName() + " is missing");
    }
    if (!entry.getName().equals(member.fileName())) {
      throw misplaced(entry.getName(), member, before);
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new UnreadableBundleException(
          member.fileName() + " is compressed, but members of a model file are stored");
    }
    if (entry.getSize() > member.limit()) {
      throw new UnreadableBundleException(
          member.fileName()
              + " has "
              + entry.getSize()
              + " bytes, but at most "
              + member.limit()
              + " are allowed");
    }
    byte[] content = zip.readNBytes((int) entry.getSize());
    zip.closeEntry(); // checks the CRC
    return content;
  }

  private static UnreadableBundleException misplaced(
      String name, @Nullable Member expected, Map<Member, byte[]> before) {
    Member found = Member.named(name).orElse(null);
    if (found == null) {
      return new UnreadableBundleException(
          "has the foreign member '" + name + "', which no model file has");
    }
    if (before.containsKey(found)) {
      return new UnreadableBundleException(name + " is there twice");
    }
    return new UnreadableBundleException(
        name
            + " stands where "
            + (expected == null ? "nothing" : expected.fileName())
            + " must be");
  }

  /** Where the zip's directory starts, which ends with the file when nothing was cut off. */
  private static int directoryOffset(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < LOCAL_HEADER || bytes.getInt(0) != 0x04034b50) {
      throw new UnreadableBundleException("is no Longhand model: it does not start as a zip");
    }
    int end = file.length - END_RECORD;
    if (bytes.getInt(end) != END_SIGNATURE) {
      throw new UnreadableBundleException(
          "is truncated or was added to: it does not end as a zip; fetch or copy it again");
    }
    long directorySize = bytes.getInt(end + 12) & 0xffff_ffffL;
    long directory = bytes.getInt(end + 16) & 0xffff_ffffL;
    if (directory + directorySize != end) {
      throw new UnreadableBundleException(
          "is damaged: its directory must end at byte "
              + end
              + ", but ends at "
              + (directory + directorySize));
    }
    return (int) directory;
  }

  private static int limit() {
    int limit = END_RECORD;
    for (Member member : Member.values()) {
      limit += LOCAL_HEADER + DIRECTORY_HEADER + 2 * member.fileName().length() + member.limit();
    }
    return limit;
  }
}
