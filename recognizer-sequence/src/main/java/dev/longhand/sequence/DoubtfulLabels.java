package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The labels that a trained model finds least probable, for each of their symbols: among them are
 * those that are wrong, where ink is missing, or capitals are called small letters.
 *
 * <p>Nothing here is random, so the same model finds the same labels doubtful.
 */
final class DoubtfulLabels {

  /** So many words are drawn, and in memory, at once. */
  private static final int AT_ONCE = 2048;

  private final List<Doubt> doubts;

  private DoubtfulLabels(List<Doubt> doubts) {
    this.doubts = doubts;
  }

  /**
   * One label that is doubted.
   *
   * @param dataset the place of the dataset among those that were given
   * @param index of the sample in it
   * @param loss −log of the label's probability, for each of its symbols
   */
  private record Doubt(int dataset, int index, String id, String label, double loss) {}

  /**
   * @param model to judge by; labels with symbols that it does not know are not doubted, nor are
   *     images that cannot be read
   * @param share of all words that are to be doubted, rounded down
   */
  static DoubtfulLabels find(
      List<Dataset> datasets,
      ModelBundle model,
      Engine engine,
      PreprocessingPipeline pipeline,
      double share) {
    List<Doubt> all = new ArrayList<>();
    int words = 0;
    try (Network network = engine.load(model.network(), model.weights())) {
      for (int i = 0; i < datasets.size(); i++) {
        Dataset dataset = datasets.get(i);
        var drawn = new DatasetWords(dataset, pipeline, StrokeVariation.NONE);
        words += drawn.size();
        for (int from = 0; from < drawn.size(); from += AT_ONCE) {
          int to = Math.min(drawn.size(), from + AT_ONCE);
          double[] losses = losses(network, drawn, from, to, model.alphabet().index());
          for (int k = from; k < to; k++) {
            double loss = losses[k - from];
            if (!Double.isNaN(loss)) {
              all.add(new Doubt(i, k, dataset.id(k), dataset.labels(k).get(0), loss));
            }
          }
        }
      }
    }
    all.sort(
        Comparator.comparingDouble(Doubt::loss)
            .reversed()
            .thenComparingInt(Doubt::dataset)
            .thenComparingInt(Doubt::index));
    return new DoubtfulLabels(
        List.copyOf(all.subList(0, Math.min(all.size(), (int) (share * words)))));
  }

  /** For each symbol of each word's label; NaN where it cannot be told. */
  private static double[] losses(
      Network network, DatasetWords words, int from, int to, Map<String, Integer> symbols) {
    double[] losses = new double[to - from];
    Arrays.fill(losses, Double.NaN);
    int[][] labels = new int[losses.length][];
    GrayImage[] images = new GrayImage[losses.length];
    IntStream.range(0, losses.length)
        .parallel()
        .forEach(
            i -> {
              var random = new SplittableRandom(from + i);
              Word word = words.word(from + i, random);
              List<String> label = word.text().codePoints().mapToObj(Character::toString).toList();
              if (label.isEmpty() || !symbols.keySet().containsAll(label)) {
                return;
              }
              labels[i] = label.stream().mapToInt(symbols::get).toArray();
              try {
                images[i] = WordTask.wideEnough(word.draw(random), labels[i]);
              } catch (LonghandException e) {
                // Training leaves it out and says why.
              }
            });
    int[] drawn = IntStream.range(0, images.length).filter(i -> images[i] != null).toArray();
    WidthBatches.run(
        network,
        drawn.length,
        i -> images[drawn[i]].width(),
        i -> input(images[drawn[i]]),
        (indices, output) ->
            IntStream.range(0, indices.length)
                .forEach(
                    i -> {
                      int word = drawn[indices[i]];
                      int columns = WordNetwork.columns(images[word].width());
                      losses[word] =
                          CtcLoss.negativeLogLikelihood(
                                  labels[word], WordDecoding.logProbabilities(output, i, columns))
                              / labels[word].length;
                    }));
    return losses;
  }

  private static Tensor input(GrayImage image) {
    float[] values = LineImage.ink(image);
    for (int p = 0; p < values.length; p++) {
      values[p] = (values[p] - LineImage.MEAN) / LineImage.DEVIATION;
    }
    return Tensor.of(new Shape(1, image.height(), image.width()), values);
  }

  /** Of the samples, the most doubtful first. */
  List<String> ids() {
    return doubts.stream().map(Doubt::id).toList();
  }

  /** The datasets without these words. */
  List<Dataset> without(List<Dataset> datasets) {
    List<Dataset> rest = new ArrayList<>();
    for (int i = 0; i < datasets.size(); i++) {
      Set<Integer> left = new HashSet<>();
      for (Doubt doubt : doubts) {
        if (doubt.dataset() == i) {
          left.add(doubt.index());
        }
      }
      int size = datasets.get(i).size();
      rest.add(
          Datasets.select(
              datasets.get(i),
              IntStream.range(0, size).filter(index -> !left.contains(index)).toArray()));
    }
    return rest;
  }

  /** Writes a line for each, the most doubtful first: loss, label and id, with tabs between. */
  void write(Path file) {
    List<String> lines = new ArrayList<>();
    for (Doubt doubt : doubts) {
      lines.add(
          String.format(Locale.ROOT, "%.3f\t%s\t%s", doubt.loss(), doubt.label(), doubt.id()));
    }
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new LonghandException("cannot write " + file + ": " + e, e);
    }
  }
}
