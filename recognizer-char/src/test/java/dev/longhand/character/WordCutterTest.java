package dev.longhand.character;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.character.WordCutter.Cut;
import dev.longhand.character.WordCutter.Letter;
import dev.longhand.character.WordCutter.Part;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import dev.longhand.recognition.Recognizers;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordCutterTest {
  private static final Stroke L = new Stroke(0, 0, 0, 100, 60, 100);
  private static final Stroke I = new Stroke(90, 40, 90, 100);
  private static final Stroke DOT = new Stroke(90, 15, 91, 18);
  private static final Stroke STEM = new Stroke(135, 10, 135, 90, 145, 100, 155, 95);
  private static final Stroke BAR = new Stroke(115, 40, 155, 40);

  private Engine engine;
  private CharacterRecognizer recognizer;

  @BeforeEach
  void open() {
    engine = Engines.named("reference").open(EngineOptions.defaults());
    recognizer = CharacterRecognizer.open(Recognizers.model("latin-62"), engine);
  }

  @AfterEach
  void close() {
    recognizer.close();
    engine.close();
  }

  private List<Letter> cut(double trusted, String text, Stroke... strokes) {
    return new WordCutter(recognizer, trusted, false).letters(new Ink(List.of(strokes)), text);
  }

  private List<Letter> cutJoined(double trusted, String text, Stroke... strokes) {
    return new WordCutter(recognizer, trusted, true).letters(new Ink(List.of(strokes)), text);
  }

  @Test
  void eachLetterHasItsStrokesInTheOrderOfWritingThoughDotsAndBarsCameLast() {
    for (String text : List.of("Lit", "LiT", "lit")) {
      assertThat(cut(0.3, text, L, I, STEM, DOT, BAR))
          .as("case, which a letter alone does not tell, is the text's")
          .containsExactly(
              new Letter(text.substring(0, 1), new Ink(List.of(L))),
              new Letter("i", new Ink(List.of(I, DOT))),
              new Letter(text.substring(2), new Ink(List.of(STEM, BAR))));
    }
  }

  @Test
  void aWordThatSaysSomethingElseIsCutOnlyWhenAnythingIsTrusted() {
    assertThat(cut(0.3, "gym", L, I, STEM, DOT, BAR)).isEmpty();
    assertThat(cut(0, "gym", L, I, STEM, DOT, BAR)).hasSize(3);
  }

  @Test
  void lettersThatStandAloneAreCutFromAWordWhoseOthersAreJoined() {
    Stroke elle =
        new Stroke(
            200, 70, 230, 60, 225, 45, 205, 60, 215, 100, 245, 80, 260, 0, 250, 0, 250, 90, 265,
            100, 285, 80, 300, 0, 290, 0, 290, 90, 305, 100);

    assertThat(cutJoined(0.3, "Litell", L, I, STEM, DOT, BAR, elle))
        .containsExactly(
            new Letter("L", new Ink(List.of(L))),
            new Letter("i", new Ink(List.of(I, DOT))),
            new Letter("t", new Ink(List.of(STEM, BAR))));
    assertThat(cut(0.3, "Litell", L, I, STEM, DOT, BAR, elle)).isEmpty();
    assertThat(cutJoined(0.3, "Lit", L, I, STEM, DOT, BAR)).hasSize(3);
    assertThat(cutJoined(0.3, "ell", elle)).isEmpty();
  }

  @Test
  void aWordIsPassedOverWithFewerStrokesThanLettersOrMoreThanFourForEach() {
    assertThat(cut(0, "Little", L, I, STEM, DOT, BAR)).isEmpty();
    assertThat(cutJoined(0, "L", L, I, STEM, DOT, BAR)).isEmpty();
    assertThat(cut(0, "L", L, I, STEM, DOT, BAR)).isEmpty();
    assertThat(cut(0, "Li", Collections.nCopies(8, I).toArray(new Stroke[0]))).hasSize(2);
  }

  @Test
  void aWordOfStrokesWithoutEndIsPassedOver() {
    assertThat(cut(0, "l".repeat(65), Collections.nCopies(65, I).toArray(new Stroke[0]))).isEmpty();
  }

  @Test
  void aWordIsPassedOverWithASymbolThatTheModelDoesNotKnow() {
    assertThat(cut(0, "Lí", L, I, DOT)).isEmpty();
    assertThat(cut(0, "", L)).isEmpty();
  }

  @Test
  void whatIsTrustedIsAProbability() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WordCutter(recognizer, wrong, false))
          .withMessage("trusted must be in 0…1, but was " + wrong);
    }
  }

  @Property(tries = 300)
  void theCutIsAsGoodAsTheBestOfAllThatThereAre(
      @ForAll @IntRange(min = 1, max = 4) int letters,
      @ForAll @IntRange(min = 1, max = 7) int strokes,
      @ForAll boolean mayBeJoined,
      @ForAll long seed) {
    var random = new SplittableRandom(seed);
    double joined = mayBeJoined ? -0.5 : Double.NEGATIVE_INFINITY;
    double[][][] scores = new double[letters][strokes][strokes];
    for (double[][] ofLetter : scores) {
      for (double[] fromStroke : ofLetter) {
        for (int last = 0; last < strokes; last++) {
          fromStroke[last] =
              random.nextInt(3) == 0 ? Double.NEGATIVE_INFINITY : -random.nextDouble();
        }
      }
    }

    Cut cut = Cut.best(scores, strokes, joined);

    double best = bestOfAll(scores, joined, 0, 0);
    if (best == Double.NEGATIVE_INFINITY) {
      assertThat(cut.score()).isEqualTo(best);
      assertThat(cut.parts()).isEmpty();
      return;
    }
    assertThat(cut.score()).isCloseTo(best, within(1e-12));
    double sum = 0;
    int letter = 0;
    int stroke = 0;
    for (Part part : cut.parts()) {
      assertThat(part.letter()).isEqualTo(letter);
      assertThat(part.first()).isEqualTo(stroke);
      letter += part.letters();
      stroke = part.end();
      sum +=
          part.letters() == 1
              ? scores[part.letter()][part.first()][part.end() - 1]
              : part.letters() * joined;
    }
    assertThat(sum).as("the score of the cut that is given").isCloseTo(best, within(1e-12));
    assertThat(letter).as("all letters are there").isEqualTo(letters);
    assertThat(stroke).as("all strokes are used").isEqualTo(strokes);
  }

  /** Tries every end of every part. */
  private static double bestOfAll(double[][][] scores, double joined, int letter, int first) {
    int strokes = scores[0].length;
    if (letter == scores.length) {
      return first == strokes ? 0 : Double.NEGATIVE_INFINITY;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int end = first + 1; end <= strokes; end++) {
      best =
          Math.max(
              best, scores[letter][first][end - 1] + bestOfAll(scores, joined, letter + 1, end));
      for (int count = Math.max(2, end - first); count <= scores.length - letter; count++) {
        best = Math.max(best, count * joined + bestOfAll(scores, joined, letter + count, end));
      }
    }
    return best;
  }
}
