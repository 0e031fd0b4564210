package dev.longhand.dataset;

import dev.longhand.image.GrayImage;
import dev.longhand.ink.Ink;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import java.util.List;

/**
 * A piece of handwriting and what it says.
 *
 * @param id unique in its dataset, and stable: {@code "file.png"}, {@code "words.jsonl.gz:17"}
 * @param group what must not be split between training and testing, as a writer; empty when unknown
 * @param labels what it may say: one text when that is certain, otherwise every text that is
 *     possible
 */
public record Sample(String id, String group, List<String> labels, Content content) {

  public Sample {
    labels = List.copyOf(labels);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("sample '" + id + "' has no label");
    }
  }

  /** What it says, or the first of what it may say. */
  public String label() {
    return labels.get(0);
  }

  /**
   * The handwriting as an image; ink is drawn with a usual pen, of one character or of a longer
   * text.
   */
  public GrayImage image() {
    if (content instanceof Strokes strokes) {
      boolean character = label().codePointCount(0, label().length()) == 1;
      return InkRenderer.render(strokes.ink(), character ? Pen.USUAL : Pen.forLine(strokes.ink()));
    }
    return ((Pixels) content).image();
  }

  /** Handwriting as it was captured. */
  public sealed interface Content {}

  /** Scanned or photographed. */
  public record Pixels(GrayImage image) implements Content {}

  /** Written on a tablet. */
  public record Strokes(Ink ink) implements Content {}
}
