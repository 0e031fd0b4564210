package dev.longhand.server;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import dev.longhand.ink.InvalidInkException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonUploadTest {

  private static final Set<String> NAMES = Set.of("id", "text");

  @Test
  void drawsInk() {
    GrayImage image = parse("{\"strokes\":[[0,0,10,0],[5,0,5,12]]}").decode("character", 100);
    assertThat(image.height()).isGreaterThan(image.width()).isGreaterThan(100);
  }

  @Test
  void keepsTextsBesideTheImage() {
    JsonUpload upload = parse("{\"id\":17,\"text\":\"a\",\"strokes\":[[0,0]]}");
    assertThat(upload.text("id")).hasValue("17");
    assertThat(upload.text("text")).hasValue("a");
    assertThat(upload.text("other")).isEmpty();
  }

  @Test
  void refusesWhatIsNoSuchObject() {
    for (String json :
        List.of(
            "",
            "[]",
            "1",
            "{}",
            "{\"image\":1}",
            "{\"text\":1,\"strokes\":[[0,0]]}",
            "{\"id\":1.5,\"strokes\":[[0,0]]}",
            "{\"strokes\":[[0,0]]}x",
            "{\"x\":1}",
            "{\"strokes\":[[0,0]],\"strokes\":[[0,0]]}",
            "{\"strokes\":[[0,0]]")) {
      assertThatThrownBy(() -> parse(json)).as(json).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void takesUtf8Alone() {
    String json = "{\"strokes\":[[0,0,10,0]]}";
    assertThat(parse(json)).isNotNull();
    for (byte[] bytes :
        List.of(
            ("\ufeff" + json).getBytes(UTF_8), json.getBytes(UTF_16), json.getBytes(UTF_16LE))) {
      assertThatThrownBy(() -> JsonUpload.parse(bytes, NAMES))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void takesBase64InLinesAndNoStrangersInIt() {
    String base64 = Base64.getMimeEncoder().encodeToString(SampleImages.bytes("words/good.png"));
    assertThat(image("data:image/png;base64," + base64).decode("word", 1).width()).isPositive();
    for (String wrong : List.of("\u20ac" + base64, "!!!###", "A", base64.replace("\r\n", "%0A"))) {
      assertThatThrownBy(() -> image(wrong).decode("word", 1))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("base64");
    }
  }

  private static JsonUpload image(String base64) {
    return parse("{\"image\":\"" + base64.replace("\r\n", "\\r\\n") + "\"}");
  }

  @Test
  void refusesMorePointsThanThereMayBe() {
    JsonUpload upload = parse("{\"strokes\":[[0,0,1,1],[2,2]]}");
    assertThat(upload.decode("word", 3).width()).isPositive();
    assertThatThrownBy(() -> upload.decode("word", 2)).isInstanceOf(InvalidInkException.class);
  }

  @Property(tries = 1_000)
  @Label("reads any text, or refuses it with one line")
  void readsAnyText(@ForAll("texts") String json, @ForAll("kinds") String kind) {
    try {
      GrayImage image = parse(json).decode(kind, 1_000);
      assertThat(image.width()).isBetween(1, 10_000);
      assertThat(image.height()).isBetween(1, 10_000);
    } catch (LonghandException e) {
      assertThat(Problem.of(e).status()).isIn(400, 422);
      assertThat(Problem.of(e).detail())
          .doesNotMatch("(?s).*(\\R|Exception|java\\.|Constraints).*");
    }
  }

  @Property(tries = 500)
  @Label("reads any bytes, or refuses them with a problem")
  void readsAnyBytes(@ForAll byte[] json) {
    assertThatThrownBy(() -> JsonUpload.parse(json, NAMES).decode("word", 1_000))
        .isInstanceOf(LonghandException.class);
  }

  @Provide
  Arbitrary<String> kinds() {
    return Arbitraries.of("word", "character");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> numbers =
        Arbitraries.oneOf(
            Arbitraries.doubles().map(String::valueOf),
            Arbitraries.of(
                "0",
                "-0",
                "1e38",
                "-3.4e38",
                "1e39",
                "1e-45",
                "null",
                "\"1\"",
                "[]",
                "NaN",
                "01",
                "9".repeat(50),
                "9".repeat(150),
                "1e999999999",
                "true"));
    Arbitrary<String> strokes =
        numbers.list().ofMaxSize(8).map(list -> "[" + String.join(",", list) + "]");
    Arbitrary<String> ink =
        strokes.list().ofMaxSize(4).map(list -> "{\"strokes\":[" + String.join(",", list) + "]}");
    Arbitrary<String> nonsense =
        Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"strokes\"",
                "\"image\"",
                "\"id\"",
                "\"text\"",
                "\"\\ud800\"",
                "1",
                "\"AAAA\"",
                "\"data:,\"",
                "\u0000",
                "\ufeff",
                "/*",
                "'")
            .list()
            .ofMaxSize(12)
            .map(list -> String.join("", list));
    Arbitrary<String> images =
        Arbitraries.strings()
            .ascii()
            .ofMaxLength(40)
            .map(text -> text.replaceAll("[\"\\\\\\p{Cntrl}]", ""))
            .map(text -> "{\"image\":\"" + text + "\"}");
    return Arbitraries.oneOf(ink, nonsense, images);
  }

  private static JsonUpload parse(String json) {
    return JsonUpload.parse(json.getBytes(StandardCharsets.UTF_8), NAMES);
  }
}
