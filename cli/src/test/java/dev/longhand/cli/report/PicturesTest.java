package dev.longhand.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.evaluation.Calibration;
import dev.longhand.evaluation.ConfusionMatrix;
import dev.longhand.image.GrayImage;
import dev.longhand.text.Alphabet;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A report's")
class PicturesTest {

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** In how many pixels red outweighs blue by far. */
  private static long redPixels(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .mapToObj(i -> new Color(image.getRGB(i % image.getWidth(), i / image.getWidth())))
        .filter(color -> color.getRed() > color.getBlue() + 60)
        .count();
  }

  @Test
  @DisplayName("confusion matrix shows one mistake in a thousand as a whole red cell")
  void confusion() throws IOException {
    var right = new ConfusionMatrix(Alphabet.LATIN_62);
    var once = new ConfusionMatrix(Alphabet.LATIN_62);
    for (int i = 0; i < 999; i++) {
      right.add(10, 10);
      once.add(10, 10);
    }
    once.add(10, 36);

    long legend = redPixels(image(ConfusionPicture.of(right)));
    BufferedImage picture = image(ConfusionPicture.of(once));

    assertThat(picture.getWidth()).isBetween(1000, 1600);
    assertThat(redPixels(picture)).isEqualTo(legend);
    once.add(10, 36);
    once.add(10, 36);
    once.add(10, 36);
    assertThat(redPixels(image(ConfusionPicture.of(once)))).isGreaterThan(legend + 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1500})
  @DisplayName("confusion matrix fits alphabets of any size, and samples of none")
  void sizes(int symbols) throws IOException {
    var matrix =
        new ConfusionMatrix(
            Alphabet.ofCodePoints(
                IntStream.range(0x4e00, 0x4e00 + symbols)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()));

    assertThat(image(ConfusionPicture.of(matrix)).getWidth()).isLessThan(4000);
  }

  @Test
  @DisplayName("reliability diagram can be drawn of nothing and of everything right")
  void reliability() throws IOException {
    assertThat(image(ReliabilityPicture.of(Calibration.of(new double[0], new boolean[0]))))
        .isNotNull();
    assertThat(image(ReliabilityPicture.of(Calibration.of(new double[] {1}, new boolean[] {true}))))
        .isNotNull();
  }

  @Test
  @DisplayName("sheet of mistakes can be drawn of none, and of images of any shape")
  void mistakes() throws IOException {
    assertThat(image(MistakeSheet.of(List.of()))).isNotNull();
    GrayImage wide = GrayImage.of(3000, 1, new byte[3000]);
    GrayImage dot = GrayImage.of(1, 1, new byte[1]);
    var mistake =
        new MistakeSheet.Mistake("a/very/long/name/".repeat(9), wide, dot, List.of("a"), "b", 0.5);

    assertThat(image(MistakeSheet.of(List.of(mistake)))).isNotNull();
  }

  @Test
  @DisplayName("sheet of misread texts can be drawn of none, of long texts and of any shape")
  void texts() throws IOException {
    assertThat(image(TextSheet.of(List.of()))).isNotNull();
    GrayImage wide = GrayImage.of(3000, 1, new byte[3000]);
    GrayImage high = GrayImage.of(1, 3000, new byte[3000]);
    String text = "a long line of text, ".repeat(9);

    BufferedImage sheet =
        image(
            TextSheet.of(
                List.of(
                    new TextSheet.Mistake("1", wide, text, text, 0.5),
                    new TextSheet.Mistake(text, high, "", "", 1))));

    assertThat(sheet.getWidth()).isBetween(1000, 1240);
    assertThat(redPixels(sheet)).isPositive();
  }

  @Test
  @DisplayName("page shows what looks like HTML as it is")
  void escapes() {
    var page = new Page("<script>", "a & \"b\"");
    page.table(List.of("name"), List.of(List.of("<img src=x>")));

    assertThat(new String(page.toBytes(), StandardCharsets.UTF_8))
        .contains("&lt;script&gt;", "a &amp; &quot;b&quot;", "&lt;img src=x&gt;")
        .doesNotContain("<script", "<img");
  }

  @Test
  @DisplayName("curves are drawn of one epoch, of losses that are no numbers, and of no batch")
  void curves(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("metrics.jsonl"),
            """
            {"event":"epoch","epoch":1,"trainLoss":null,"trainAccuracy":0.5,\
            "validation":{"own loss":null,"own accuracy":0.25,"own CER":0.5,"own exact words":0.25},"seconds":2}
            """);

    Metrics metrics = Metrics.read(file);

    assertThat(metrics.epochs()).hasSize(1);
    assertThat(image(LearningCurves.accuracy(metrics))).isNotNull();
    assertThat(image(LearningCurves.texts(metrics))).isNotNull();
    assertThat(image(LearningCurves.loss(metrics))).isNotNull();
    Files.writeString(file, "{\"event\":");
    assertThatThrownBy(() -> Metrics.read(file))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("metrics.jsonl");
  }
}
