package dev.longhand.engine;

import dev.longhand.network.InputSpec;
import dev.longhand.network.Layer;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.network.Window;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A valid network with weights and a batch for it.
 *
 * <p>It is grown from a list of small numbers, of which those that would not fit are passed over;
 * so jqwik shrinks a failing network by leaving layers out.
 */
record RandomNetwork(NetworkSpec spec, Weights weights, Tensor batch) {

  /** What may be added next; the numbers mean what the kind of layer makes of them. */
  record Step(Kind kind, int size, Window kernel, Window stride, Window padding, boolean flag) {}

  enum Kind {
    CONV,
    BATCH_NORM,
    RELU,
    MAX_POOL,
    RESIDUAL,
    DROPOUT,
    FLATTEN,
    GLOBAL_AVERAGE_POOL,
    COLUMNS_TO_SEQUENCE,
    BI_LSTM,
    DENSE
  }

  static Arbitrary<RandomNetwork> any() {
    Arbitrary<InputSpec> inputs =
        Combinators.combine(
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 12),
                Arbitraries.integers().between(1, 14),
                Arbitraries.of(true, false))
            .as(
                (channels, height, width, free) ->
                    new InputSpec(
                        channels,
                        OptionalInt.of(height),
                        free ? OptionalInt.empty() : OptionalInt.of(width)));
    Arbitrary<Integer> freeWidths = Arbitraries.integers().between(1, 20);
    return Combinators.combine(
            inputs, freeWidths, Arbitraries.integers().between(1, 4), steps(), Arbitraries.longs())
        .as(
            (input, freeWidth, images, steps, seed) -> {
              Shape batch =
                  new Shape(
                      images,
                      input.channels(),
                      input.height().orElseThrow(),
                      input.width().orElse(freeWidth));
              return of(grow(input, steps, batch), batch, seed);
            });
  }

  private static Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(1, 5),
            windows(1, 4),
            windows(1, 3),
            windows(0, 3),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  private static Arbitrary<Window> windows(int least, int most) {
    Arbitrary<Integer> sides = Arbitraries.integers().between(least, most);
    return Combinators.combine(sides, sides).as(Window::new);
  }

  static RandomNetwork of(NetworkSpec spec, Shape batch, long seed) {
    var random = new Random(seed);
    return new RandomNetwork(spec, weights(spec, random), gaussian(batch, random));
  }

  private static NetworkSpec grow(InputSpec input, List<Step> steps, Shape batch) {
    List<Layer> layers = new ArrayList<>();
    for (Step step : steps) {
      int before = layers.size();
      try {
        layers.add(layer(step, "layer" + before));
        var unused = new NetworkSpec(input, layers).outputShape(batch);
      } catch (IllegalArgumentException e) {
        layers.subList(before, layers.size()).clear();
      }
    }
    if (layers.isEmpty()) {
      layers.add(new Layer.Relu("only"));
    }
    return new NetworkSpec(input, layers);
  }

  private static Layer layer(Step step, String name) {
    return switch (step.kind()) {
      case CONV ->
          new Layer.Conv2d(
              name, step.size(), step.kernel(), step.stride(), step.padding(), step.flag());
      case BATCH_NORM -> new Layer.BatchNorm(name);
      case RELU -> new Layer.Relu(name);
      case MAX_POOL -> new Layer.MaxPool2d(name, step.kernel(), step.stride(), step.padding());
      case RESIDUAL -> residual(step, name);
      case DROPOUT -> new Layer.Dropout(name, 0.1f * step.size());
      case FLATTEN -> new Layer.Flatten(name);
      case GLOBAL_AVERAGE_POOL -> new Layer.GlobalAveragePool(name);
      case COLUMNS_TO_SEQUENCE -> new Layer.ColumnsToSequence(name);
      case BI_LSTM -> new Layer.BiLstm(name, step.size());
      case DENSE -> new Layer.Dense(name, step.size());
    };
  }

  /** With an identity for a shortcut, or with a convolution in both branches. */
  private static Layer residual(Step step, String name) {
    if (step.flag()) {
      return new Layer.Residual(
          name,
          List.of(new Layer.Relu(name + "/relu"), new Layer.Dropout(name + "/drop", 0.2f)),
          List.of());
    }
    return new Layer.Residual(
        name,
        List.of(
            Layer.Conv2d.strided(name + "/conv1", step.size(), 3, step.stride().height(), true),
            new Layer.BatchNorm(name + "/norm"),
            new Layer.Relu(name + "/relu"),
            Layer.Conv2d.same(name + "/conv2", step.size() + 1, 3, false)),
        List.of(
            Layer.Conv2d.strided(
                name + "/shortcut", step.size() + 1, 1, step.stride().height(), false)));
  }

  /** None of them 0 or 1, as initial ones are: a forgotten bias or mean has to show. */
  private static Weights weights(NetworkSpec spec, Random random) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Parameter parameter : spec.parameters()) {
      float[] values = new float[parameter.shape().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (parameter.role()) {
              case KERNEL, RECURRENT_KERNEL ->
                  (float) (random.nextGaussian() / Math.sqrt(parameter.fanIn()));
              case BIAS, GATE_BIAS, RUNNING_MEAN -> (float) random.nextGaussian();
              case SCALE, RUNNING_VARIANCE -> 0.5f + random.nextFloat();
            };
      }
      byName.put(parameter.name(), Tensor.of(parameter.shape(), values));
    }
    return new Weights(byName);
  }

  static Tensor gaussian(Shape shape, Random random) {
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  @Override
  public String toString() {
    return spec.layers() + " on " + spec.input() + ", given " + batch.shape();
  }
}
