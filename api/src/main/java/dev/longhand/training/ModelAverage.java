package dev.longhand.training;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One model of several: its weights are the means of theirs. Where all of them were trained from
 * the same one, the mean often reads what none has seen better than each of them (<a
 * href="https://arxiv.org/abs/2203.05482">Wortsman et al., 2022, Model soups</a>).
 */
public final class ModelAverage {

  private ModelAverage() {}

  /**
   * A model and what it counts.
   *
   * @param called what provenance and messages call it
   * @param share positive; only its ratio to the other shares counts
   */
  public record Part(String called, ModelBundle model, double share) {
    public Part {
      if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the share of " + called + " must be positive, but was " + share);
      }
    }
  }

  /**
   * @param parts at least two, of the same network, but for dropout, and the same alphabet and
   *     preprocessing
   * @return the first of them with the mean weights; its decoder is tuned for its own weights still
   * @throws LonghandException when the models are not of one kind
   */
  public static ModelBundle of(List<Part> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("an average is of two or more, but was " + parts.size());
    }
    ModelBundle first = parts.get(0).model();
    parts.forEach(part -> requireLike(parts.get(0), part));
    double all = parts.stream().mapToDouble(Part::share).sum();
    Map<String, Tensor> means = new LinkedHashMap<>();
    first.weights().byName().forEach((name, tensor) -> means.put(name, mean(name, parts, all)));
    String of =
        parts.stream()
            .map(part -> String.format(Locale.ROOT, "%.3f %s", part.share() / all, part.called()))
            .collect(Collectors.joining(" + "));
    return new ModelBundle(
        first.name(),
        first.kind(),
        first.network(),
        new Weights(means),
        first.alphabet(),
        first.preprocessing(),
        first.decoder(),
        first.provenance().withSetting("average of weights", of),
        first.card()
            + "\n\n## An average\n\nThe weights are "
            + of
            + ". What is said above of training and validation is of the first of these.\n",
        first.languageModel());
  }

  private static void requireLike(Part first, Part other) {
    ModelBundle one = first.model();
    ModelBundle two = other.model();
    String differs =
        !one.network().infersLike(two.network())
            ? "networks"
            : !one.alphabet().equals(two.alphabet())
                ? "alphabets"
                : !one.preprocessing().equals(two.preprocessing())
                    ? "preprocessing"
                    : !one.kind().equals(two.kind()) ? "kinds" : "";
    if (!differs.isEmpty()) {
      throw new LonghandException(
          first.called()
              + " and "
              + other.called()
              + " have different "
              + differs
              + ", so there is no average of them");
    }
  }

  private static Tensor mean(String name, List<Part> parts, double all) {
    double[] sum = new double[parts.get(0).model().weights().get(name).shape().size()];
    for (Part part : parts) {
      float[] values = part.model().weights().get(name).toArray();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part.share() / all * values[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) sum[i];
    }
    return Tensor.of(parts.get(0).model().weights().get(name).shape(), mean);
  }
}
