package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MultipartTest {

  private static final String TYPE = "multipart/form-data; boundary=X";
  private static final byte[] TWO_FILES =
      bytes(part("a.png", "one") + part("b.png", "") + "--X--\r\n");

  @Test
  void readsFilesInTheirOrder() {
    List<Multipart.File> files = Multipart.files(TWO_FILES, TYPE, 2);
    assertThat(files).extracting(Multipart.File::name).containsExactly("a.png", "b.png");
    assertThat(files.get(0).bytes()).isEqualTo(bytes("one"));
    assertThat(files.get(1).bytes()).isEmpty();
  }

  @Test
  void takesABoundaryInQuotes() {
    assertThat(Multipart.files(TWO_FILES, "multipart/form-data; boundary=\"X\"", 2)).hasSize(2);
    assertThat(Multipart.files(TWO_FILES, "Multipart/Form-Data;BOUNDARY=X; charset=utf-8", 2))
        .hasSize(2);
  }

  @Test
  void keepsBytesAsTheyAre() {
    byte[] image = new byte[70_000];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i * 31 % 251);
    }
    byte[] head =
        bytes("--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n");
    byte[] tail = bytes("\r\n--X--\r\n");
    byte[] body = Arrays.copyOf(head, head.length + image.length + tail.length);
    System.arraycopy(image, 0, body, head.length, image.length);
    System.arraycopy(tail, 0, body, head.length + image.length, tail.length);
    assertThat(Multipart.files(body, TYPE, 1).get(0).bytes()).isEqualTo(image);
  }

  @Test
  void refusesTooManyFiles() {
    assertThatThrownBy(() -> Multipart.files(TWO_FILES, TYPE, 1))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(413));
  }

  @Test
  @DisplayName(
      "refuses a body that is cut off anywhere before its end, and loses no file in silence")
  void refusesCutBodies() {
    int end = TWO_FILES.length - "\r\n".length();
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(TWO_FILES, length);
      assertThatThrownBy(() -> Multipart.files(cut, TYPE, 2))
          .as("%d bytes", length)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
    }
    assertThat(Multipart.files(Arrays.copyOf(TWO_FILES, end), TYPE, 2)).hasSize(2);
  }

  @Property(tries = 500)
  @Label("reads any bytes, or refuses them with a problem")
  void readsAnyBytes(@ForAll("bodies") byte[] body, @ForAll("types") String type) {
    try {
      assertThat(Multipart.files(body, type, 5)).hasSizeBetween(1, 5);
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isIn(400, 413);
      assertThat(e.problem().detail()).doesNotMatch("(?s).*(\\R|Exception|java\\.|netty).*");
    }
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "--X",
            "--X--",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "-",
            "Content-Disposition: form-data; name=\"a\"",
            "Content-Disposition: form-data; name=\"a\"; filename=\"b\"",
            "Content-Disposition: attachment; filename=b",
            "Content-Disposition:",
            "; filename*=UTF-8''%zz",
            "; filename*=x",
            "; name=",
            "Content-Type: multipart/mixed; boundary=Y",
            "Content-Type: text/plain; charset=nonsense",
            "Content-Transfer-Encoding: binary",
            "Content-Length: 99999999999999999999",
            "Content-Length: -1",
            "--Y",
            "\0\u00ff",
            "abc");
    return pieces.list().ofMaxSize(25).map(list -> bytes(String.join("", list)));
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(
        TYPE,
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"",
        "multipart/form-data; boundary=\"X",
        "multipart/form-data; charset=nonsense; boundary=X",
        "multipart/form-data; boundary=X; charset=",
        "multipart/mixed; boundary=X",
        "; boundary=X",
        "");
  }

  private static String part(String name, String content) {
    return "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\""
        + name
        + "\"\r\n\r\n"
        + content
        + "\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
