package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever happens to a file, it reads as it was, or is refused as {@code ModelBundle} says. */
class BundleFuzzTest {

  private static final List<Byte> JSON =
      "0123456789-.eE{}[]\",: ".chars().mapToObj(c -> (byte) c).toList();

  /** One change at a place given as a share of the length. */
  record Mutation(Kind kind, double place, int length, byte value) {
    enum Kind {
      SET,
      INSERT,
      DELETE,
      REPEAT
    }

    byte[] apply(byte[] bytes) {
      int at = (int) (place * bytes.length);
      int end = Math.min(at + length, bytes.length);
      var changed = new ByteArrayOutputStream();
      changed.write(bytes, 0, at);
      switch (kind) {
        case SET -> {
          changed.write(value);
          changed.write(bytes, Math.min(at + 1, bytes.length), Math.max(0, bytes.length - at - 1));
        }
        case INSERT -> {
          changed.write(value);
          changed.write(bytes, at, bytes.length - at);
        }
        case DELETE -> changed.write(bytes, end, bytes.length - end);
        case REPEAT -> {
          changed.write(bytes, at, end - at);
          changed.write(bytes, at, bytes.length - at);
        }
      }
      return changed.toByteArray();
    }
  }

  /** The files to damage. */
  enum Golden {
    CHARACTER,
    SEQUENCE,
    WITH_LANGUAGE_MODEL;

    byte[] file() {
      return switch (this) {
        case CHARACTER -> GoldenBundleTest.CHARACTER;
        case SEQUENCE -> GoldenBundleTest.SEQUENCE;
        case WITH_LANGUAGE_MODEL -> GoldenBundleTest.WITH_LANGUAGE_MODEL;
      };
    }

    ModelBundle whole() {
      return switch (this) {
        case CHARACTER -> GoldenBundles.character();
        case SEQUENCE -> GoldenBundles.sequence();
        case WITH_LANGUAGE_MODEL -> GoldenBundles.withLanguageModel();
      };
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void aDamagedFileReadsAsItWasOrNotAtAll(
      @ForAll("mutations") List<Mutation> mutations, @ForAll Golden golden) {
    try {
      assertThat(BundleFile.decode(mutate(golden.file(), mutations))).isEqualTo(golden.whole());
    } catch (UnreadableBundleException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
  void aForgedMemberWithTheRightDigestReadsAsAModelOrNotAtAll(
      @ForAll Member member, @ForAll("mutations") List<Mutation> mutations, @ForAll Golden golden) {
    Members whole = Members.of(golden.file());
    Assume.that(whole.has(member));
    Members forged = whole.with(member, mutate(whole.content(member), mutations));
    ModelBundle read;
    try {
      read = BundleFile.decode((member == Member.MANIFEST ? forged : forged.signed()).file());
    } catch (UnreadableBundleException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    // What passed as a model can be written, and then reads the same.
    assertThat(BundleFile.decode(encode(read))).isEqualTo(read);
  }

  private static byte[] encode(ModelBundle bundle) {
    return BundleFile.encode(bundle, WeightPrecision.FLOAT32);
  }

  private static byte[] mutate(byte[] bytes, List<Mutation> mutations) {
    byte[] mutated = bytes;
    for (Mutation mutation : mutations) {
      mutated = mutation.apply(mutated);
    }
    return mutated;
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.of(Mutation.Kind.class),
            Arbitraries.doubles().between(0, true, 1, false),
            Arbitraries.integers().between(1, 40),
            // Digits and brackets change what JSON says; any byte breaks it.
            Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of(JSON)))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
