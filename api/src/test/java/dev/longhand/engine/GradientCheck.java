package dev.longhand.engine;

import dev.longhand.engine.reference.DifferentiableReference;
import dev.longhand.engine.reference.DifferentiableReference.Slope;
import dev.longhand.network.Parameter;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Compares gradients with slopes of the reference, each as sharply as float32 allows for this
 * network at this place. No slope is left out: where the network is ill-conditioned, or a kink is
 * near, the tolerance is wide, and the comparison is not {@linkplain Comparison#isSharp sharp}.
 *
 * <p>The loss is ½ Σ (output + offset)².
 */
final class GradientCheck {

  /**
   * How many times the uncertainty an engine may be off: roundings inside a layer add up, and those
   * that were drawn may have been lucky. Of 100,000 comparisons with PyTorch and ND4J none needed
   * more, and of 18,000 of the network that needs most the worst two thirds of it.
   */
  private static final double MISFORTUNE = 60;

  /** Of the norm of a weight's gradient: what is lost where nothing is ill-conditioned. */
  private static final double OF_GRADIENT = 1e-5;

  /** Of the norm of the gradient at the output: what double precision leaves of a difference. */
  private static final double OF_DIFFERENCE = 1e-6;

  private GradientCheck() {}

  /**
   * Compares the slopes in random directions, as an error of any element shows there, and along
   * single elements, which show where it is.
   *
   * @param gradients of all learned weights
   * @param offset of the loss
   * @param seed of the directions and elements
   */
  static List<Comparison> compare(
      RandomNetwork network, Weights gradients, double[] offset, long seed) {
    var reference = new DifferentiableReference(network.spec(), network.weights(), network.batch());
    double[] atOutput = reference.output();
    for (int i = 0; i < atOutput.length; i++) {
      atOutput[i] += offset[i];
    }
    double normAtOutput = norm(atOutput);
    var random = new Random(seed);
    List<Comparison> comparisons = new ArrayList<>();
    for (Parameter parameter : network.spec().parameters()) {
      if (!parameter.role().isLearned()) {
        continue;
      }
      double[] gradient = doubles(gradients.get(parameter.name()));
      int element = random.nextInt(gradient.length);
      double[] alongOne = new double[gradient.length];
      alongOne[element] = 1;
      List<double[]> directions =
          List.of(anywhere(gradient.length, random), anywhere(gradient.length, random), alongOne);
      List<Slope> slopes = new ArrayList<>();
      for (double[] direction : directions) {
        slopes.add(reference.slope(parameter.name(), direction, offset));
      }
      // Roundings that happen to cancel in one direction do not in another.
      double uncertainty = slopes.stream().mapToDouble(Slope::uncertainty).max().orElseThrow();
      double tolerance =
          MISFORTUNE * uncertainty + OF_GRADIENT * norm(gradient) + OF_DIFFERENCE * normAtOutput;
      boolean sharp = tolerance <= Math.max(1e-2 * norm(gradient), 1e-4 * normAtOutput);
      for (int i = 0; i < directions.size(); i++) {
        comparisons.add(
            new Comparison(
                parameter.name()
                    + (directions.get(i) == alongOne ? "[" + element + "]" : " in all elements"),
                dot(gradient, directions.get(i)),
                slopes.get(i).value(),
                tolerance,
                sharp));
      }
    }
    return comparisons;
  }

  /**
   * @param what the weight, and in which direction
   * @param actual what the engine gives
   * @param expected what the reference gives
   * @param tolerance how far they may be apart
   * @param isSharp whether an error of a hundredth of the gradient would show; or, where the
   *     gradient vanishes, one of a ten-thousandth of that at the output
   */
  record Comparison(
      String what, double actual, double expected, double tolerance, boolean isSharp) {

    boolean isClose() {
      return Math.abs(actual - expected) <= tolerance;
    }
  }

  private static double[] anywhere(int size, Random random) {
    double[] direction = new double[size];
    for (int i = 0; i < size; i++) {
      direction[i] = random.nextGaussian();
    }
    return direction;
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.at(i);
    }
    return values;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
