package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ErrorRateTest {

  @Test
  void ratesArePooledAndNotAveraged() {
    ErrorRate shortLine = ErrorRate.ofCharacters("a", "b");
    ErrorRate longLine = ErrorRate.ofCharacters("abcdefghi", "abcdefghi");
    assertThat(shortLine.plus(longLine)).isEqualTo(new ErrorRate(1, 10));
    assertThat(shortLine.plus(longLine).value()).isEqualTo(0.1);
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(ErrorRate.ofCharacters("𝄞𝄞", "𝄞")).isEqualTo(new ErrorRate(1, 2));
  }

  @Test
  void wordsAreWholeWords() {
    assertThat(ErrorRate.ofWords("to be or not", "to bee or")).isEqualTo(new ErrorRate(2, 4));
  }

  @Test
  void aReadingMuchLongerThanTheReferenceExceedsOne() {
    assertThat(ErrorRate.ofCharacters("a", "bcd").value()).isEqualTo(3);
  }

  @Test
  void withoutReferenceThereIsNoRate() {
    assertThat(ErrorRate.NONE.value()).isNaN();
    assertThatThrownBy(() -> new ErrorRate(-1, 2)).hasMessageContaining("-1 edits of 2");
  }
}
