package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longhand.text.Alphabet;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CharacterLanguageModelTest {
  private static final Alphabet ABCD = Alphabet.ofCodePoints("abcd");

  @Property(tries = 200)
  @Label("after every context, what may follow has the probability 1 together")
  void sumsToOne(
      @ForAll("words") List<String> words,
      @ForAll @IntRange(min = 1, max = 5) int order,
      @ForAll("word") String before) {
    var model = Models.of(ABCD, order, words.toArray(String[]::new));
    int context = model.start();
    assertSumsToOne(model, context);
    for (int symbol : new Spelling(ABCD).of(before).orElseThrow()) {
      context = model.extend(context, symbol);
      assertSumsToOne(model, context);
    }
  }

  @Property(tries = 100)
  @Label("the probabilities of an n-gram model are those of Witten and Bell's formula")
  void isWittenBell(
      @ForAll("words") List<String> words,
      @ForAll @IntRange(min = 1, max = 5) int order,
      @ForAll("word") String word) {
    var model = Models.of(ABCD, order, words.toArray(String[]::new));
    double expected = 0;
    String bounded = "^" + word + "$";
    for (int i = 1; i < bounded.length(); i++) {
      String context = bounded.substring(Math.max(0, i - order + 1), i);
      expected += Math.log(wittenBell(words, context, bounded.charAt(i)));
    }
    assertThat(Models.logProbability(model, word)).isCloseTo(expected, within(1e-4));
  }

  /** As it stands in the paper, from the words themselves. */
  private static double wittenBell(List<String> words, String context, char symbol) {
    double below = context.isEmpty() ? 1 / 5.0 : wittenBell(words, context.substring(1), symbol);
    int seen = 0;
    int seenWithSymbol = 0;
    var different = new HashSet<Character>();
    for (String word : words) {
      String bounded = "^" + word + "$";
      for (int i = 1; i < bounded.length(); i++) {
        if (bounded.substring(0, i).endsWith(context)) {
          seen++;
          different.add(bounded.charAt(i));
          if (bounded.charAt(i) == symbol) {
            seenWithSymbol++;
          }
        }
      }
    }
    return seen == 0
        ? below
        : (seenWithSymbol + different.size() * below) / (seen + different.size());
  }

  @Test
  void aSpaceEndsAWordAndStartsTheNext() {
    var model = Models.of(Alphabet.ofCodePoints("ab "), 4, "ab", "ba", "abba");
    int space = 2;
    int context = model.extend(model.start(), 0);
    assertThat(model.logProbability(context, space)).isEqualTo(model.logProbabilityOfEnd(context));
    assertThat(model.extend(context, space)).isEqualTo(model.start());
  }

  @Test
  void withoutAnyWordAllIsEquallyProbable() {
    var model = Models.of(ABCD, 3);
    assertThat(model.logProbability(model.start(), 1)).isCloseTo(-Math.log(5), within(1e-9));
    assertThat(model.extend(model.start(), 1)).isEqualTo(model.start());
  }

  static void assertSumsToOne(CharacterLanguageModel model, int context) {
    double sum = Math.exp(model.logProbabilityOfEnd(context));
    for (int symbol = 0; symbol < model.alphabet().size(); symbol++) {
      // A space is the end of the word.
      if (!model.alphabet().symbol(symbol).equals(" ")) {
        sum += Math.exp(model.logProbability(context, symbol));
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Provide
  Arbitrary<String> word() {
    return Arbitraries.strings().withChars("abcd").ofMaxLength(7);
  }

  @Provide
  Arbitrary<List<String>> words() {
    return word().list().ofMaxSize(12);
  }
}
