package dev.longhand.training;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.network.NetworkSpec;
import dev.longhand.network.WeightInitializer;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Starting a training from a trained model, whose alphabet may be another. */
public final class WarmStart {

  private WarmStart() {}

  /**
   * The model's weights; of the heads, the rows of symbols that both alphabets have, and fresh ones
   * for the others.
   *
   * @param network to be trained
   * @param alphabet to be learnt
   * @param start the trained model
   * @param heads names of the layers with one row of weights for each symbol, in the alphabet's
   *     order
   * @param rowsAfter how many rows follow those of the symbols in each head, as a CTC blank; they
   *     are kept
   * @param seed of the fresh weights
   * @throws LonghandException when the model's network is another
   */
  public static Weights weights(
      NetworkSpec network,
      Alphabet alphabet,
      ModelBundle start,
      Set<String> heads,
      int rowsAfter,
      long seed) {
    Weights fresh = WeightInitializer.initialize(network, seed);
    Map<String, Tensor> weights = new LinkedHashMap<>(fresh.byName());
    for (String weight : fresh.names()) {
      Tensor trained = start.weights().byName().get(weight);
      if (trained == null) {
        throw new LonghandException(
            "model "
                + start.name()
                + " cannot be trained further: it has no weight '"
                + weight
                + "', as its network is another");
      }
      boolean head = heads.contains(weight.substring(0, weight.lastIndexOf('.')));
      weights.put(
          weight,
          head
              ? knownRows(fresh.get(weight), trained, alphabet, start.alphabet(), rowsAfter)
              : requireSameShape(fresh.get(weight), trained, weight, start));
    }
    return new Weights(weights);
  }

  private static Tensor requireSameShape(
      Tensor fresh, Tensor trained, String weight, ModelBundle start) {
    if (!fresh.shape().equals(trained.shape())) {
      throw new LonghandException(
          "model "
              + start.name()
              + " cannot be trained further: its weight '"
              + weight
              + "' is "
              + trained.shape()
              + ", but "
              + fresh.shape()
              + " is needed");
    }
    return trained;
  }

  private static Tensor knownRows(
      Tensor fresh, Tensor trained, Alphabet alphabet, Alphabet known, int rowsAfter) {
    int row = fresh.shape().size() / (alphabet.size() + rowsAfter);
    if (trained.shape().size() != row * (known.size() + rowsAfter)) {
      return fresh;
    }
    float[] values = fresh.toArray();
    float[] from = trained.toArray();
    for (int k = 0; k < alphabet.size(); k++) {
      int target = k * row;
      known
          .indexOf(alphabet.symbol(k))
          .ifPresent(source -> System.arraycopy(from, source * row, values, target, row));
    }
    int after = rowsAfter * row;
    System.arraycopy(from, from.length - after, values, values.length - after, after);
    return Tensor.of(fresh.shape(), values);
  }
}
