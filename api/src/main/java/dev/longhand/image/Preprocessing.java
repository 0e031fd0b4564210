package dev.longhand.image;

import java.util.List;

/**
 * The way from an image to a network's input, as data: it is stored with the model, so training and
 * serving cannot differ. {@link PreprocessingPipeline} carries it out.
 *
 * <p>Before {@link ExtractInk} an image is luminance, 0 black to 1 white; after it, ink: 0 is paper
 * and 1 is full ink, whatever the picture's colours and light were.
 *
 * @param steps in order; exactly one {@link ExtractInk}, before any step but {@link ReduceTo}, and
 *     {@link Normalize} last; {@link DirectionMaps}, if at all, between {@link FitSquare} and that
 */
public record Preprocessing(List<Step> steps) {

  /** No longer side and no square is larger, so that a model file cannot ask for all memory. */
  private static final int LARGEST = 4096;

  private static final int WIDEST = 65536;

  public Preprocessing {
    steps = List.copyOf(steps);
    long extractions = steps.stream().filter(ExtractInk.class::isInstance).count();
    if (extractions != 1) {
      throw new IllegalArgumentException(
          "preprocessing extracts the ink exactly once, but does so " + extractions + " times");
    }
    boolean extracted = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      extracted |= step instanceof ExtractInk;
      if (!extracted && !(step instanceof ReduceTo)) {
        throw new IllegalArgumentException("step " + i + ", " + step + ", needs the ink extracted");
      }
      if (step instanceof Normalize != (i == steps.size() - 1)) {
        throw new IllegalArgumentException("normalising is the last step and only that");
      }
      if (step instanceof DirectionMaps
          && !(i == steps.size() - 2 && steps.get(i - 1) instanceof FitSquare)) {
        throw new IllegalArgumentException(
            "direction maps are added once, between fitting into a square and normalising");
      }
    }
  }

  /** How many images the network takes at once: the ink, and the {@link DirectionMaps} if any. */
  public int channels() {
    return 1 + (steps.contains(new DirectionMaps()) ? DirectionMaps.COUNT : 0);
  }

  /** One step. */
  public sealed interface Step {}

  /**
   * Shrinks an image whose longer side exceeds this, bicubic with a kernel as much wider. Details
   * finer than a pen do not help, and cost time.
   *
   * @param longestSide in pixels, in 16…4096
   */
  public record ReduceTo(int longestSide) implements Step {
    public ReduceTo {
      require(
          longestSide >= 16 && longestSide <= LARGEST,
          "longest side",
          longestSide,
          "in 16…" + LARGEST + " px");
    }
  }

  /**
   * Finds which of dark and light is the ink, estimates the paper under uneven light, and stretches
   * the difference to 0…1.
   *
   * @param paperWindow the side of the window in which some paper shows, as a share of the image's
   *     shorter side, in 0…1
   * @param minimumContrast the least share of the paper's luminance, in 0…1, that counts as ink;
   *     below it the page is blank
   */
  public record ExtractInk(double paperWindow, double minimumContrast) implements Step {
    public ExtractInk {
      require(paperWindow > 0 && paperWindow <= 1, "paper window", paperWindow, "in 0…1");
      require(
          minimumContrast > 0 && minimumContrast < 1,
          "minimum contrast",
          minimumContrast,
          "in 0…1");
    }
  }

  /**
   * Clears connected ink that is too small or too faint to be writing: dust, paper grain, the edge
   * of a table.
   *
   * @param minimumShare the least ink of a piece, as a share of the strongest piece's, in 0…1
   */
  public record RemoveSpecks(double minimumShare) implements Step {
    public RemoveSpecks {
      require(minimumShare >= 0 && minimumShare < 1, "minimum share", minimumShare, "in 0…1");
    }
  }

  /**
   * Cuts to the smallest box around the ink.
   *
   * @param threshold what counts as ink, in 0…1
   */
  public record CropInk(double threshold) implements Step {
    public CropInk {
      require(threshold > 0 && threshold < 1, "threshold", threshold, "in 0…1");
    }
  }

  /**
   * Scales, keeping the aspect, until the longer side is this; bicubic, downwards with a kernel as
   * much wider.
   *
   * @param longestSide in pixels, in 8…4096
   */
  public record ScaleTo(int longestSide) implements Step {
    public ScaleTo {
      require(
          longestSide >= 8 && longestSide <= LARGEST,
          "longest side",
          longestSide,
          "in 8…" + LARGEST + " px");
    }
  }

  /**
   * Thickens strokes until they are at least this wide on average, so that a hard pencil on a large
   * sheet does not vanish at 28 px.
   *
   * @param minimumWidth in pixels of the image as it is at this step, in 0…100
   */
  public record ThickenStrokes(double minimumWidth) implements Step {
    public ThickenStrokes {
      require(
          minimumWidth > 0 && minimumWidth <= 100, "minimum width", minimumWidth, "in 0…100 px");
    }
  }

  /**
   * A Gaussian blur.
   *
   * @param sigma in pixels
   */
  public record Blur(double sigma) implements Step {
    public Blur {
      require(sigma > 0 && sigma <= 100, "sigma", sigma, "in 0…100 px");
    }
  }

  /**
   * Centres the image in a square with its aspect kept and scales that, bicubic, to a fixed side,
   * as EMNIST was made.
   *
   * @param side in pixels, in 8…4096
   * @param border empty pixels on each side of the square, part of {@code side}; at most a quarter
   *     of it
   * @see <a href="https://arxiv.org/abs/1702.05373">Cohen et al., 2017, section II-A</a>
   */
  public record FitSquare(int side, int border) implements Step {
    public FitSquare {
      require(side >= 8 && side <= LARGEST, "side", side, "in 8…" + LARGEST + " px");
      require(border >= 0 && border <= side / 4, "border", border, "0 to a quarter of the side");
    }
  }

  /**
   * Scales to a fixed height, keeping the aspect, bicubic: for words and lines, whose width is
   * free.
   *
   * @param height in pixels, in 8…4096
   * @param border empty pixels on each side, part of {@code height}; at most a quarter of it
   * @param widest the greatest width that may come out, border included, in {@code height}…65536
   *     px; what is wider is refused
   */
  public record FitHeight(int height, int border, int widest) implements Step {
    public FitHeight {
      require(height >= 8 && height <= LARGEST, "height", height, "in 8…" + LARGEST + " px");
      require(
          border >= 0 && border <= height / 4, "border", border, "0 to a quarter of the height");
      require(
          widest >= height && widest <= WIDEST, "widest", widest, "from the height to " + WIDEST);
    }
  }

  /**
   * Adds four images of the same size: how much of each place was drawn with the pen going right,
   * left, down and up, in 0…1. They are empty where nobody knows how the pen moved.
   *
   * @see <a href="https://doi.org/10.1109/ICDAR.2005.11">Bai and Huo, 2005, section 2</a>, of eight
   *     directions
   */
  public record DirectionMaps() implements Step {
    static final int COUNT = 4;
  }

  /**
   * {@code (x − mean) / deviation} of each value: the network's input. Of direction maps it is
   * {@code x / deviation}, so that what is empty stays 0.
   *
   * @param mean of the ink in the training images, finite
   * @param deviation positive and finite
   */
  public record Normalize(double mean, double deviation) implements Step {
    public Normalize {
      require(Double.isFinite(mean), "mean", mean, "finite");
      require(
          deviation > 0 && Double.isFinite(deviation),
          "deviation",
          deviation,
          "positive and finite");
    }
  }

  private static void require(boolean holds, String what, Number value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be " + expected + ", but was " + value);
    }
  }
}
