package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPriorTest {
  private static final Alphabet ABC = Alphabet.ofCodePoints("abc");

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    Path file = folder.resolve("prior.tsv");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return file;
  }

  @Test
  void aFileNamesSymbolsAndFrequencies() throws IOException {
    ClassPrior prior = ClassPrior.read(file("# comment\nc\t3\n\na\t1.5e0\r\nb\t 2 \n"), ABC);

    assertThat(prior.frequencies()).containsExactly(1.5, 2, 3);
    assertThat(prior).hasToString(folder.resolve("prior.tsv").toString());
  }

  @Test
  void symbolsThatAreNotNamedAreRare() throws IOException {
    assertThat(ClassPrior.read(file("b\t2\na\t50\n"), ABC).frequencies())
        .containsExactly(50, 2, 0.002);
  }

  @Test
  void theHashIsASymbolWhereATabFollows() throws IOException {
    assertThat(
            ClassPrior.read(file("# a\n#\t2\na\t1\n"), Alphabet.ofCodePoints("#a")).frequencies())
        .containsExactly(2, 1);
  }

  @Test
  void theLeastFrequencyLeavesRoomForNoLess() throws IOException {
    ClassPrior prior = ClassPrior.read(file("a\t1e-100\nb\t1e100\n"), ABC);

    for (float share : prior.logShares()) {
      assertThat(share).isFinite();
    }
  }

  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        Arguments.of("a\t1\nb 2\n", "line 2: expected a symbol, a tab and a frequency"),
        Arguments.of("a\t1\t2\n", "line 1: expected a symbol, a tab and a frequency"),
        Arguments.of("# x\n\nd\t1\n", "line 3: 'd' is none of the model's symbols abc"),
        Arguments.of("a\t1\n\t1\n", "line 2: '' is none of the model's symbols"),
        Arguments.of("a\t1\na\t2\n", "line 2: 'a' stands twice"),
        Arguments.of("a\tmany\n", "line 1: a frequency is a number in 1e-100…1e100"),
        Arguments.of("a\t\n", "line 1: a frequency is a number"),
        Arguments.of("a\t0\n", "but here is '0'"),
        Arguments.of("a\t-1\n", "but here is '-1'"),
        Arguments.of("a\tNaN\n", "but here is 'NaN'"),
        Arguments.of("a\tInfinity\n", "but here is 'Infinity'"),
        Arguments.of("a\t1e308\n", "but here is '1e308'"),
        Arguments.of("a\t4.9e-324\n", "but here is '4.9e-324'"),
        Arguments.of("", "names no symbol"),
        Arguments.of("# only this\n\n", "names no symbol"));
  }

  @ParameterizedTest(name = "#{index}: {1}")
  @MethodSource("brokenFiles")
  void aBrokenFileIsRefusedByItsLine(String text, String reason) throws IOException {
    Path file = file(text);

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> ClassPrior.read(file, ABC))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void aLongOrUnprintableLineIsQuotedShortly() throws IOException {
    Path file = file("\u001b[31m" + "x".repeat(100_000));

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> ClassPrior.read(file, ABC))
        .satisfies(
            e -> {
              assertThat(e.getMessage()).doesNotContain("\u001b");
              assertThat(e.getMessage().length()).isLessThan(file.toString().length() + 200);
            });
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Path file = folder.resolve("image.png");
    Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, 0, 1});

    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> ClassPrior.read(file, ABC))
        .withMessageContaining("is not text in UTF-8");
  }

  @Test
  void aFolderAndAMissingFileAreRefused() {
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> ClassPrior.read(folder, ABC))
        .withMessageContaining("is a folder; name a prior");
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> ClassPrior.read(folder.resolve("none"), ABC))
        .withMessageContaining("there is no such file; name a prior");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e101, 1e-101})
  void aFrequencyThatMeansNothingIsRefused(double frequency) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassPrior("x", 1, frequency))
        .withMessageContaining(Double.toString(frequency));
  }

  @Test
  void aPriorOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ClassPrior.uniform(0));
  }

  @Test
  void frequenciesAreCopiedAndComparedByValue() {
    double[] frequencies = {1, 2};
    var prior = new ClassPrior("x", frequencies);

    frequencies[0] = 5;
    prior.frequencies()[1] = 5;

    assertThat(prior)
        .isEqualTo(new ClassPrior("x", 1, 2))
        .hasSameHashCodeAs(new ClassPrior("x", 1, 2));
    assertThat(prior)
        .isNotEqualTo(new ClassPrior("y", 1, 2))
        .isNotEqualTo(new ClassPrior("x", 1, 3));
  }

  @Property(tries = 50)
  void sharesSumToOneWhateverTheUnit(
      @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0.01, max = 1000) Double> counts) {
    double[] frequencies = counts.stream().mapToDouble(Double::doubleValue).toArray();
    double[] larger = Arrays.stream(frequencies).map(f -> f * 1e50).toArray();

    float[] shares = new ClassPrior("x", frequencies).logShares();

    double sum = 0;
    for (float share : shares) {
      sum += Math.exp(share);
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    float[] rescaled = new ClassPrior("x", larger).logShares();
    for (int k = 0; k < shares.length; k++) {
      assertThat(rescaled[k]).isCloseTo(shares[k], within(1e-5f));
    }
  }

  @Test
  void thePublishedPriorsKnowTheLatinSymbols() {
    List<ClassPrior> known = ClassPriors.known(Alphabet.LATIN_62);

    assertThat(known).extracting(ClassPrior::name).containsExactly("emnist", "unipen", "english");
    // Cohen et al., 2017, table II: the training images of ByClass.
    assertThat(Arrays.stream(known.get(0).frequencies()).sum()).isEqualTo(697_932);
    assertThat(Arrays.stream(known.get(1).frequencies()).sum()).isEqualTo(71_249);
    double[] english = known.get(2).frequencies();
    assertThat(english).hasSize(62);
    assertThat(english[Alphabet.LATIN_62.indexOf("e").getAsInt()])
        .as("the commonest letter of English")
        .isEqualTo(Arrays.stream(english).max().getAsDouble());
  }

  @Test
  void aPublishedPriorIsCutToTheSymbolsOfAnAlphabetAndNeedsAllOfThem() {
    List<ClassPrior> digits = ClassPriors.known(Alphabet.ofCodePoints("10"));

    assertThat(digits.get(0).frequencies()).containsExactly(38_374, 34_585);
    assertThat(ClassPriors.known(Alphabet.ofCodePoints("aä"))).isEmpty();
  }
}
