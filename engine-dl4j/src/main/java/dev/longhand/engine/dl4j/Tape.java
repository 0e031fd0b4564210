package dev.longhand.engine.dl4j;

import dev.longhand.network.Layer;
import dev.longhand.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What was done to a batch, to be differentiated in reverse.
 *
 * <p>Each step is a function from the gradient by what it gave to the gradient by what it was
 * given. It leaves the former as it is, and gives an array of its own or the very one it was given.
 */
final class Tape {
  private final Operators operators;
  private final boolean recording;
  private final Map<String, Tensor> gradients;
  private final Deque<UnaryOperator<INDArray>> steps = new ArrayDeque<>();

  private Tape(Operators operators, boolean recording, Map<String, Tensor> gradients) {
    this.operators = operators;
    this.recording = recording;
    this.gradients = gradients;
  }

  static Tape recording(Operators operators) {
    return new Tape(operators, true, new LinkedHashMap<>());
  }

  /** One that forgets, for inference. */
  static Tape off(Operators operators) {
    return new Tape(operators, false, new LinkedHashMap<>());
  }

  /** For one of several paths; gradients by weights come to this tape. */
  Tape branch() {
    return new Tape(operators, recording, gradients);
  }

  boolean isRecording() {
    return recording;
  }

  void record(UnaryOperator<INDArray> back) {
    if (recording) {
      steps.push(back);
    }
  }

  /** What a step has found for a weight of its layer. Freed, as it goes to Java. */
  void gradient(Layer layer, String weight, INDArray gradient) {
    gradients.put(layer.name() + "." + weight, TensorTransfer.toJava(gradient));
    operators.free(gradient);
  }

  /** Goes from the last step to the first, once. */
  INDArray back(INDArray gradientOfOutput) {
    INDArray gradient = gradientOfOutput;
    while (!steps.isEmpty()) {
      INDArray before = gradient;
      gradient = steps.pop().apply(before);
      if (before != gradientOfOutput && before != gradient) {
        operators.free(before);
      }
    }
    return gradient;
  }

  /** By the weights' names, after {@link #back}. */
  Map<String, Tensor> gradients() {
    return gradients;
  }
}
