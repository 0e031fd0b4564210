package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a file is no readable model, and the one line that says so. */
class UnreadableBundleTest {
  private static final byte[] GOLDEN = GoldenBundleTest.CHARACTER;
  private static final Members MEMBERS = Members.of(GOLDEN);

  @TempDir Path folder;

  @Test
  void aFileThatIsNotThere() {
    Path file = folder.resolve("none.longhand");
    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage(file + ": cannot be read: there is no such file or folder");
  }

  @Test
  void aFolder() {
    assertThatThrownBy(() -> ModelBundle.read(folder))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage(folder + ": is a directory, not a model file");
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    Path file = Files.write(folder.resolve("secret.longhand"), GOLDEN);
    Files.setPosixFilePermissions(file, Set.<PosixFilePermission>of());
    assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage(file + ": cannot be read: permission denied");
  }

  @Test
  void aStreamThatBreaksOff() {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset\nby peer");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatThrownBy(() -> ModelBundle.read(broken, "http://example.org/m.longhand"))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage("http://example.org/m.longhand: cannot be read: connection reset by peer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "not a zip, but long enough to be one, as it seems to me"})
  void whatIsNoZip(String text) {
    refused(text.getBytes(StandardCharsets.UTF_8))
        .hasMessage("m.longhand: is no Longhand model: it does not start as a zip");
  }

  @Test
  void aFileOfAnyShorterLength() {
    for (int length = 0; length < GOLDEN.length; length++) {
      try {
        BundleFile.decode(Arrays.copyOf(GOLDEN, length));
        fail("%s of %s bytes were read as a model", length, GOLDEN.length);
      } catch (UnreadableBundleException e) {
        assertThat(e.getMessage()).matches("is (truncated or was added to|no Longhand model): .*");
      }
    }
  }

  @Test
  void aFileThatWasAddedTo() {
    refused(Arrays.copyOf(GOLDEN, GOLDEN.length + 1))
        .hasMessage(
            "m.longhand: is truncated or was added to: it does not end as a zip; fetch or copy it"
                + " again");
  }

  @Test
  void bytesBetweenTheMembers() {
    byte[] padded = new byte[GOLDEN.length + 4];
    int directory = GOLDEN.length - 22 - Member.of(1).size() * 46 - namesLength();
    System.arraycopy(GOLDEN, 0, padded, 0, directory);
    System.arraycopy(GOLDEN, directory, padded, directory + 4, GOLDEN.length - directory);
    padded[padded.length - 6] = (byte) (directory + 4);
    padded[padded.length - 5] = (byte) ((directory + 4) >> 8);
    refused(padded)
        .hasMessage(
            "m.longhand: is damaged: its directory must start at byte "
                + directory
                + ", but starts at "
                + (directory + 4));
  }

  @Test
  @DisplayName("a bit that flipped in a member fails the zip's own check")
  void aFlippedBit() {
    byte[] flipped = GOLDEN.clone();
    flipped[GOLDEN.length / 2] ^= 1;
    refused(flipped).hasMessageStartingWith("m.longhand: is damaged: invalid entry CRC");
  }

  @Test
  void aMemberWithAnotherDigest() {
    byte[] card = "# Another model\n".getBytes(StandardCharsets.UTF_8);
    refused(MEMBERS.with(Member.CARD, card).file())
        .hasMessage(
            "m.longhand: README.md is damaged or was changed: the manifest expects the SHA-256 "
                + Members.sha256(MEMBERS.content(Member.CARD))
                + ", but it is "
                + Members.sha256(card));
  }

  @Test
  void aManifestWithoutOrWithForeignDigests() {
    refused(MEMBERS.replacing(Member.MANIFEST, "\"README.md\":", "\"README.txt\":").file())
        .hasMessage("m.longhand: the manifest has no digest of README.md");
    refused(MEMBERS.replacing(Member.MANIFEST, "\"sha256\":{", "\"sha256\":{\"x\":\"00\",").file())
        .hasMessage("m.longhand: the manifest has digests of [x], which no model file has");
  }

  @Test
  void aForeignMember() {
    Map<String, byte[]> more = MEMBERS.byName();
    more.put("../../evil.sh", new byte[10]);
    refused(Members.zip(more, ZipEntry.STORED))
        .hasMessage("m.longhand: has the foreign member '../../evil.sh', which no model file has");
  }

  @Test
  void aMissingMember() {
    Map<String, byte[]> fewer = MEMBERS.byName();
    fewer.remove("README.md");
    refused(Members.zip(fewer, ZipEntry.STORED))
        .hasMessage("m.longhand: is damaged: README.md is missing");
  }

  @Test
  void aMemberThatIsThereTwice() {
    Map<String, byte[]> twice = MEMBERS.byName();
    twice.put("README.mm", new byte[3]);
    String zip = new String(Members.zip(twice, ZipEntry.STORED), StandardCharsets.ISO_8859_1);
    refused(zip.replace("README.mm", "README.md").getBytes(StandardCharsets.ISO_8859_1))
        .hasMessage("m.longhand: README.md is there twice");
  }

  @Test
  void membersInAnotherOrder() {
    Map<String, byte[]> reordered = new LinkedHashMap<>();
    reordered.put("manifest.json", MEMBERS.content(Member.MANIFEST));
    reordered.put("README.md", MEMBERS.content(Member.CARD));
    reordered.putAll(MEMBERS.byName());
    refused(Members.zip(reordered, ZipEntry.STORED))
        .hasMessage("m.longhand: README.md stands where network.json must be");
  }

  @Test
  @DisplayName("compressed members are refused unread, so nothing can swell")
  void aCompressedMember() {
    Map<String, byte[]> bomb = MEMBERS.byName();
    bomb.put("weights.safetensors", new byte[10_000_000]);
    refused(Members.zip(bomb, ZipEntry.DEFLATED))
        .hasMessage(
            "m.longhand: manifest.json is compressed, but members of a model file are stored");
  }

  @Test
  void aMemberAboveItsLimit() {
    refused(MEMBERS.with(Member.CARD, new byte[(1 << 20) + 1]).file())
        .hasMessage("m.longhand: README.md has 1048577 bytes, but at most 1048576 are allowed");
  }

  @Test
  void aStreamWithoutEndIsReadNoFurtherThanAnyModel() {
    var endless =
        new InputStream() {
          long given;

          @Override
          public int read() {
            given++;
            return 'P';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            given += length;
            return length;
          }
        };
    assertThatThrownBy(() -> ModelBundle.read(endless, "m.longhand"))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessageStartingWith("m.longhand: is no Longhand model: it has more than ");
    assertThat(endless.given).isLessThanOrEqualTo(BundleZip.LIMIT + 1L);
  }

  @Test
  @DisplayName("a newer format is called newer, whatever else it holds")
  void aNewerFormat() {
    Map<String, byte[]> future = new LinkedHashMap<>();
    future.put(
        "manifest.json",
        "{\"formatVersion\":3,\"language\":\"la\"}".getBytes(StandardCharsets.UTF_8));
    future.put("lexicon.txt", new byte[1]);
    refused(Members.zip(future, ZipEntry.STORED))
        .hasMessage(
            "m.longhand: bundle has format version 3, but this release reads 1 to 2; use a newer"
                + " release");
  }

  @ParameterizedTest(name = "formatVersion {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0     | bundle has format version 0, but this release reads 1 to 2",
        "\"1\" | manifest.json: formatVersion must be a whole number",
        "1.5   | manifest.json: formatVersion must be a whole number",
        "null  | manifest.json: formatVersion must be a whole number"
      })
  void aVersionThatIsNone(String version, String message) {
    refused(
            MEMBERS
                .replacing(Member.MANIFEST, "\"formatVersion\":1", "\"formatVersion\":" + version)
                .file())
        .hasMessage("m.longhand: " + message);
  }

  @Test
  void aLanguageModelThatIsMissingMisplacedOrEmpty() {
    refused(MEMBERS.replacing(Member.MANIFEST, "\"formatVersion\":1", "\"formatVersion\":2").file())
        .hasMessage("m.longhand: README.md stands where language-model.bin must be");
    refused(MEMBERS.with(Member.LANGUAGE_MODEL, new byte[1]).file())
        .hasMessage("m.longhand: language-model.bin stands where README.md must be");
    refused(
            Members.of(GoldenBundleTest.WITH_LANGUAGE_MODEL)
                .with(Member.LANGUAGE_MODEL, new byte[0])
                .signed()
                .file())
        .hasMessage("m.longhand: a language model has at least one byte");
  }

  @Test
  void aWeightOfTheWrongShape() {
    refused(MEMBERS.replacing(Member.NETWORK, "\"units\":3", "\"units\":4").signed().file())
        .hasMessage(
            "m.longhand: the weights do not fit the network: 'head.weight' must be 4×6, but is"
                + " 3×6; 'head.bias' must be 4, but is 3");
  }

  @Test
  void aWeightThatIsMissingOrBelongsToNoLayer() {
    refused(MEMBERS.replacing(Member.WEIGHTS, "\"head.bias\"", "\"head.bios\"").signed().file())
        .hasMessage(
            "m.longhand: the weights do not fit the network: 'head.bias' is missing; 'head.bios'"
                + " belongs to no layer");
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NETWORK | `\"units\":3` | `\"units\":3,\"bias\":true` | network.json, layers[7].bias: Unrecognized field \"bias\"",
        "NETWORK | `\"units\":3` | `\"units\":3.5` | network.json, layers[7].units: ",
        "NETWORK | `\"units\":3` | `\"units\":\"3\"` | network.json, layers[7].units: ",
        "NETWORK | `\"units\":3` | `\"units\":null` | network.json, layers[7].units: ",
        "NETWORK | `\"units\":3` | `\"units\":99999999999` | network.json, layers[7].units: ",
        "NETWORK | `\"units\":3` | `\"units\":0` | network.json, layers[7]: layer 'head': units must be at least 1, but was 0",
        "NETWORK | `\"units\":3` | `\"units\":3,\"units\":3` | network.json",
        "NETWORK | `,\"units\":3` | `` | network.json, layers[7].units: Missing creator property 'units' (index 1)",
        "NETWORK | `\"type\":\"dense\"` | `\"type\":\"transformer\"` | network.json, layers[7]: ",
        "NETWORK | `\"type\":\"dense\",` | `` | network.json, layers[7]: Could not resolve subtype of ",
        "NETWORK | `\"name\":\"head\"` | `\"name\":\"pool\"` | network.json: two layers are named 'pool'",
        "NETWORK | `\"rate\":0.2` | `\"rate\":NaN` | network.json",
        "NETWORK | `\"height\":8` | `\"height\":\"any\"` | network.json, input.height: must be a whole number or \"free\"",
        "NETWORK | `{\"input\"` | `[{\"input\"` | network.json",
        "PREPROCESSING | `\"sigma\":1.0` | `\"sigma\":1e9` | preprocessing.json, steps[6]: sigma must be ",
        "PREPROCESSING | `\"step\":\"blur\"` | `\"step\":\"magic\"` | preprocessing.json, steps[6]: ",
        "PREPROCESSING | `{\"steps\"` | `null {\"steps\"` | preprocessing.json",
        "PREPROCESSING | `\"mean\":0.1736` | `\"mean\":1e999` | preprocessing.json, line 1, column 376: the number 1e999 is too large",
        "DECODER | `1.25` | `-1e999` | decoder.json, line 1, column 51: the number -1e999 is too large",
        "DECODER | `{` | `[{` | decoder.json",
        "DECODER | `1.25}` | `1.25} true` | decoder.json",
        "MANIFEST | `\"seed\":20240229` | `\"seed\":\"x\"` | manifest.json, provenance.seed: ",
        "MANIFEST | `2026-01-31T12` | `2026-02-31T12` | manifest.json, provenance.trainedAt: must be a time as \"2026-01-31T12:00:00Z\", but was \"2026-02-31T12:34:56Z\"",
        "MANIFEST | `\"name\":\"golden-character\"` | `\"name\":\"../x\"` | manifest.json: a model's name is ",
        "MANIFEST | `ffffffff\"` | `fffffffF\"` | manifest.json, provenance: the digest of dataset 'digits' must be 64 ",
        "ALPHABET | `字` | `a` | alphabet.txt: symbol 'a' stands twice, first as 0",
        "ALPHABET | `字` | `` | alphabet.txt: symbol 2 ('') is empty or not in Unicode's NFC",
        "ALPHABET | `ß` | `ß\r` | a symbol of a model holds no control character, but '[U+00DF, U+000D]' does"
      })
  void contentThatIsNotAsSpecified(Member member, String text, String by, String message) {
    refused(MEMBERS.replacing(member, text, by == null ? "" : by).signed().file())
        .hasMessageStartingWith("m.longhand: " + message);
  }

  @Test
  void anAlphabetWhoseLastLineDoesNotEnd() {
    refused(MEMBERS.with(Member.ALPHABET, "a\nb").signed().file())
        .hasMessage("m.longhand: alphabet.txt: the last line must end with a line feed");
  }

  @Test
  void aDecoderThatIsNoObject() {
    refused(MEMBERS.with(Member.DECODER, "[]").signed().file())
        .hasMessage("m.longhand: the decoder's settings must be an object: []");
  }

  @Test
  void textThatIsNotUtf8() {
    refused(MEMBERS.with(Member.CARD, new byte[] {'a', (byte) 0xff}).signed().file())
        .hasMessage("m.longhand: README.md: is not UTF-8");
  }

  @Test
  void textThatStartsWithAByteOrderMark() {
    refused(MEMBERS.with(Member.ALPHABET, "\ufeffa\nb\n").signed().file())
        .hasMessage("m.longhand: alphabet.txt: starts with a byte order mark");
  }

  @Test
  @DisplayName("JSON nested a hundred thousand deep is refused, without a stack overflow")
  void deepNesting() {
    refused(MEMBERS.with(Member.DECODER, "{\"a\":".repeat(100_000)).signed().file())
        .hasMessageContaining("decoder.json")
        .hasMessageContaining("nesting depth");
  }

  @Test
  @DisplayName("every message is one line of bounded length")
  void messagesAreBounded() {
    String name = "line\\nfeed " + "x".repeat(900);
    refused(
            MEMBERS
                .replacing(Member.NETWORK, "\"name\":\"head\"", "\"name\":\"" + name + "\"")
                .signed()
                .file())
        .satisfies(
            e ->
                assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(620).endsWith("…"));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] file) {
    return assertThatThrownBy(() -> ModelBundle.read(new ByteArrayInputStream(file), "m.longhand"))
        .isInstanceOf(UnreadableBundleException.class);
  }

  private static int namesLength() {
    return Member.of(1).stream().mapToInt(member -> member.fileName().length()).sum();
  }
}
