package dev.longhand.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.evaluation.EditDistance.Deleted;
import dev.longhand.evaluation.EditDistance.Edit;
import dev.longhand.evaluation.EditDistance.Inserted;
import dev.longhand.evaluation.EditDistance.Kept;
import dev.longhand.evaluation.EditDistance.Replaced;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

  @ParameterizedTest(name = "\"{0}\" to \"{1}\" takes {2}")
  @CsvSource({
    "'', '', 0",
    "kitten, sitting, 3",
    "abc, '', 3",
    "'', abc, 3",
    "flaw, lawn, 2",
    "𝄞a, a, 1",
    "𝄞, 𝄢, 1"
  })
  void knownDistances(String reference, String reading, int edits) {
    assertThat(EditDistance.between(reference, reading)).isEqualTo(edits);
  }

  @Test
  void alignmentSaysWhatBecameOfEachUnit() {
    assertThat(
            EditDistance.align(
                EditDistance.codePoints("skitten"), EditDistance.codePoints("sitting")))
        .containsExactly(
            new Kept<>("s"),
            new Deleted<>("k"),
            new Kept<>("i"),
            new Kept<>("t"),
            new Kept<>("t"),
            new Replaced<>("e", "i"),
            new Kept<>("n"),
            new Inserted<>("g"));
  }

  @Test
  void wordsAreWhatWhiteSpaceSeparates() {
    assertThat(EditDistance.words(" to be\tor\n not ")).containsExactly("to", "be", "or", "not");
    assertThat(EditDistance.words("  ")).isEmpty();
  }

  @Property(tries = 300)
  void itIsTheLeastOfAllWays(@ForAll @ShortText String a, @ForAll @ShortText String b) {
    assertThat(EditDistance.between(a, b)).isEqualTo(bruteForce(a, b));
  }

  @Property(tries = 500)
  void itIsAMetric(
      @ForAll @ShortText String a, @ForAll @ShortText String b, @ForAll @ShortText String c) {
    int ab = EditDistance.between(a, b);
    assertThat(ab).isEqualTo(EditDistance.between(b, a));
    assertThat(ab == 0).isEqualTo(a.equals(b));
    assertThat(EditDistance.between(a, c)).isLessThanOrEqualTo(ab + EditDistance.between(b, c));
  }

  @Property(tries = 300)
  void anAlignmentLeadsFromOneToTheOtherInTheLeastEdits(
      @ForAll @ShortText String a, @ForAll @ShortText String b) {
    List<Edit<String>> edits =
        EditDistance.align(EditDistance.codePoints(a), EditDistance.codePoints(b));
    List<String> reference = new ArrayList<>();
    List<String> reading = new ArrayList<>();
    int count = 0;
    for (Edit<String> edit : edits) {
      if (edit instanceof Kept<String> kept) {
        reference.add(kept.unit());
        reading.add(kept.unit());
      } else if (edit instanceof Replaced<String> replaced) {
        reference.add(replaced.reference());
        reading.add(replaced.reading());
        assertThat(replaced.reading()).isNotEqualTo(replaced.reference());
        count++;
      } else if (edit instanceof Deleted<String> deleted) {
        reference.add(deleted.reference());
        count++;
      } else if (edit instanceof Inserted<String> inserted) {
        reading.add(inserted.reading());
        count++;
      }
    }
    assertThat(String.join("", reference)).isEqualTo(a);
    assertThat(String.join("", reading)).isEqualTo(b);
    assertThat(count).isEqualTo(EditDistance.between(a, b));
  }

  /** Tries every way, by the recursive definition. */
  private static int bruteForce(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    int replaced =
        bruteForce(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
    int deleted = bruteForce(a.substring(1), b) + 1;
    int inserted = bruteForce(a, b.substring(1)) + 1;
    return Math.min(replaced, Math.min(deleted, inserted));
  }

  /** At most six of three letters: short enough to try every way. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.PARAMETER, ElementType.TYPE_USE})
  @StringLength(max = 6)
  @CharRange(from = 'a', to = 'c')
  @interface ShortText {}
}
