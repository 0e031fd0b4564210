package dev.longhand.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AlphabetTest {

  @Test
  void latin62IsInTheOrderOfEmnistByClass() {
    assertThat(Alphabet.LATIN_62.size()).isEqualTo(62);
    assertThat(Alphabet.LATIN_62.symbol(0)).isEqualTo("0");
    assertThat(Alphabet.LATIN_62.symbol(10)).isEqualTo("A");
    assertThat(Alphabet.LATIN_62.symbol(36)).isEqualTo("a");
    assertThat(Alphabet.LATIN_62.symbol(61)).isEqualTo("z");
  }

  @Property
  void aSymbolsIndexIsItsPlace(@ForAll @IntRange(max = 61) int index) {
    String symbol = Alphabet.LATIN_62.symbol(index);

    assertThat(Alphabet.LATIN_62.indexOf(symbol)).hasValue(index);
    assertThat(Alphabet.LATIN_62.index()).containsEntry(symbol, index);
  }

  @Test
  void whatIsNotInItHasNoIndex() {
    assertThat(Alphabet.LATIN_62.indexOf("é")).isEmpty();
    assertThat(Alphabet.LATIN_62.indexOf("")).isEmpty();
    assertThat(Alphabet.LATIN_62.indexOf("AB")).isEmpty();
  }

  @Test
  void aSymbolIsACodePointAlsoBeyondSixteenBits() {
    Alphabet runes = Alphabet.ofCodePoints("ᚠ𐌰");

    assertThat(runes.symbols()).containsExactly("ᚠ", "𐌰");
  }

  @Test
  void aSymbolMayHaveSeveralCodePoints() {
    assertThat(new Alphabet(List.of("ch", "c", "h")).indexOf("ch")).hasValue(0);
  }

  @Test
  void symbolsAreDifferentAndNotEmptyAndNormalised() {
    assertThatThrownBy(() -> Alphabet.ofCodePoints("aba"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symbol 'a' stands twice, first as 0");
    assertThatThrownBy(() -> new Alphabet(List.of("a", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("symbol 1 ('')");
    assertThatThrownBy(() -> new Alphabet(List.of("e\u0301")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not in Unicode's NFC");
    assertThatThrownBy(() -> new Alphabet(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an alphabet has at least one symbol");
  }
}
