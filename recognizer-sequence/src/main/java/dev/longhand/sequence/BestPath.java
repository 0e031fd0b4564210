package dev.longhand.sequence;

import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of the likeliest path: for each column the likeliest class, repeats merged and blanks
 * dropped (Graves et al., 2006, section 3.2, best path decoding). It needs no probabilities, so
 * training and validation read with it.
 */
record BestPath(Alphabet alphabet) {

  /**
   * @param output {@code N×T×(K+1)} logits
   * @param columns of each sample that are its own
   */
  List<String> read(Tensor output, int[] columns) {
    int steps = output.shape().extent(1);
    int classes = output.shape().extent(2);
    List<String> texts = new ArrayList<>();
    for (int sample = 0; sample < columns.length; sample++) {
      var text = new StringBuilder();
      int before = classes - 1;
      for (int t = 0; t < columns[sample]; t++) {
        int row = (sample * steps + t) * classes;
        int best = 0;
        for (int k = 1; k < classes; k++) {
          if (output.at(row + k) > output.at(row + best)) {
            best = k;
          }
        }
        if (best != before && best != classes - 1) {
          text.append(alphabet.symbol(best));
        }
        before = best;
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
