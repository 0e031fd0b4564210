package dev.longhand.bundle;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The members of a model file, in their order; there are no others. A language model is optional.
 */
enum Member {
  MANIFEST("manifest.json", 1 << 20),
  NETWORK("network.json", 1 << 20),
  WEIGHTS("weights.safetensors", 1 << 26),
  ALPHABET("alphabet.txt", 1 << 20),
  PREPROCESSING("preprocessing.json", 1 << 16),
  DECODER("decoder.json", 1 << 20),
  LANGUAGE_MODEL("language-model.bin", 1 << 24),
  CARD("README.md", 1 << 20);

  private final String fileName;
  private final int limit;

  Member(String fileName, int limit) {
    this.fileName = fileName;
    this.limit = limit;
  }

  String fileName() {
    return fileName;
  }

  /** How many bytes it may have at the most. */
  int limit() {
    return limit;
  }

  /** What a file of a format version has. */
  static Set<Member> of(int formatVersion) {
    Set<Member> members = EnumSet.allOf(Member.class);
    if (formatVersion < ModelManifest.WITH_LANGUAGE_MODEL) {
      members.remove(LANGUAGE_MODEL);
    }
    return members;
  }

  static Optional<Member> named(String fileName) {
    return Arrays.stream(values()).filter(member -> member.fileName.equals(fileName)).findFirst();
  }
}
