package dev.longhand.character;

import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Sample;
import dev.longhand.image.GrayImage;
import dev.longhand.ink.Ink;
import dev.longhand.ink.Ink.Stroke;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simple signs as an unsteady hand draws them: {@code - | / \ o}, and {@code < >}: the line of
 * {@code -} with the pen going left and right; and whatever a test adds.
 */
record Signs(String name, List<Sample> samples) implements Dataset {

  /** As many of each sign, in turn. */
  static Signs of(String name, String signs, int each, long seed) {
    var random = new SplittableRandom(seed);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (String sign : Alphabet.ofCodePoints(signs).symbols()) {
        Ink ink = draw(sign.charAt(0), random);
        samples.add(sample(samples.size(), new Sample.Strokes(ink), sign));
      }
    }
    return new Signs(name, samples);
  }

  static Sample sample(int number, Sample.Content content, String... labels) {
    return new Sample("sample-" + number, "", List.of(labels), content);
  }

  static Sample.Content blank() {
    return new Sample.Pixels(GrayImage.of(20, 20, new byte[400]));
  }

  /** These and then others. */
  Signs and(Sample... more) {
    List<Sample> all = new ArrayList<>(samples);
    all.addAll(List.of(more));
    return new Signs(name, all);
  }

  static Ink draw(char sign, SplittableRandom random) {
    return switch (sign) {
      case '-', '>' -> line(0, 0, 100, 0, random);
      case '<' -> line(100, 0, 0, 0, random);
      case '|' -> line(0, 0, 0, 100, random);
      case '/' -> line(0, 100, 80, 0, random);
      case '\\' -> line(0, 0, 80, 100, random);
      case 'o' -> ring(random);
      default -> throw new IllegalArgumentException("no such sign: " + sign);
    };
  }

  private static Ink line(float x1, float y1, float x2, float y2, SplittableRandom random) {
    return new Ink(
        List.of(
            new Stroke(
                x1 + shake(random), y1 + shake(random), x2 + shake(random), y2 + shake(random))));
  }

  private static Ink ring(SplittableRandom random) {
    float[] coordinates = new float[26];
    for (int i = 0; i < 13; i++) {
      coordinates[2 * i] = (float) (50 * Math.cos(Math.PI * i / 6)) + shake(random);
      coordinates[2 * i + 1] = (float) (50 * Math.sin(Math.PI * i / 6)) + shake(random);
    }
    return new Ink(List.of(new Stroke(coordinates)));
  }

  private static float shake(SplittableRandom random) {
    return (float) (12 * random.nextDouble() - 6);
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
