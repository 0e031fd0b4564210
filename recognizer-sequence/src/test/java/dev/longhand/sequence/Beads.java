package dev.longhand.sequence;

import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Sample;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Words of three simple letters as an unsteady hand writes them: {@code o}, {@code l}, {@code v}.
 */
record Beads(String name, List<Sample> samples) implements Dataset {

  static Beads of(String name, int size, long seed) {
    var random = new SplittableRandom(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      var text = new StringBuilder();
      int length = 2 + random.nextInt(3);
      for (int k = 0; k < length; k++) {
        text.append("olv".charAt(random.nextInt(3)));
      }
      samples.add(sample("bead-" + i, text.toString(), random));
    }
    return new Beads(name, samples);
  }

  static Sample sample(String id, String text, SplittableRandom random) {
    return new Sample(id, "", List.of(text), new Sample.Strokes(write(text, random)));
  }

  static Ink write(String text, SplittableRandom random) {
    List<Stroke> strokes = new ArrayList<>();
    float left = 0;
    for (int i = 0; i < text.length(); i++) {
      float x = left + shake(random);
      switch (text.charAt(i)) {
        case 'o' -> strokes.add(ring(x + 30, 60 + shake(random)));
        case 'l' -> strokes.add(new Stroke(x + 10, shake(random), x + 10, 90));
        case 'v' ->
            strokes.add(new Stroke(x, 30 + shake(random), x + 25, 90, x + 50, 30 + shake(random)));
        default -> throw new IllegalArgumentException("no such letter: " + text.charAt(i));
      }
      left += text.charAt(i) == 'l' ? 40 : 80;
    }
    return new Ink(strokes);
  }

  private static Stroke ring(float x, float y) {
    float[] coordinates = new float[26];
    for (int i = 0; i < 13; i++) {
      coordinates[2 * i] = (float) (x + 28 * Math.cos(Math.PI * i / 6));
      coordinates[2 * i + 1] = (float) (y + 28 * Math.sin(Math.PI * i / 6));
    }
    return new Stroke(coordinates);
  }

  private static float shake(SplittableRandom random) {
    return (float) (8 * random.nextDouble() - 4);
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public String id(int index) {
    return samples.get(index).id();
  }

  @Override
  public String group(int index) {
    return samples.get(index).group();
  }

  @Override
  public List<String> labels(int index) {
    return samples.get(index).labels();
  }

  @Override
  public Sample sample(int index) {
    return samples.get(index);
  }
}
