package dev.longhand.sequence;

import dev.longhand.engine.Network;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Runs images of different widths with little padding. Each is padded with paper to a width that
 * depends on itself alone, so what is read does not depend on what it is read together with.
 */
final class WidthBatches {

  /** Widths are padded to multiples of this. */
  private static final int BUCKET = 32;

  /** Pixels in one run at the most, so that a few long lines do not take all memory. */
  private static final int LARGEST_BATCH = 64 * WordNetwork.HEIGHT * 256;

  private WidthBatches() {}

  /** Is told of the outputs of some images. */
  interface Listener {
    /**
     * @param indices of the images
     * @param output {@code N×T×(K+1)} logits, one row of images for each index
     */
    void ran(int[] indices, Tensor output);
  }

  /**
   * @param widths of the images, by index
   * @param inputs {@code 1×H×W}, by index
   */
  static void run(
      Network network,
      int count,
      IntUnaryOperator widths,
      IntFunction<Tensor> inputs,
      Listener listener) {
    List<Integer> byWidth =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt(i -> padded(widths.applyAsInt(i))))
            .toList();
    int from = 0;
    while (from < count) {
      int width = padded(widths.applyAsInt(byWidth.get(from)));
      int most = Math.max(1, LARGEST_BATCH / (WordNetwork.HEIGHT * width));
      List<Integer> same = new ArrayList<>();
      for (int i = from;
          i < count && same.size() < most && padded(widths.applyAsInt(byWidth.get(i))) == width;
          i++) {
        same.add(byWidth.get(i));
      }
      Tensor[] batch = same.stream().map(inputs::apply).toArray(Tensor[]::new);
      int[] indices = same.stream().mapToInt(Integer::intValue).toArray();
      listener.ran(indices, network.run(stack(batch, width)));
      from += same.size();
    }
  }

  private static int padded(int width) {
    return (width + BUCKET - 1) / BUCKET * BUCKET;
  }

  private static Tensor stack(Tensor[] images, int width) {
    int height = images[0].shape().extent(1);
    float[] values = new float[images.length * height * width];
    Arrays.fill(values, -LineImage.MEAN / LineImage.DEVIATION);
    for (int i = 0; i < images.length; i++) {
      float[] image = images[i].toArray();
      int own = images[i].shape().extent(2);
      for (int y = 0; y < height; y++) {
        System.arraycopy(image, y * own, values, (i * height + y) * width, own);
      }
    }
    return Tensor.of(new Shape(images.length, 1, height, width), values);
  }
}
