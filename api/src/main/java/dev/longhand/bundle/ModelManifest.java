package dev.longhand.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The {@code manifest.json} of a model file.
 *
 * @param formatVersion 1, or 2 for a model with a language model; raised only by a change that
 *     older readers would refuse or misread
 * @param name of the model
 * @param kind which recognizer reads with it
 * @param sha256 lower-case hex digest of each other member, by the member's file name
 */
public record ModelManifest(
    int formatVersion,
    String name,
    String kind,
    Map<String, String> sha256,
    Provenance provenance) {

  /** The latest format version that this release reads and writes. */
  public static final int FORMAT_VERSION = 2;

  /** From this one on, a file has a language model; a model without one is written as before. */
  static final int WITH_LANGUAGE_MODEL = 2;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,99}");

  public ModelManifest {
    checkVersion(formatVersion);
    checkName(name);
    checkKind(kind);
    sha256 = Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(sha256)));
  }

  /**
   * The version is looked at first, as a later format may hold anything else.
   *
   * @throws UnreadableBundleException when this release cannot read it
   */
  static ModelManifest parse(byte[] json) {
    JsonNode version = BundleJson.read(Member.MANIFEST, json, JsonNode.class).path("formatVersion");
    if (!version.isInt()) {
      throw new UnreadableBundleException(
          Member.MANIFEST.fileName() + ": formatVersion must be a whole number");
    }
    checkVersion(version.intValue());
    return BundleJson.read(Member.MANIFEST, json, ModelManifest.class);
  }

  private static void checkVersion(int version) {
    if (version < 1 || version > FORMAT_VERSION) {
      throw new UnreadableBundleException(
          "bundle has format version "
              + version
              + ", but this release reads 1 to "
              + FORMAT_VERSION
              + (version > FORMAT_VERSION ? "; use a newer release" : ""));
    }
  }

  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name is 1 to 100 letters, digits, '.', '_' or '-', the first a letter or a"
              + " digit, but was '"
              + name
              + "'");
    }
  }

  static void checkKind(String kind) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "a model's kind is 1 to 100 lower-case letters, digits or '-', the first a letter, but"
              + " was '"
              + kind
              + "'");
    }
  }
}
