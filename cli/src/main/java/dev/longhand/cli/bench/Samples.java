package dev.longhand.cli.bench;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.image.NoInkException;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.network.InputSpec;
import dev.longhand.network.NetworkSpec;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Inputs of a network, each with a class, always the same.
 *
 * @param inputs {@code C×H×W}, at least one
 * @param classes of each, from 0 up to the last extent of the network's output
 */
record Samples(List<Tensor> inputs, List<Integer> classes) {
  private static final long SEED = 20240229;

  /** A free width is as many times the height: a word of some letters. */
  private static final int WIDTHS_OF_HEIGHT = 4;

  private static final int FREE_HEIGHT = 32;

  /** How much of a random image tells its class; the rest is noise. */
  private static final float SIGNAL = 0.5f;

  /** Images of noise, through which a pattern shines that all of one class share. */
  static Samples random(NetworkSpec network, int count) {
    Shape shape = shape(network.input());
    int classes = classes(network, shape);
    Tensor[] patterns = new Tensor[classes];
    var random = new SplittableRandom(SEED);
    for (int k = 0; k < classes; k++) {
      patterns[k] = noise(shape, random);
    }
    List<Tensor> inputs = new ArrayList<>();
    List<Integer> truths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int truth = random.nextInt(classes);
      float[] values = noise(shape, random).toArray();
      for (int p = 0; p < values.length; p++) {
        values[p] += SIGNAL * patterns[truth].at(p);
      }
      inputs.add(Tensor.of(shape, values));
      truths.add(truth);
    }
    return new Samples(inputs, truths);
  }

  /**
   * Images of a dataset, prepared as the model wants them.
   *
   * @throws LonghandException when none of them has ink, or they are of different sizes then
   */
  static Samples of(ModelBundle model, Dataset dataset, int count) {
    var pipeline = new PreprocessingPipeline(model.preprocessing());
    Map<String, Integer> index = model.alphabet().index();
    Dataset some = Datasets.limit(dataset, count);
    List<Tensor> inputs = new ArrayList<>();
    List<Integer> truths = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      try {
        inputs.add(pipeline.prepare(some.sample(i).image()).input());
        // What is not a symbol of the model, as a word is, costs as much to learn as any other.
        truths.add(index.getOrDefault(some.labels(i).get(0), i % index.size()));
      } catch (NoInkException e) {
        // There is nothing to measure with.
      }
    }
    if (inputs.isEmpty()) {
      throw new LonghandException(dataset.name() + " has no image with ink on it");
    }
    Shape first = inputs.get(0).shape();
    for (Tensor input : inputs) {
      if (!input.shape().equals(first)) {
        throw new LonghandException(
            "the images of "
                + dataset.name()
                + " are of different sizes when prepared, "
                + first
                + " and "
                + input.shape()
                + ", and a batch has but one; leave out --data to measure with random images");
      }
    }
    return new Samples(inputs, truths);
  }

  /** The batch at an index, of samples in their order, and after the last again the first. */
  Tensor batch(int index, int size) {
    List<Tensor> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(inputs.get(at(index, size, i)));
    }
    return Tensor.stack(batch);
  }

  /** The classes of the batch at an index. */
  int[] classes(int index, int size) {
    int[] batch = new int[size];
    for (int i = 0; i < size; i++) {
      batch[i] = classes.get(at(index, size, i));
    }
    return batch;
  }

  private int at(int index, int size, int position) {
    return (int) (((long) index * size + position) % inputs.size());
  }

  private static Shape shape(InputSpec input) {
    int height = input.height().orElse(FREE_HEIGHT);
    return new Shape(input.channels(), height, input.width().orElse(WIDTHS_OF_HEIGHT * height));
  }

  private static int classes(NetworkSpec network, Shape input) {
    Shape output =
        network.outputShape(new Shape(1, input.extent(0), input.extent(1), input.extent(2)));
    return output.extent(output.rank() - 1);
  }

  private static Tensor noise(Shape shape, SplittableRandom random) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }
}
