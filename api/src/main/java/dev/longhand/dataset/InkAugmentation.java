package dev.longhand.dataset;

import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much pen strokes are varied before they are drawn: as another hand would have written them.
 * Lengths are shares of the longest side of the box around the ink.
 *
 * @param rotation the largest turn to either side, in 0…180 degrees
 * @param slant the largest slant to either side: how far a point moves to the side for each unit of
 *     height
 * @param stretch the largest change of width against height, as a share in 0…1, 1 excluded
 * @param bend the largest amplitude of the waves that bend the paper, in 0…1
 * @param strokeShift the largest move of each stroke against the others, along either axis, in 0…1
 * @param grid the widest pitch of a grid that points are moved to, as by a coarse tablet, in 0…1;
 *     half of the ink stays as smooth as it is
 */
public record InkAugmentation(
    double rotation, double slant, double stretch, double bend, double strokeShift, double grid) {

  /** Leaves all ink as it is. */
  public static final InkAugmentation NONE = new InkAugmentation(0, 0, 0, 0, 0, 0);

  /** What one character bears without becoming another. */
  public static final InkAugmentation CHARACTER =
      new InkAugmentation(12, 0.4, 0.2, 0.06, 0.05, 0.06);

  /** Segments longer than this share of the ink are divided, so that they bend, too. */
  private static final double LONGEST_SEGMENT = 0.1;

  public InkAugmentation {
    require(rotation >= 0 && rotation <= 180, "rotation", rotation, "in 0…180 degrees");
    require(slant >= 0 && Double.isFinite(slant), "slant", slant, "finite and not negative");
    require(stretch >= 0 && stretch < 1, "stretch", stretch, "in 0…1, 1 excluded");
    require(bend >= 0 && bend <= 1, "bend", bend, "in 0…1");
    require(strokeShift >= 0 && strokeShift <= 1, "strokeShift", strokeShift, "in 0…1");
    require(grid >= 0 && grid <= 1, "grid", grid, "in 0…1");
  }

  private static void require(boolean holds, String what, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " must be " + expected + ", but was " + value);
    }
  }

  /**
   * Varies ink.
   *
   * @param random decides everything
   */
  public Ink apply(Ink ink, SplittableRandom random) {
    double size = size(ink);
    if (equals(NONE) || size == 0) {
      return ink;
    }
    double angle = Math.toRadians(uniform(random, rotation));
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double lean = uniform(random, slant);
    double widen = Math.sqrt((1 + stretch * random.nextDouble()));
    double wide = random.nextBoolean() ? widen : 1 / widen;
    double pitch = random.nextBoolean() ? grid * random.nextDouble() * size : 0;
    var waveX = Wave.draw(random, bend * size, size);
    var waveY = Wave.draw(random, bend * size, size);
    List<Stroke> varied = new ArrayList<>();
    for (Stroke stroke : ink.strokes()) {
      float[] points = divide(stroke, LONGEST_SEGMENT * size);
      double moveX = uniform(random, strokeShift) * size;
      double moveY = uniform(random, strokeShift) * size;
      for (int i = 0; i < points.length; i += 2) {
        double x = points[i] + waveX.at(points[i], points[i + 1]) + moveX;
        double y = points[i + 1] + waveY.at(points[i], points[i + 1]) + moveY;
        double slantedX = (x - lean * y) * wide;
        double slantedY = y / wide;
        points[i] = snap(cos * slantedX - sin * slantedY, pitch);
        points[i + 1] = snap(sin * slantedX + cos * slantedY, pitch);
      }
      varied.add(new Stroke(points));
    }
    return new Ink(varied);
  }

  private static float snap(double coordinate, double pitch) {
    return (float) (pitch == 0 ? coordinate : pitch * Math.rint(coordinate / pitch));
  }

  private static double uniform(SplittableRandom random, double limit) {
    return limit * (2 * random.nextDouble() - 1);
  }

  /** The longest side of the box around all points. */
  private static double size(Ink ink) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Stroke stroke : ink.strokes()) {
      for (int point = 0; point < stroke.points(); point++) {
        left = Math.min(left, stroke.x(point));
        right = Math.max(right, stroke.x(point));
        top = Math.min(top, stroke.y(point));
        bottom = Math.max(bottom, stroke.y(point));
      }
    }
    return Math.max(right - left, bottom - top);
  }

  /** The stroke's points, with more of them on long segments. */
  private static float[] divide(Stroke stroke, double longest) {
    List<Float> points = new ArrayList<>(List.of(stroke.x(0), stroke.y(0)));
    for (int point = 1; point < stroke.points(); point++) {
      float fromX = stroke.x(point - 1);
      float fromY = stroke.y(point - 1);
      float dx = stroke.x(point) - fromX;
      float dy = stroke.y(point) - fromY;
      int parts = Math.max(1, (int) Math.ceil(Math.hypot(dx, dy) / longest));
      for (int part = 1; part <= parts; part++) {
        points.add(fromX + dx * part / parts);
        points.add(fromY + dy * part / parts);
      }
    }
    float[] divided = new float[points.size()];
    for (int i = 0; i < divided.length; i++) {
      divided[i] = points.get(i);
    }
    return divided;
  }

  /** A displacement that rises and falls about once across the ink, in a random direction. */
  private record Wave(double amplitude, double alongX, double alongY, double phase) {

    static Wave draw(SplittableRandom random, double limit, double size) {
      double direction = 2 * Math.PI * random.nextDouble();
      double waveNumber = 2 * Math.PI * (0.5 + random.nextDouble()) / size;
      return new Wave(
          limit * random.nextDouble(),
          waveNumber * Math.cos(direction),
          waveNumber * Math.sin(direction),
          2 * Math.PI * random.nextDouble());
    }

    double at(double x, double y) {
      return amplitude * Math.sin(alongX * x + alongY * y + phase);
    }
  }
}
