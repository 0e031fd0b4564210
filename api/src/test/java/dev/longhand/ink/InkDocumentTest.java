package dev.longhand.ink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.ink.Ink.Stroke;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InkDocumentTest {

  @Test
  void readsStrokesLabelAndWriter() {
    InkDocument document =
        InkDocument.parse("{\"label\":\"A\",\"writer\":\"w1\",\"strokes\":[[0,0,1.5,-2e1],[7,7]]}");

    assertThat(document.label()).isEqualTo("A");
    assertThat(document.writer()).isEqualTo("w1");
    assertThat(document.ink().strokes())
        .containsExactly(new Stroke(0, 0, 1.5f, -20), new Stroke(7, 7));
  }

  @Test
  void whatIsWrittenReadsAsTheSame() {
    for (String text : new String[] {"", "A", "\"\\\n\u2028é"}) {
      var document = new InkDocument(ink(0, 1.5f, -20, 1e-7f, 1e9f, 0.1f), text, text);

      assertThat(document.toJson()).doesNotContain("\n");
      assertThat(InkDocument.parse(document.toJson())).isEqualTo(document);
    }
    assertThat(new InkDocument(ink(1, 2.5f), "A", "").toJson())
        .isEqualTo("{\"label\":\"A\",\"strokes\":[[1.0,2.5]]}");
  }

  private static Ink ink(float... coordinates) {
    return new Ink(Collections.singletonList(new Stroke(coordinates)));
  }

  @Test
  void strokesAreEnoughAndOtherNamesArePassedOver() {
    InkDocument document =
        InkDocument.parse("{\"device\":{\"dpi\":[1,2]},\"strokes\":[[0,0]],\"time\":null}");

    assertThat(document.label()).isEmpty();
    assertThat(document.writer()).isEmpty();
    assertThat(document.ink().strokes()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "[];expected an object with \"strokes\", found [ (column 1)",
        "{};there is no \"strokes\"",
        "{\"strokes\":[]};\"strokes\" is empty, so nothing is written",
        "{\"strokes\":7};expected an array as \"strokes\", found 7 (column 12)",
        "{\"strokes\":[7]};expected stroke 0 as an array of x, y, x, y, …, found 7 (column 13)",
        "{\"strokes\":[[]]};stroke 0 (counted from 0) has 0 numbers, but x, y, x, y, … is an even"
            + " number of at least 2",
        "{\"strokes\":[[1,2],[3]]};stroke 1 (counted from 0) has 1 numbers, but x, y, x, y, … is an"
            + " even number of at least 2",
        "{\"strokes\":[[1,\"2\"]]};expected a number in stroke 0, found 2 (column 16)",
        "{\"strokes\":[[1,1e99]]};expected a number of ordinary size in stroke 0, found 1e99"
            + " (column 16)",
        "{\"strokes\":[[1,2]]} {};expected the end of the document, found { (column 21)",
        "{\"strokes\":[[1,2]],\"label\":3};expected a string as \"label\", found 3 (column 28)",
      })
  void anythingElseIsRefusedWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> InkDocument.parse(json))
        .isInstanceOf(InvalidInkException.class)
        .hasMessage(message);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{\"strokes\":[[1,NaN]]}",
        "{\"strokes\":[[1,2]]",
        "{\"strokes\":[[1,2]],\"strokes\":[[1,2]]}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\u0000"
      })
  void whatIsNoJsonIsRefused(String json) {
    assertThatThrownBy(() -> InkDocument.parse(json))
        .isInstanceOf(InvalidInkException.class)
        .message()
        .isNotBlank()
        .doesNotContain("\n");
  }

  @Test
  void aDocumentHasAHundredThousandPointsAtMost() {
    String most = String.join(",", Collections.nCopies(InkDocument.MOST_POINTS, "1,2"));

    assertThat(InkDocument.parse("{\"strokes\":[[" + most + "]]}").ink().strokes().get(0).points())
        .isEqualTo(100_000);
    assertThatThrownBy(() -> InkDocument.parse("{\"strokes\":[[" + most + "],[1,2]]}"))
        .isInstanceOf(InvalidInkException.class)
        .hasMessage("there are more than 100000 points");
  }
}
