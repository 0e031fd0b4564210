package dev.longhand.image;

import dev.longhand.image.Preprocessing.Blur;
import dev.longhand.image.Preprocessing.CropInk;
import dev.longhand.image.Preprocessing.DirectionMaps;
import dev.longhand.image.Preprocessing.ExtractInk;
import dev.longhand.image.Preprocessing.FitHeight;
import dev.longhand.image.Preprocessing.FitSquare;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.Preprocessing.ReduceTo;
import dev.longhand.image.Preprocessing.RemoveSpecks;
import dev.longhand.image.Preprocessing.ScaleTo;
import dev.longhand.image.Preprocessing.Step;
import dev.longhand.image.Preprocessing.ThickenStrokes;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of {@link Preprocessing}: the same pixels in training, reading and serving.
 */
public final class PreprocessingPipeline {
  private final Preprocessing preprocessing;

  public PreprocessingPipeline(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  /**
   * @throws NoInkException when nothing is written on the image
   * @throws TooWideException when the writing is too long for the model
   */
  public Prepared prepare(GrayImage image) {
    return run(image, null);
  }

  /**
   * The image after each step, for people to look at: as it was until the ink is extracted, white
   * ink on black from there.
   *
   * @throws NoInkException when nothing is written on the image
   */
  public List<Stage> explain(GrayImage image) {
    List<Stage> stages = new ArrayList<>();
    run(image, stages);
    return stages;
  }

  /**
   * @param step what was done, as {@code "CropInk"}
   * @param image what it gave
   */
  public record Stage(String step, GrayImage image) {}

  /**
   * @param stages takes the image after each step; null when nobody looks
   */
  private Prepared run(GrayImage image, @Nullable List<Stage> stages) {
    Plane plane = Plane.of(image);
    Placement placement = Placement.UNCHANGED;
    float[] directions = {};
    Prepared.Box inkBox = new Prepared.Box(0, 0, image.width(), image.height());
    for (Step step : preprocessing.steps()) {
      if (step instanceof ReduceTo reduce) {
        Plane reduced = reduce(plane, reduce.longestSide());
        placement = placement.scaled(plane, reduced);
        plane = reduced;
      } else if (step instanceof ExtractInk extract) {
        plane = InkExtraction.extract(plane, extract);
      } else if (step instanceof RemoveSpecks remove) {
        plane = Pieces.removeSpecks(plane, remove.minimumShare());
      } else if (step instanceof CropInk crop) {
        Prepared.Box box = inkBox(plane, crop.threshold());
        inkBox = toImage(box, placement, image);
        placement = placement.moved(-box.left(), -box.top());
        plane = plane.crop(box.left(), box.top(), box.width(), box.height());
      } else if (step instanceof ScaleTo scaleTo) {
        Plane scaled = Resampling.scaleTo(plane, scaleTo.longestSide());
        placement = placement.scaled(plane, scaled);
        plane = scaled;
      } else if (step instanceof ThickenStrokes thicken) {
        Plane thick = Strokes.thicken(plane, thicken.minimumWidth());
        placement = placement.padded(plane, thick);
        plane = thick;
      } else if (step instanceof Blur blur) {
        int reach = (int) Math.ceil(2 * blur.sigma());
        placement = placement.moved(reach, reach);
        plane = Filters.blur(plane.pad(reach, reach, reach, reach), blur.sigma());
      } else if (step instanceof FitSquare fit) {
        Plane square = square(plane, fit);
        placement = placement.padded(plane, square);
        plane = Resampling.scale(square, fit.side(), fit.side());
        placement = placement.scaled(square, plane);
      } else if (step instanceof FitHeight fit) {
        plane = fitHeight(plane, fit, inkBox);
      } else if (step instanceof DirectionMaps) {
        directions = directions(image, placement, plane.width());
        if (stages != null && image.path().isPresent()) {
          stages.add(new Stage(step.getClass().getSimpleName(), sideBySide(plane, directions)));
        }
        continue;
      } else if (step instanceof Normalize normalize) {
        return new Prepared(normalize(plane, directions, normalize), inkBox);
      }
      if (stages != null) {
        stages.add(new Stage(step.getClass().getSimpleName(), plane.toImage(0, 255)));
      }
    }
    throw new IllegalStateException("preprocessing ends with normalising");
  }

  private static float[] directions(GrayImage image, Placement placement, int side) {
    return image
        .path()
        .map(path -> DirectionMapping.draw(path, placement, side))
        .orElseGet(() -> new float[DirectionMaps.COUNT * side * side]);
  }

  /** The ink, and right of it each direction's map. */
  private static GrayImage sideBySide(Plane ink, float[] directions) {
    int side = ink.width();
    int images = 1 + DirectionMaps.COUNT;
    float[] row = new float[images * side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(ink.values(), y * side, row, y * images * side, side);
      for (int map = 0; map < DirectionMaps.COUNT; map++) {
        int to = (y * images + 1 + map) * side;
        System.arraycopy(directions, (map * side + y) * side, row, to, side);
      }
    }
    return new Plane(images * side, side, row).toImage(0, 255);
  }

  /**
   * A box of the plane in pixels of the image that was given.
   *
   * @param placement of the image, which was only scaled so far
   */
  private static Prepared.Box toImage(Prepared.Box box, Placement placement, GrayImage image) {
    double scale = 1 / Math.max(placement.scaleX(), placement.scaleY());
    int left = (int) Math.floor(box.left() * scale);
    int top = (int) Math.floor(box.top() * scale);
    int right = (int) Math.ceil((box.left() + box.width()) * scale);
    int bottom = (int) Math.ceil((box.top() + box.height()) * scale);
    return new Prepared.Box(
        left, top, Math.min(right, image.width()) - left, Math.min(bottom, image.height()) - top);
  }

  private static Plane reduce(Plane plane, int longestSide) {
    return Math.max(plane.width(), plane.height()) <= longestSide
        ? plane
        : Resampling.scaleTo(plane, longestSide);
  }

  private static Prepared.Box inkBox(Plane ink, double threshold) {
    int left = ink.width();
    int right = -1;
    int top = ink.height();
    int bottom = -1;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (ink.at(x, y) > threshold) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (right < 0) {
      throw new NoInkException("no ink found: nothing is left once specks are cleared");
    }
    return new Prepared.Box(left, top, right - left + 1, bottom - top + 1);
  }

  /** The ink in the centre of a square, of which the border will be its share. */
  private static Plane square(Plane ink, FitSquare fit) {
    int inner = fit.side() - 2 * fit.border();
    int longest = Math.max(ink.width(), ink.height());
    int side = (int) Math.round((double) longest * fit.side() / inner);
    int left = (side - ink.width()) / 2;
    int top = (side - ink.height()) / 2;
    return ink.pad(left, top, side - ink.width() - left, side - ink.height() - top);
  }

  /**
   * @param inkBox of the ink in the image that was given, whose pixels a person knows
   */
  private static Plane fitHeight(Plane ink, FitHeight fit, Prepared.Box inkBox) {
    int inner = fit.height() - 2 * fit.border();
    long width = Math.max(1, Math.round((double) ink.width() * inner / ink.height()));
    if (width + 2L * fit.border() > fit.widest()) {
      throw new TooWideException(
          "the writing is "
              + inkBox.width()
              + " px wide and "
              + inkBox.height()
              + " px high: scaled to the model's height it would be "
              + (width + 2L * fit.border())
              + " px wide, but at most "
              + fit.widest()
              + " are read. Cut the image into lines or words");
    }
    int border = fit.border();
    return Resampling.scale(ink, (int) width, inner).pad(border, border, border, border);
  }

  private static Tensor normalize(Plane ink, float[] directions, Normalize normalize) {
    float mean = (float) normalize.mean();
    float deviation = (float) normalize.deviation();
    int pixels = ink.values().length;
    float[] values = new float[pixels + directions.length];
    for (int i = 0; i < pixels; i++) {
      values[i] = (ink.values()[i] - mean) / deviation;
    }
    for (int i = 0; i < directions.length; i++) {
      values[pixels + i] = directions[i] / deviation;
    }
    return Tensor.of(new Shape(values.length / pixels, ink.height(), ink.width()), values);
  }
}
