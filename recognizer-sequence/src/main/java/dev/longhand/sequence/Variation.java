package dev.longhand.sequence;

import dev.longhand.dataset.Augmentation;
import java.util.Locale;

/** How much words are varied in training. */
public enum Variation {
  /** Not at all. */
  NONE,
  /** A little, for the last epochs and for a user's own hand. */
  GENTLE,
  /** As much as a reader bears, so that few writers stand for many. */
  USUAL,
  /** More than hands differ, for a model that has read its few writers often. */
  STRONG;

  /** Of pen strokes, before they are drawn. */
  StrokeVariation strokes() {
    return switch (this) {
      case NONE -> StrokeVariation.NONE;
      case GENTLE -> StrokeVariation.GENTLE;
      case USUAL -> StrokeVariation.USUAL;
      case STRONG -> StrokeVariation.STRONG;
    };
  }

  /** Of the ink of any image: nothing that moves letters out of the picture. */
  Augmentation ink() {
    return switch (this) {
      case NONE -> Augmentation.NONE;
      case GENTLE -> new Augmentation(0, 0, 0, 1, 0.3, 0.35, 0.15, 0.05);
      case USUAL, STRONG -> new Augmentation(0, 0, 0, 1, 0.5, 0.5, 0.25, 0.08);
    };
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
