package dev.longhand.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The six ways in which EMNIST's images are labelled.
 *
 * @see <a href="https://arxiv.org/abs/1702.05373">Cohen et al., 2017, table II</a>
 */
public enum EmnistSplit {
  /** 62 classes: 0-9, A-Z, a-z. */
  BYCLASS,
  /** 47 classes: the cases of C I J K L M O P S U V W X Y Z are not told apart. */
  BYMERGE,
  /** The classes of {@link #BYMERGE}, each as often as the others. */
  BALANCED,
  /** 26 letters without their case, labelled 1 to 26. */
  LETTERS,
  /** 10 digits. */
  DIGITS,
  /** 10 digits, as many images as MNIST has. */
  MNIST;

  private static final String UNMERGED_LOWER = "abdefghnqrt";

  /** As in EMNIST's file names. */
  String fileName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For each number in a label file, every text that it may mean; none where it means nothing. */
  List<List<String>> textsByLabel() {
    List<List<String>> texts = new ArrayList<>();
    switch (this) {
      case BYCLASS -> {
        addRange(texts, '0', '9');
        addRange(texts, 'A', 'Z');
        addRange(texts, 'a', 'z');
      }
      case BYMERGE, BALANCED -> {
        addRange(texts, '0', '9');
        for (char upper = 'A'; upper <= 'Z'; upper++) {
          char lower = Character.toLowerCase(upper);
          texts.add(
              UNMERGED_LOWER.indexOf(lower) < 0
                  ? List.of(String.valueOf(upper), String.valueOf(lower))
                  : List.of(String.valueOf(upper)));
        }
        UNMERGED_LOWER.chars().forEach(lower -> texts.add(List.of(Character.toString(lower))));
      }
      case LETTERS -> {
        texts.add(List.of());
        for (char upper = 'A'; upper <= 'Z'; upper++) {
          texts.add(List.of(String.valueOf(upper), String.valueOf(Character.toLowerCase(upper))));
        }
      }
      case DIGITS, MNIST -> addRange(texts, '0', '9');
    }
    return List.copyOf(texts);
  }

  private static void addRange(List<List<String>> texts, char first, char last) {
    for (char c = first; c <= last; c++) {
      texts.add(List.of(String.valueOf(c)));
    }
  }
}
